import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { HoursFile } from '../../src/scheduling/hours-file.ts'
import type { Window } from '../../src/scheduling/hours-schema.ts'
import type { HoursRefusal } from '../../src/scheduling/hours-verbs.ts'
import { Button } from '../components/button.tsx'
import { ErrorSummary } from '../components/error-summary.tsx'
import { Field, SelectField } from '../components/field.tsx'
import { Notice } from '../components/notice.tsx'
import { placeOf } from '../components/time.tsx'
import { StaffFrame } from '../frames.tsx'
import { Carried, clockField, errorsOf, FromTo } from './hours-parts.tsx'

export interface WindowPageProps {
  current: StaffCurrent
  file: HoursFile
  /** The window that is changed; null for a new one. */
  windowId: string | null
  /** What the fields hold, as texts: of the window, or as they were typed. */
  typed: Record<string, string>
  fields?: string[]
  refusal?: HoursRefusal
}

/** A window as the fields of its form. */
export const typedOf = (window: Window): Record<string, string> => ({
  weekday: String(window.weekday),
  from: clockField(window.fromMinute),
  to: clockField(window.toMinute),
  service: window.serviceIds?.join('\n') ?? '',
  location: window.locationId ?? '',
  forum: window.forum ?? '',
  valid_from: window.validFrom ?? '',
  valid_until: window.validUntil ?? '',
  every: String(window.everyWeeks),
  anchor: window.anchorDate ?? '',
})

/** One window with all its choices. */
export function WindowPage({ current, file, windowId, typed, fields = [], refusal }: WindowPageProps) {
  const { words, organization } = current
  const at = { org: organization.slug, staffId: file.id }
  const title = windowId ? words.hours.changeWindow : words.hours.newWindow
  const errors = errorsOf(current, fields)
  const ticked = (typed.service ?? '').split('\n')
  const week = words.hours.weekdays.map((label, i) => ({ value: String(i + 1), label }))
  const select = (name: string, label: string, options: { value: string; label: string }[], hint?: string) => (
    <SelectField {...{ label, name, options, hint }} value={typed[name]} error={errors[name]} />
  )
  const dated = (name: string, label: string) => (
    <Field {...{ label, name }} type="date" value={typed[name]} error={errors[name]} optional={words.components.optional} />
  )
  return (
    <StaffFrame
      current={current}
      title={title}
      here="hours"
      back={windowId ? href(paths.window, { ...at, windowId }) : href(paths.newWindow, at)}
      sheet="scheduling.css"
    >
      <p>
        <a href={href(paths.hoursOf, at)}>{words.hours.backTo(file.name)}</a>
      </p>
      <h1>{title}</h1>
      <p class="lead">{words.hours.zone(placeOf(file.zone))}</p>
      <form
        method="post"
        action={windowId ? href(paths.window, { ...at, windowId }) : href(paths.windows, at)}
        class="card stack"
        novalidate
        hx-sync="this:drop"
      >
        {refusal && (
          <Notice words={words.components} kind="no" focus>
            {words.hours.refusals[refusal]}
          </Notice>
        )}
        <ErrorSummary
          words={words.components}
          errors={Object.entries(errors).map(([field, message]) => ({ field, message: message ?? '' }))}
        />
        <Carried version={file.version} />
        {select('weekday', words.hours.day, week)}
        <FromTo {...{ current, errors }} prefix="" from={typed.from} to={typed.to} />
        {file.services.length > 1 && (
          <fieldset class="field">
            <legend>{words.hours.onlyFor}</legend>
            <p class="hint">{words.hours.onlyForHint}</p>
            {file.services.map(({ id, name }) => (
              <div class="check">
                <input type="checkbox" id={`service-${id}`} name="service" value={id} checked={ticked.includes(id)} />
                <label for={`service-${id}`}>{name}</label>
              </div>
            ))}
          </fieldset>
        )}
        {select('forum', words.hours.where, [
          { value: '', label: words.hours.anywhere },
          ...(['in_person', 'telehealth'] as const).map((value) => ({ value, label: words.hours.forum[value] })),
        ])}
        {file.locations.length > 0 &&
          select(
            'location',
            words.hours.place,
            [{ value: '', label: words.hours.anyPlace }, ...file.locations.map(({ id, name }) => ({ value: id, label: name }))],
            words.hours.placeHint,
          )}
        <div class="from-to">
          {dated('valid_from', words.hours.validFrom)}
          {dated('valid_until', words.hours.validUntil)}
        </div>
        {select(
          'every',
          words.hours.every,
          Array.from({ length: 12 }, (_, i) => ({ value: String(i + 1), label: words.hours.everyN(i + 1) })),
        )}
        {dated('anchor', words.hours.anchor)}
        <div class="actions">
          <Button kind="primary">{words.hours.save}</Button>
        </div>
      </form>
    </StaffFrame>
  )
}
