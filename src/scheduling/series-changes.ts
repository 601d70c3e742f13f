import { eq } from 'drizzle-orm'
import { audit } from '../audit.ts'
import type { StaffCurrent } from '../current.ts'
import { batch, newId, within, type Query } from '../db.ts'
import type { NotificationEvent } from '../notifications/events.ts'
import { notifyClient } from '../notifications/outbox.ts'
import { href, paths } from '../paths.ts'
import { remember } from '../web/idempotency.ts'
import { following, keyOf, type ChangePlan } from './series-change-plan.ts'
import type { Member, SeriesFile } from './series-file.ts'
import { chosenFrom, type Chosen } from './series-plan.ts'
import { endAppointments, insertSeries, moveAppointments, type Seen } from './series-rows.ts'
import { appointmentSeries } from './series-schema.ts'
import { aboutFirst, type SeriesRefusal } from './series.ts'
import { addDays, wallClock } from './zones.ts'

/**
 * Moves this and following (SCH-26): those that were chosen become a series of their own with the new rule; what was left out stays as it
 * is, in the old one, which ends the day before. Each row is changed only at the version that was seen (SCH-25).
 */
export async function changeSeries(
  current: StaffCurrent,
  plan: ChangePlan,
  chosen: Chosen,
): Promise<{ id: string } | { refusal: SeriesRefusal }> {
  const { series, wish, from, members, offering } = plan
  const { rows, lost } = chosenFrom(plan.dates, chosen, plan.shape, plan.facts)
  if (lost.length > 0) return { refusal: { kind: 'lost', lost } }
  const moved = rows.flatMap((row) =>
    members.filter((member) => keyOf(member) === row.key).map(({ id, version }) => ({ ...row, id, version })),
  )
  const first = moved.toSorted((a, b) => a.startsAt - b.startsAt)[0]
  if (!first) return { refusal: { kind: 'nothing' } }
  const id = newId('ser')
  const { clientId, serviceId, everyWeeks, untilDate } = series
  const firstDate = wallClock(offering.zone, first.startsAt).date
  const rule = { firstDate, wallMinute: wish.wallMinute, everyWeeks, untilDate: untilDate ?? null, count: null, zone: offering.zone }
  const events = eventsOf(series, plan, moved)
  const refused = await batch(current.db, [
    ...remember(current, href(paths.series, { org: current.organization.slug, seriesId: id })),
    ...insertSeries(current, { id, clientId, staffId: wish.staffId, serviceId, ...rule }),
    ...moveAppointments(current, { seriesId: id, clientId, offering, forum: from.forum }, moved, actionOf(events)),
    ...endSeries(current, series, from),
    ...notifyClient(current, events, aboutFirst([{ id: first.id, version: first.version + 1 }], clientId)),
  ])
  return refused ? { refusal: { kind: 'lost', lost: [] } } : { id }
}

const actionOf = (events: NotificationEvent[]) => (events.includes('rescheduled') ? 'appointment.moved' : 'appointment.reassigned')

function eventsOf(series: SeriesFile, { wish, members }: ChangePlan, moved: (Seen & { startsAt: number })[]): NotificationEvent[] {
  const isMoved = moved.some(({ id, startsAt }) => members.some((member) => member.id === id && member.startsAt !== startsAt))
  return [...(isMoved ? (['rescheduled'] as const) : []), ...(wish.staffId === series.staffId ? [] : (['staff_changed'] as const))]
}

/** Cancels those of this and following that were chosen; the others stay. The series ends where it was cut. */
export async function cancelSeries(
  current: StaffCurrent,
  series: SeriesFile,
  fromId: string,
  keys: Set<string>,
): Promise<SeriesRefusal | null> {
  const members = following(series, fromId, current.now)
  const [from] = members
  const rows = members.filter((member) => keys.has(keyOf(member)))
  const lost = [...keys].filter((key) => !rows.some((row) => keyOf(row) === key))
  if (lost.length > 0) return { kind: 'lost', lost }
  if (!from || rows.length === 0) return { kind: 'nothing' }
  const refused = await batch(current.db, [
    ...remember(current, href(paths.series, { org: current.organization.slug, seriesId: series.id })),
    ...endAppointments(current, rows, 'cancelled', series.id),
    ...endSeries(current, series, from),
    ...notifyClient(
      current,
      ['cancelled'],
      aboutFirst(
        rows.map(({ id, version }) => ({ id, version: version + 1 })),
        series.clientId,
      ),
    ),
  ])
  return refused ? { kind: 'lost', lost: [] } : null
}

/** The rule of the old series ends the day before the one it was cut at. Two who cut at once: the audit lets one of them. */
function endSeries(current: StaffCurrent, series: SeriesFile, { startsAt }: Member): Query[] {
  const untilDate = addDays(wallClock(series.zone, startsAt).date, -1)
  const version = series.version + 1
  return [
    current.db.orm
      .update(appointmentSeries)
      .set({ untilDate, version })
      .where(within(current, appointmentSeries, eq(appointmentSeries.id, series.id))),
    audit(current, 'series.changed', { kind: 'series', id: series.id, version }),
  ]
}
