import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { HoursFile } from '../../src/scheduling/hours-file.ts'
import type { Window } from '../../src/scheduling/hours-schema.ts'
import { Badge } from '../components/badge.tsx'
import { Button, ButtonLink } from '../components/button.tsx'
import { Disclosure } from '../components/dialog.tsx'
import { Carried, dateIn, FromTo, RemoveForm, spanOf } from './hours-parts.tsx'

interface WeekProps {
  current: StaffCurrent
  file: HoursFile
  /** The day whose copying said no day. */
  noDay?: number | undefined
}

const days = [1, 2, 3, 4, 5, 6, 7] as const

/** The week as a list of seven days, each with its windows as rows. */
export function Week({ current, file, noDay }: WeekProps) {
  const { words } = current
  return (
    <section aria-labelledby="week-heading">
      <h2 id="week-heading">{words.hours.week}</h2>
      <div class="rows">
        {days.map((day) => (
          <Day {...{ current, file, day }} noDay={noDay === day} />
        ))}
      </div>
    </section>
  )
}

function Day({ current, file, day, noDay }: Omit<WeekProps, 'noDay'> & { day: number; noDay: boolean }) {
  const { words, organization } = current
  const at = { org: organization.slug, staffId: file.id }
  const name = words.hours.weekdays[day - 1] ?? ''
  const windows = file.windows.filter(({ weekday }) => weekday === day)
  return (
    <div class="hours-day" id={`day-${day}`}>
      <h3>{name}</h3>
      <div class="hours-rows">
        {windows.length === 0 && <p class="soft">{words.hours.none}</p>}
        {windows.map((window) => (
          <WindowRow {...{ current, file, window, name }} />
        ))}
      </div>
      <div class="actions">
        <Disclosure summary={words.hours.addShort} kind="plain" icon="add">
          <form method="post" action={href(paths.windows, at)} class="stack" aria-label={words.hours.add(name)} hx-sync="this:drop">
            <Carried version={file.version} />
            <input type="hidden" name="weekday" value={day} />
            <FromTo current={current} prefix={`day-${day}-`} />
            <div class="actions">
              <Button kind="primary">{words.hours.addNow}</Button>
              <ButtonLink kind="plain" href={href(paths.newWindow, at, { day })}>
                {words.hours.more}
              </ButtonLink>
            </div>
          </form>
        </Disclosure>
        {windows.length > 0 && <Copy {...{ current, file, day, name, noDay }} />}
      </div>
    </div>
  )
}

function WindowRow({ current, file, window, name }: WeekProps & { window: Window; name: string }) {
  const { words, organization } = current
  const at = { org: organization.slug, staffId: file.id, windowId: window.id }
  const what = `${name} ${spanOf(window)}`
  return (
    <div class="hours-row" id={`window-${window.id}`}>
      <p>
        <b>{spanOf(window)}</b>{' '}
        {conditionsOf(current, file, window).map((condition) => (
          <>
            <Badge>{condition}</Badge>{' '}
          </>
        ))}
      </p>
      <div class="actions">
        <ButtonLink kind="plain" href={href(paths.window, at)} aria-label={words.hours.editOf(what)}>
          {words.hours.edit}
        </ButtonLink>
        <RemoveForm current={current} action={href(paths.windowRemoval, at)} version={file.version} what={what} />
      </div>
    </div>
  )
}

/** What a window is limited to, in words. */
function conditionsOf(current: StaffCurrent, file: HoursFile, window: Window): string[] {
  const { words } = current
  const nameOf = (list: { id: string; name: string }[], id: string) => list.find((one) => one.id === id)?.name ?? ''
  return [
    window.serviceIds?.map((id) => nameOf(file.services, id)).join(', '),
    window.forum && words.hours.forum[window.forum],
    window.locationId && nameOf(file.locations, window.locationId),
    window.everyWeeks > 1 && words.hours.everyN(window.everyWeeks),
    window.validFrom && words.hours.since(dateIn(current, window.validFrom)),
    window.validUntil && words.hours.until(dateIn(current, window.validUntil)),
  ].filter((text) => typeof text === 'string' && text !== '') as string[]
}

function Copy({ current, file, day, name, noDay }: Omit<WeekProps, 'noDay'> & { day: number; name: string; noDay: boolean }) {
  const { words, organization } = current
  const action = href(paths.dayCopies, { org: organization.slug, staffId: file.id, weekday: String(day) })
  return (
    <Disclosure summary={words.hours.copy} kind="plain" icon="copy" open={noDay}>
      <form method="post" action={action} hx-sync="this:drop">
        <Carried version={file.version} />
        <fieldset class="stack">
          <legend>{words.hours.copyOf(name)}</legend>
          <p class="hint">{words.hours.copyHint}</p>
          <div class="hours-copy">
            {days
              .filter((other) => other !== day)
              .map((other) => (
                <label>
                  <input type="checkbox" name="to" value={other} /> {words.hours.weekdays[other - 1]}
                </label>
              ))}
          </div>
          {noDay && <p class="error">{words.hours.noDay}</p>}
          <div class="actions">
            <Button kind="primary">{words.hours.copyNow}</Button>
          </div>
        </fieldset>
      </form>
    </Disclosure>
  )
}
