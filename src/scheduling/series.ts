import type { StaffCurrent } from '../current.ts'
import { batch, newId, type Query } from '../db.ts'
import { notifyClient } from '../notifications/outbox.ts'
import { href, paths } from '../paths.ts'
import { remember } from '../web/idempotency.ts'
import { forumsOf } from './forums.ts'
import type { Forum } from './schema.ts'
import { datesOf, type SeriesRule } from './series-dates.ts'
import type { ClientOfSeries, Offering, PlanRows } from './series-facts.ts'
import {
  chosenFrom,
  factsOf,
  mayFill,
  planOf,
  shapeOf,
  type Chosen,
  type PlanFacts,
  type Planned,
  type Row,
  type Shape,
} from './series-plan.ts'
import { insertAppointments, insertSeries, type Seen } from './series-rows.ts'

/** What staff want: for whom, with whom, what, and the rule but for the zone, which is the therapist's. */
export interface SeriesWish extends Omit<SeriesRule, 'zone'> {
  clientId: string
  staffId: string
  serviceId: string
  forum: Forum
  roomId: string | null
}

/** A wish with every date and what stands in its way. */
export interface Plan {
  wish: SeriesWish
  client: ClientOfSeries
  offering: Offering
  shape: Shape
  facts: PlanFacts
  dates: Planned[]
}

/** Why no series was made: nothing was chosen, or something of it is not free (any more); `lost` are its keys. */
export type SeriesRefusal = { kind: 'nothing' } | { kind: 'lost'; lost: string[] }

/** The plan of a wish; null when the client, or the therapist with the service in this forum, is not theirs to plan. */
export function planFrom(current: StaffCurrent, rows: PlanRows, wish: SeriesWish): Plan | null {
  const [client] = rows.client
  const offering = rows.offerings.find(({ staffId, serviceId }) => staffId === wish.staffId && serviceId === wish.serviceId)
  if (!client || !offering || !mayFill(current, wish.staffId) || !(current.staff.administrator || client.assigned)) return null
  if (!forumsOf(offering).includes(wish.forum)) return null
  if (wish.roomId !== null && (wish.forum !== 'in_person' || !offering.rooms.some(({ id }) => id === wish.roomId))) return null
  const shape = shapeOf(offering, wish.forum, client.id, wish.roomId)
  const facts = factsOf(rows, offering, wish.forum, current.now)
  const wanted = datesOf({ ...wish, zone: offering.zone }).map((one) => ({ ...one, key: one.date }))
  return { wish, client, offering, shape, facts, dates: planOf(wanted, shape, facts) }
}

/**
 * Writes all chosen dates of a plan in one batch (SCH-26): the rule, the appointments, an audit entry each, and one e-mail for the
 * whole (NOT-2). What is not free refuses the batch and is answered by its key; the database has the last word.
 */
export async function createSeries(
  current: StaffCurrent,
  plan: Plan,
  chosen: Chosen,
): Promise<{ id: string } | { refusal: SeriesRefusal }> {
  const { rows, lost } = chosenFrom(plan.dates, chosen, plan.shape, plan.facts)
  if (lost.length > 0) return { refusal: { kind: 'lost', lost } }
  if (rows.length === 0) return { refusal: { kind: 'nothing' } }
  const id = newId('ser')
  const { statements, made } = seriesOf(current, plan, id, rows)
  const refused = await batch(current.db, [
    ...remember(current, href(paths.series, { org: current.organization.slug, seriesId: id })),
    ...statements,
    ...notifyClient(current, ['created'], aboutFirst(made, plan.client.id)),
  ])
  return refused ? { refusal: { kind: 'lost', lost: [] } } : { id }
}

/** The statements of a new series with these rows, for a batch; `made` are its appointments, soonest first. */
export function seriesOf(
  current: StaffCurrent,
  { wish, client, offering }: Plan,
  id: string,
  rows: Row[],
): { statements: Query[]; made: Seen[] } {
  const { firstDate, wallMinute, everyWeeks, untilDate, count, staffId, serviceId, forum, roomId } = wish
  const rule = { firstDate, wallMinute, everyWeeks, untilDate, count, staffId, serviceId, zone: offering.zone }
  const { statements, made } = insertAppointments(current, { seriesId: id, clientId: client.id, offering, forum, roomId }, rows)
  return { statements: [...insertSeries(current, { id, clientId: client.id, ...rule }), ...statements], made }
}

/** NOT-2: one act is one e-mail, so the series is told of by its first appointment. */
export const aboutFirst = ([first]: Seen[], clientId: string) => ({ id: first?.id ?? '', clientId, version: first?.version ?? 1 })
