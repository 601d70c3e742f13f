import type { StaffCurrent } from '../../src/current.ts'
import type { Conflict } from '../../src/scheduling/conflicts.ts'
import { Notice } from '../components/notice.tsx'
import { printTime } from '../components/time.tsx'

/** What stands in the way of an appointment, before it is saved (SCH-26); with a box to tick when staff may go over all of it. */
export function ConflictList({ current, conflicts, zone }: { current: StaffCurrent; conflicts: Conflict[]; zone: string }) {
  const { words, language } = current
  const final = conflicts.some((conflict) => conflict.final)
  return (
    <Notice words={words.components} kind={final ? 'no' : 'wait'} title={words.calendar.conflictsTitle} focus>
      <ul>
        {conflicts.map(({ kind, client, startsAt, endsAt }) => (
          <li>
            {words.calendar.conflicts[kind]}
            {startsAt !== null && endsAt !== null && `: ${printTime({ at: startsAt, until: endsAt, zone, language })}`}
            {client && kind !== 'client' && kind !== 'room' && `, ${client}`}
          </li>
        ))}
      </ul>
      <p>{final ? words.calendar.conflictsFinal : words.calendar.conflictsAsk}</p>
    </Notice>
  )
}

/** The box that says yes to exactly what was listed. Stands in the form. */
export function Anyway({ current: { words }, conflicts }: { current: StaffCurrent; conflicts: Conflict[] }) {
  if (conflicts.length === 0 || conflicts.some(({ final }) => final)) return <></>
  return (
    <p>
      <label class="check">
        <input type="checkbox" name="override" value="1" />
        <span>{words.calendar.anyway}</span>
      </label>
      <input type="hidden" name="seen" value={conflicts.map(({ key }) => key).join(' ')} />
    </p>
  )
}
