import type { Language } from '../../src/current.ts'
import { printTime } from '../components/time.tsx'
import { words } from '../words/words.ts'
import { letter, type LetterProps, type Rendered, type Sample } from './letter.tsx'

export interface InvitationProps {
  language: Language
  /** The client's, of which the first is greeted. */
  name: string
  /** What the practice writes, placeholders filled in, a line each. */
  lines: string[]
  address: string
  /** When the invitation ends, and on whose clock. */
  until: { at: number; zone: string }
}

/** Opens the way to an account (ACC-20): the practice's own words, between ours. The subject says nothing of care (NOT-8). */
export const invitation = (props: InvitationProps): Promise<Rendered> => letter(invitationParts(props))

/** The same, not drawn yet: the preview shows the pieces of which the e-mail is made. */
export function invitationParts({ language, name, lines, address, until: { at, zone } }: InvitationProps): LetterProps {
  const { subject, open, until, notYou } = words(language).invitations.mail
  return {
    language,
    subject,
    name,
    before: lines,
    link: { label: open, address },
    after: [until(printTime({ at, zone, language, form: 'full' })), notYou],
  }
}

export const samples: Sample[] = [
  {
    title: 'Invitation to the portal',
    render: (language) =>
      invitation({
        language,
        name: 'Nell Okafor',
        lines: words(language).invitations.defaultMessage.split('\n\n'),
        address: 'https://portal.example/willow/invite/Jv3mT0p2cW9dYfQk8sHnR5uXb1KqLz6A',
        until: { at: Date.parse('2026-12-08T15:00:00Z'), zone: 'America/New_York' },
      }),
  },
]
