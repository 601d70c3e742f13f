import type { StaffCurrent } from '../../src/current.ts'
import { clockOf } from '../../src/scheduling/series-dates.ts'
import type { Chosen, Planned } from '../../src/scheduling/series-plan.ts'
import type { SeriesRefusal } from '../../src/scheduling/series.ts'
import { SelectField } from '../components/field.tsx'
import { Notice } from '../components/notice.tsx'
import { part, printClock, printDay, Time } from '../components/time.tsx'

export interface SeriesDatesProps {
  current: Pick<StaffCurrent, 'words' | 'language'>
  dates: Planned[]
  zone: string
  wallMinute: number
  durationMinutes: number
  /** What was chosen before this was refused; what is suggested otherwise. */
  chosen?: Chosen | undefined
  refusal?: SeriesRefusal | undefined
}

/** Every date of a plan: a box to keep it or leave it out, what stands in its way, and other times where it cannot be had. */
export function SeriesDates(props: SeriesDatesProps) {
  return (
    <ul class="rows">
      {props.dates.map((date) => (
        <DateRow {...props} planned={date} />
      ))}
    </ul>
  )
}

function DateRow({ current, planned, zone, wallMinute, durationMinutes, chosen, refusal }: SeriesDatesProps & { planned: Planned }) {
  const { words, language } = current
  const { key, date, startsAt, obstacles, can, instead } = planned
  const id = `date-${key}`
  const isLost = refusal?.kind === 'lost' && wasChosen(planned, chosen) && !isChosen(planned, chosen, refusal)
  const when =
    startsAt === null ? (
      <span>
        {printDay(Date.parse(`${date}T12:00:00Z`), 'UTC', language)}: {words.series.noTime(clockOf(wallMinute))}
      </span>
    ) : (
      <Time at={startsAt} until={startsAt + durationMinutes * 60_000} zone={zone} language={language} now={startsAt - 1} />
    )
  return (
    <li class={`series-date${isLost ? ' lost' : ''}`}>
      {can === 'none' ? (
        <div class="no-time">{when}</div>
      ) : (
        <div class="check">
          <input
            type="checkbox"
            id={id}
            name={can === 'over' ? 'over' : 'keep'}
            value={key}
            checked={isChosen(planned, chosen, refusal)}
            {...(obstacles.length > 0 && { 'aria-describedby': `${id}-why` })}
          />
          <label for={id}>{when}</label>
        </div>
      )}
      {obstacles.map(({ id: seen }) => seen && <input type="hidden" name="seen" value={seen} />)}
      {(obstacles.length > 0 || isLost) && (
        <div class="obstacles" id={`${id}-why`}>
          {isLost && <b>{words.series.lostHere}</b>}
          {obstacles.map(({ kind, what }) => (
            <p>{words.series.obstacles[kind](what)}</p>
          ))}
        </div>
      )}
      {instead.length > 0 && (
        <SelectField
          label={words.series.instead}
          name="instead"
          id={`${id}-instead`}
          value={`${key}~${iso(chosen?.instead.get(key))}`}
          options={[
            { value: '', label: words.series.leaveOut },
            ...instead.map((at) => ({
              value: `${key}~${iso(at)}`,
              label: `${part(at, zone, language, 'short', 'weekday')} ${printClock(at, zone)}`,
            })),
          ]}
        />
      )}
    </li>
  )
}

const iso = (at: number | undefined): string => (at === undefined ? '' : new Date(at).toISOString())

const idOf = (key: string): string => key.slice(0, key.lastIndexOf('.') < 0 ? undefined : key.lastIndexOf('.'))

/** It was chosen, at this version or another. */
const wasChosen = ({ key }: Planned, chosen: Chosen | undefined): boolean =>
  chosen !== undefined && [...chosen.keep, ...chosen.over, ...chosen.instead.keys()].some((one) => idOf(one) === idOf(key))

function isChosen({ key, can, suggested }: Planned, chosen: Chosen | undefined, refusal: SeriesRefusal | undefined): boolean {
  if (!chosen) return suggested
  if (refusal?.kind === 'lost' && refusal.lost.includes(key)) return false
  return (chosen.keep.has(key) && can === 'free') || (chosen.over.has(key) && can !== 'none')
}

/** Why nothing was saved. */
export function SeriesRefused({
  current: { words },
  refusal,
}: {
  current: Pick<StaffCurrent, 'words'>
  refusal: SeriesRefusal | undefined
}) {
  if (!refusal) return <></>
  return (
    <Notice words={words.components} kind="no" title={words.series.lostTitle} focus>
      {refusal.kind === 'nothing' ? words.series.nothing : words.series.lost}
    </Notice>
  )
}
