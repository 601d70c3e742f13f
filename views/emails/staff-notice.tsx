import type { Language } from '../../src/current.ts'
import { words } from '../words/words.ts'
import { footLinks, type NoticeFoot } from './notice.tsx'
import { letter, type Rendered, type Sample } from './letter.tsx'

/** What it asks of the reader; everything that asks nothing looks the same. */
export type StaffNoticeKind = 'new_request' | 'request_reminder' | 'request_escalated' | 'hours_changed' | 'other'

export interface StaffNoticeProps {
  language: Language
  kind: StaffNoticeKind
  name: string
  address: string
  foot?: NoticeFoot | undefined
}

/** To a staff member, without a client's name: work, not care (NOT-8). */
export function staffNotice({ language, kind, name, address, foot }: StaffNoticeProps): Promise<Rendered> {
  const { subject, text, open, openHours, preferences } = words(language).emails.staffNotice
  return letter({
    language,
    subject: subject[kind],
    name,
    before: [text[kind]],
    link: { label: kind === 'hours_changed' ? openHours : open, address },
    after: [preferences],
    foot: footLinks(language, foot),
  })
}

const sample = { name: 'Theo Lindqvist', address: 'https://portal.example/willow/manage/requests' }

export const samples: Sample[] = [
  { title: 'Staff: a new request', render: (language) => staffNotice({ ...sample, language, kind: 'new_request' }) },
  { title: 'Staff: a request still waits', render: (language) => staffNotice({ ...sample, language, kind: 'request_reminder' }) },
  {
    title: 'Staff: somebody else changed their hours',
    render: (language) =>
      staffNotice({ ...sample, address: 'https://portal.example/willow/manage/hours/sta_theo', language, kind: 'hours_changed' }),
  },
  {
    title: 'Staff: a request of a colleague still waits',
    render: (language) => staffNotice({ ...sample, language, kind: 'request_escalated' }),
  },
  { title: 'Staff: cancelled or withdrawn', render: (language) => staffNotice({ ...sample, language, kind: 'other' }) },
]
