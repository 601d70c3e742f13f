import type { Language } from '../../src/current.ts'
import { printTime } from '../components/time.tsx'
import { words } from '../words/words.ts'
import { letter, type Rendered, type Sample } from './letter.tsx'

export interface StaffInvitationProps {
  language: Language
  name: string
  practice: string
  address: string
  /** When the link ends: the instant, epoch ms, and the zone it is printed in. */
  until: { at: number; zone: string }
}

/** An offer to work in the portal. It is about work, not care, so it may say whose portal it is. */
export function staffInvitation({ language, name, practice, address, until }: StaffInvitationProps): Promise<Rendered> {
  const { subject, text, open, limits, notYou } = words(language).staff.mail
  const ends = printTime({ ...until, language, form: 'full' })
  return letter({ language, subject, name, before: [text(practice)], link: { label: open, address }, after: [limits(ends), notYou] })
}

export const samples: Sample[] = [
  {
    title: 'Staff: an invitation to work in the portal',
    render: (language) =>
      staffInvitation({
        language,
        name: 'Tess Moreau',
        practice: 'Willow House Therapy',
        address: 'https://portal.example/willow/team/Jv3mT0p2cW9dYfQk8sHnR5uX',
        until: { at: Date.UTC(2026, 11, 15, 15), zone: 'America/New_York' },
      }),
  },
]
