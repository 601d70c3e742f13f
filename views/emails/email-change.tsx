import type { Language } from '../../src/current.ts'
import { words } from '../words/words.ts'
import { letter, type Rendered, type Sample } from './letter.tsx'

export interface EmailChangeProps {
  language: Language
  address: string
}

/** To the new address: the link that confirms it. Without a name: until it is opened, the address may be a stranger's. */
export function emailChange({ language, address }: EmailChangeProps): Promise<Rendered> {
  const { subject, text, open, limits, notYou } = words(language).security.mailToNew
  return letter({ language, subject, name: '', before: [text], link: { label: open, address }, after: [limits, notYou] })
}

/** To the old address, when it is done: whoever did not do it must hear of it where she reads. It does not say the new address. */
export function emailChanged({ language, name, address }: EmailChangeProps & { name: string }): Promise<Rendered> {
  const { subject, text, notYou, open } = words(language).security.mailToOld
  return letter({ language, subject, name, before: [text, notYou], link: { label: open, address }, after: [] })
}

export const samples: Sample[] = [
  {
    title: 'Confirm a new address',
    render: (language) => emailChange({ language, address: 'https://portal.example/willow/my/email/Jv3mT0p2cW9dYfQk8sHnR5uX' }),
  },
  {
    title: 'The address was changed',
    render: (language) => emailChanged({ language, name: 'Ana Pereira', address: 'https://portal.example/willow/login' }),
  },
]
