import type { Current } from '../../src/current.ts'
import { clockOf } from '../../src/scheduling/series-dates.ts'
import type { Standing } from '../../src/scheduling/standing-file.ts'
import { part, placeOf, printDay } from '../components/time.tsx'
import { alone } from './appointment-parts.tsx'

/** "Every week, Tuesday 17:00 (New York), from Tue 8 Dec": what is asked for, on the therapist's clock. */
export function StandingSummary({ current, standing }: { current: Pick<Current, 'words' | 'language'>; standing: Standing }) {
  const { words, language } = current
  const { everyWeeks, firstDate, wallMinute, zone, service, therapist, forum } = standing
  const noon = Date.parse(`${firstDate}T12:00:00Z`)
  const weekday = part(noon, 'UTC', language, 'long', 'weekday')
  return (
    <div>
      <p class="when">
        {alone(words.series.standingWhat(words.series.everyWeeks(everyWeeks), weekday, clockOf(wallMinute)))} ({placeOf(zone)}),{' '}
        {words.series.standingFirst} {printDay(noon, 'UTC', language)}
      </p>
      <p>{words.scheduling.withWhom(service, therapist, words.scheduling.forum[forum])}</p>
    </div>
  )
}
