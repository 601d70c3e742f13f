import type { Child } from 'hono/jsx'
import type { StaffCurrent } from '../../src/current.ts'
import type { HoursAction, LastHoursChange } from '../../src/scheduling/hours-schema.ts'
import type { HoursRefusal } from '../../src/scheduling/hours-verbs.ts'
import { newKey } from '../../src/web/new-key.ts'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { Notice } from '../components/notice.tsx'
import { printDay } from '../components/time.tsx'

/** 540 as "09:00"; the end of a day as "24:00". */
export const clockOf = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** As an `<input type="time">` wants it, which knows no 24:00. */
export const clockField = (minute: number): string => clockOf(minute % 1440)

export const spanOf = ({ fromMinute, toMinute }: { fromMinute: number; toMinute: number }): string =>
  `${clockOf(fromMinute)}–${clockOf(toMinute)}`

/** A date in words; its noon in UTC stands for it. */
export function dateIn({ language, now }: Pick<StaffCurrent, 'language' | 'now'>, date: string): string {
  const at = Date.parse(`${date}T12:00:00Z`)
  const day = printDay(at, 'UTC', language)
  return Math.abs(at - now) < 300 * 86_400_000 ? day : `${day} ${date.slice(0, 4)}`
}

/** What a change of hours carries. */
export function Carried({ version }: { version: number }) {
  return (
    <>
      <input type="hidden" name="version" value={version} />
      <input type="hidden" name="key" value={newKey()} />
    </>
  )
}

/** From and to, side by side. */
export function FromTo({ current: { words }, prefix, from, to, errors = {}, optional }: FromToProps) {
  return (
    <div class="from-to">
      <Field
        id={`${prefix}from`}
        label={words.hours.from}
        name="from"
        type="time"
        value={from}
        error={errors.from}
        optional={optional}
        required={!optional}
      />
      <Field
        id={`${prefix}to`}
        label={words.hours.to}
        name="to"
        type="time"
        value={to}
        error={errors.to}
        optional={optional}
        required={!optional}
      />
    </div>
  )
}

interface FromToProps {
  current: StaffCurrent
  prefix: string
  from?: string | undefined
  to?: string | undefined
  errors?: Errors
  optional?: string
}

export type Errors = Partial<Record<string, string>>

/** The sentence of each field that is wrong. */
export function errorsOf({ words }: StaffCurrent, fields: string[]): Errors {
  const sentences = words.hours.errors as Record<string, string>
  return Object.fromEntries(fields.flatMap((field) => (sentences[field] ? [[field, sentences[field]]] : [])))
}

/** What was just done, with its undo as a plain form; or why it was not. */
export function Outcome({ current, last, refusal, undo, version }: OutcomeProps) {
  const { words } = current
  if (refusal)
    return (
      <Notice words={words.components} kind="no" focus>
        {words.hours.refusals[refusal]}
      </Notice>
    )
  if (!last) return <></>
  return (
    <form method="post" action={undo} class="hours-done" id="done">
      <Carried version={version} />
      <Notice words={words.components} kind="ok" action={last.action !== 'undone' && <Button icon="undo">{words.hours.undo}</Button>}>
        {words.hours.done[last.action satisfies HoursAction]}
      </Notice>
    </form>
  )
}

interface OutcomeProps {
  current: StaffCurrent
  last: LastHoursChange | null
  refusal?: HoursRefusal | undefined
  undo: string
  version: number
}

/** A removal as a small form. */
export function RemoveForm({
  current: { words },
  action,
  version,
  what,
}: {
  current: StaffCurrent
  action: string
  version: number
  what: Child
}) {
  return (
    <form method="post" action={action} hx-sync="this:drop">
      <Carried version={version} />
      <Button kind="plain" aria-label={words.hours.removeOf(String(what))}>
        {words.hours.remove}
      </Button>
    </form>
  )
}
