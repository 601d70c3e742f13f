import type { Language } from '../../src/current.ts'
import { words } from '../words/words.ts'
import { letter, type Rendered, type Sample } from './letter.tsx'

export interface SignInProps {
  language: Language
  name: string
  code: string
  /** The link that signs in; '' for a code that only confirms who is signed in already. */
  address: string
  /** She wants to be somebody here, and is not yet: the e-mail asks her to confirm that the address is hers. */
  newcomer?: boolean
}

/** The code for the browser that asked, and the link for any other (ACC-1). The subject does not hold the code: it shows on locked screens. */
export function signIn({ language, name, code, address, newcomer = false }: SignInProps): Promise<Rendered> {
  const { subject, text: welcome, newText, link, open, limits, notYou } = words(language).emails.signIn
  const { confirmSubject, confirmText, confirmLimits, confirmNotYou } = words(language).factorMails
  if (address === '')
    return letter({ language, subject: confirmSubject, name, before: [confirmText], code, after: [confirmLimits, confirmNotYou] })
  const text = newcomer ? newText : welcome
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
  {
    title: 'Confirm an address',
    render: (language) =>
      signIn({
        language,
        name: '',
        code: '204516',
        newcomer: true,
        address: 'https://portal.example/willow/login/link/Jv3mT0p2cW9dYfQk8sHnR5uX',
      }),
  },
  {
    title: 'Confirm that it is you',
    render: (language) => signIn({ language, name: 'Ana Pereira', code: '204516', address: '' }),
  },
]
