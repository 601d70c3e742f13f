import type { Example } from './example.ts'
import { printAgo, Time } from './time.tsx'

const at = Date.UTC(2026, 11, 8, 15)
const until = at + 50 * 60_000

export const examples: Example[] = [
  { title: 'A range in New York', render: () => <Time {...{ at, until }} zone="America/New_York" language="en" /> },
  { title: 'The same in Spanish', render: () => <Time {...{ at, until }} zone="America/New_York" language="es" /> },
  { title: 'The same in Berlin, in full', render: () => <Time at={at} zone="Europe/Berlin" language="en" form="full" /> },
  { title: 'A zone without letters', render: () => <Time at={at} zone="America/Sao_Paulo" language="en" /> },
  {
    title: 'Weekday and clock, day, roughly',
    render: () => (
      <p>
        <Time at={at} zone="America/New_York" language="en" form="weekday" bare /> ·{' '}
        <Time at={at} zone="America/New_York" language="en" form="day" /> · {printAgo(at, until + 3_600_000, 'en')}
      </p>
    ),
  },
]
