import type { Language } from '../../src/current.ts'
import { printTime } from '../components/time.tsx'
import { words } from '../words/words.ts'
import { letter, type Rendered, type Sample } from './letter.tsx'

export interface NoticeProps {
  language: Language
  name: string
  address: string
  /** Only for a client who chose to see date and time: the instant, epoch ms, and the zone it is printed in. */
  when?: { at: number; zone: string }
  foot?: NoticeFoot | undefined
}

/** Addresses: the page of what she wants, if she has an account, and of the end of optional e-mails. */
export interface NoticeFoot {
  wishes: string | null
  stop: string
}

/** Every notice to a client looks the same from outside, whatever happened (NOT-8). */
export function notice({ language, name, address, when, foot }: NoticeProps): Promise<Rendered> {
  const { subject, text, date, open, preferences } = words(language).emails.notice
  const dated = when ? [date(printTime({ ...when, language, form: 'full' }))] : []
  return letter({
    language,
    subject,
    name,
    before: [text, ...dated],
    link: { label: open, address },
    after: [preferences],
    foot: footLinks(language, foot),
  })
}

/** The same for whatever happened, so that no e-mail can be told from another by its foot. */
export function footLinks(language: Language, foot: NoticeFoot | undefined) {
  if (!foot) return []
  const { wishes, stop } = words(language).emails.foot
  return [...(foot.wishes ? [{ label: wishes, address: foot.wishes }] : []), { label: stop, address: foot.stop }]
}

const sample = {
  name: 'Ana Pereira',
  address: 'https://portal.example/willow/my/cli_ana/appointments',
  foot: { wishes: 'https://portal.example/willow/my/notifications', stop: 'https://portal.example/willow/unsubscribe/v1.Jv3mT0p2cW9dYfQk' },
}

export const samples: Sample[] = [
  { title: 'Notice, neutral', render: (language) => notice({ ...sample, language }) },
  {
    title: 'Notice, date and time',
    render: (language) => notice({ ...sample, language, when: { at: Date.UTC(2026, 11, 8, 15), zone: 'America/New_York' } }),
  },
  { title: 'Notice, a name that is none', render: (language) => notice({ ...sample, language, name: 'https://evil.example/' }) },
]
