import type { Language } from '../../src/current.ts'
import { words } from '../words/words.ts'
import { letter, type Rendered, type Sample } from './letter.tsx'
import { footLinks, type NoticeFoot } from './notice.tsx'

export interface DigestProps {
  language: Language
  name: string
  address: string
  foot?: NoticeFoot | undefined
}

/** How many of each: what waits now, and what happened since the digest before. */
export interface DigestCounts {
  requests: number
  cancelled: number
  withdrawn: number
  offersTaken: number
  hoursChanged: number
}

/** Everything of a day in one e-mail, to a client or contact who wants that: it says no more than a notice (NOT-8). */
export function digest({ language, name, address, foot }: DigestProps): Promise<Rendered> {
  const { notice, digest: say } = words(language).emails
  const [link, after] = [{ label: notice.open, address }, [notice.preferences]]
  return letter({ language, subject: say.subject, name, before: [say.text], link, after, foot: footLinks(language, foot) })
}

/** To a staff member once a day: numbers, and nobody's name. */
export function staffDigest({ language, name, address, counts, foot }: DigestProps & { counts: DigestCounts }): Promise<Rendered> {
  const { staffNotice, staffDigest: say } = words(language).emails
  const { requests, cancelled, withdrawn, offersTaken, hoursChanged } = say.lines
  const lines = [
    counts.requests > 0 && requests(counts.requests),
    counts.cancelled > 0 && cancelled(counts.cancelled),
    counts.withdrawn > 0 && withdrawn(counts.withdrawn),
    counts.offersTaken > 0 && offersTaken(counts.offersTaken),
    counts.hoursChanged > 0 && hoursChanged,
  ]
  return letter({
    language,
    subject: say.subject,
    name,
    before: lines.filter((line) => line !== false),
    link: { label: staffNotice.open, address },
    after: [staffNotice.preferences],
    foot: footLinks(language, foot),
  })
}

const stop = 'https://portal.example/willow/unsubscribe/v1.Jv3mT0p2cW9dYfQk'
const client = {
  name: 'Ana Pereira',
  address: 'https://portal.example/willow/my',
  foot: { wishes: 'https://portal.example/willow/my/notifications', stop },
}
const theo = {
  name: 'Theo Lindqvist',
  address: 'https://portal.example/willow/manage/requests',
  foot: { wishes: 'https://portal.example/willow/manage/notifications', stop },
}

export const samples: Sample[] = [
  { title: 'Once a day', render: (language) => digest({ ...client, language }) },
  {
    title: 'Staff: once a day, one of each',
    render: (language) =>
      staffDigest({ ...theo, language, counts: { requests: 1, cancelled: 1, withdrawn: 1, offersTaken: 1, hoursChanged: 1 } }),
  },
  {
    title: 'Staff: once a day, many',
    render: (language) =>
      staffDigest({ ...theo, language, counts: { requests: 12, cancelled: 3, withdrawn: 2, offersTaken: 2, hoursChanged: 0 } }),
  },
]
