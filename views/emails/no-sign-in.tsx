import type { Language } from '../../src/current.ts'
import { words } from '../words/words.ts'
import { letter, type Rendered, type Sample } from './letter.tsx'

export interface NoSignInProps {
  language: Language
  /** The page where she can register, or where the practice's number is. */
  address: string
  /** Whether anybody may register, or only who was invited. */
  open: boolean
}

/** To an address that is on file and has no account, when somebody asks to sign in with it: what she can do instead. It names nobody. */
export function noSignIn({ language, address, open: mayRegister }: NoSignInProps): Promise<Rendered> {
  const { subject, text, register, invited, open, notYou } = words(language).emails.noSignIn
  return letter({
    language,
    subject,
    name: '',
    before: [text, mayRegister ? register : invited],
    link: { label: open, address },
    after: [notYou],
  })
}

const sample = { address: 'https://portal.example/willow/join' }

export const samples: Sample[] = [
  { title: 'No sign-in yet, registration open', render: (language) => noSignIn({ ...sample, language, open: true }) },
  { title: 'No sign-in yet, by invitation', render: (language) => noSignIn({ ...sample, language, open: false }) },
]
