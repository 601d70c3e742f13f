import type { Language } from '../../src/current.ts'
import { words } from '../words/words.ts'
import { letter, type Rendered, type Sample } from './letter.tsx'

export interface SignInProps {
  language: Language
  name: string
  code: string
  address: string
}

/** The code for the browser that asked, and the link for any other (ACC-1). The subject does not hold the code: it shows on locked screens. */
export function signIn({ language, name, code, address }: SignInProps): Promise<Rendered> {
  const { subject, text, link, open, limits, notYou } = words(language).emails.signIn
  return letter({ language, subject, name, before: [text], code, between: [link], link: { label: open, address }, after: [limits, notYou] })
}

export const samples: Sample[] = [
  {
    title: 'Sign-in code and link',
    render: (language) =>
      signIn({
        language,
        name: 'Ana Pereira',
        code: '204516',
        address: 'https://portal.example/willow/login/link/Jv3mT0p2cW9dYfQk8sHnR5uX',
      }),
  },
]
