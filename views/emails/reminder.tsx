import { printTime } from '../components/time.tsx'
import { words } from '../words/words.ts'
import { letter, type Rendered, type Sample } from './letter.tsx'
import { footLinks, type NoticeProps } from './notice.tsx'

/** Before an appointment (NOT-7): says no more than a notice does, but that something is ahead. */
export function reminder({ language, name, address, when, foot }: NoticeProps): Promise<Rendered> {
  const { notice, reminder: say } = words(language).emails
  const dated = when ? [notice.date(printTime({ ...when, language, form: 'full' }))] : []
  const [link, after] = [{ label: notice.open, address }, [notice.preferences]]
  return letter({ language, subject: say.subject, name, before: [say.text, ...dated], link, after, foot: footLinks(language, foot) })
}

const sample = {
  name: 'Ana Pereira',
  address: 'https://portal.example/willow/my/cli_ana/appointments',
  foot: { wishes: 'https://portal.example/willow/my/notifications', stop: 'https://portal.example/willow/unsubscribe/v1.Jv3mT0p2cW9dYfQk' },
}

export const samples: Sample[] = [
  { title: 'Reminder, neutral', render: (language) => reminder({ ...sample, language }) },
  {
    title: 'Reminder, date and time',
    render: (language) => reminder({ ...sample, language, when: { at: Date.UTC(2026, 11, 8, 15), zone: 'America/New_York' } }),
  },
]
