import type { Language } from '../../src/current.ts'
import { words } from '../words/words.ts'
import { letter, type Rendered, type Sample } from './letter.tsx'

/** NOT-8: to a client's safe address, the link that confirms it. Without a name: until it is pressed, the address may be a stranger's. */
export function safeAddress({ language, address }: { language: Language; address: string }): Promise<Rendered> {
  const { subject, text, open, limits, notYou } = words(language).emails.safeAddress
  return letter({ language, subject, name: '', before: [text], link: { label: open, address }, after: [limits, notYou] })
}

export const samples: Sample[] = [
  {
    title: 'Confirm a safe address',
    render: (language) => safeAddress({ language, address: 'https://portal.example/willow/safe-address/Jv3mT0p2cW9dYfQk8sHnR5uX' }),
  },
]
