import { and, asc, eq, sql } from 'drizzle-orm'
import { staff } from '../accounts/schema.ts'
import type { AboutQueries } from '../accounts/identity.ts'
import { clients } from '../clients/schema.ts'
import type { ClientCurrent, StaffCurrent } from '../current.ts'
import { within, type Database } from '../db.ts'
import { NotFound } from '../web/errors.ts'
import { services, type Forum } from './schema.ts'
import { mayFill } from './series-plan.ts'
import { standingRequests, type StandingStatus } from './series-schema.ts'

/** A standing request with its names. Weekday and minute are on the therapist's wall clock, `zone`. */
export interface Standing {
  id: string
  clientId: string
  client: string
  staffId: string
  therapist: string
  zone: string
  serviceId: string
  service: string
  forum: Forum
  weekday: number
  wallMinute: number
  everyWeeks: number
  firstDate: string
  note: string
  answer: string
  status: StandingStatus
  seriesId: string | null
  createdAt: number
  answerByAt: number | null
  answeredAt: number | null
  version: number
}

/** Standing requests with their names, as a query to be narrowed. */
export const selectStanding = ({ orm }: Database) =>
  orm
    .select({
      id: standingRequests.id,
      clientId: standingRequests.clientId,
      client: clients.name.getSQL().mapWith(String).as('client'),
      staffId: standingRequests.staffId,
      therapist: staff.name.getSQL().mapWith(String).as('therapist'),
      zone: staff.zone.getSQL().mapWith(String).as('staff_zone'),
      serviceId: standingRequests.serviceId,
      service: services.name.getSQL().mapWith(String).as('service'),
      forum: standingRequests.forum,
      weekday: standingRequests.weekday,
      wallMinute: standingRequests.wallMinute,
      everyWeeks: standingRequests.everyWeeks,
      firstDate: standingRequests.firstDate,
      note: standingRequests.note,
      answer: standingRequests.answer,
      status: standingRequests.status,
      seriesId: standingRequests.seriesId,
      createdAt: standingRequests.createdAt,
      answerByAt: standingRequests.answerByAt,
      answeredAt: standingRequests.answeredAt,
      version: standingRequests.version,
    })
    .from(standingRequests)
    .innerJoin(clients, and(eq(clients.organizationId, standingRequests.organizationId), eq(clients.id, standingRequests.clientId)))
    .innerJoin(staff, and(eq(staff.organizationId, standingRequests.organizationId), eq(staff.id, standingRequests.staffId)))
    .innerJoin(services, and(eq(services.organizationId, standingRequests.organizationId), eq(services.id, standingRequests.serviceId)))

/** For the doors of a standing request: the one of the address, and on a client's address only hers. */
export const theStanding: AboutQueries = ({ db, organizationId, params }) => ({
  standing: selectStanding(db).where(
    and(
      eq(standingRequests.organizationId, organizationId),
      eq(standingRequests.id, params.standingId ?? ''),
      params.clientId === undefined ? undefined : eq(standingRequests.clientId, params.clientId),
    ),
  ),
})

/** The standing request, if it is this staff member's to answer. */
export function ownStanding(current: StaffCurrent, about: Record<string, unknown>): Standing {
  const standing = clientsStanding(about)
  if (!mayFill(current, standing.staffId)) throw new NotFound()
  return standing
}

/** The standing request of a client's address. Not hers is not there. */
export function clientsStanding(about: Record<string, unknown>): Standing {
  const [standing] = about.standing as Standing[]
  if (!standing) throw new NotFound()
  return standing
}

/** What waits for this staff member's answer, for the list of requests. */
export const openStanding = (current: StaffCurrent) =>
  selectStanding(current.db)
    .where(
      within(
        current,
        standingRequests,
        eq(standingRequests.status, 'requested'),
        current.staff.therapist ? eq(standingRequests.staffId, current.staff.id) : undefined,
      ),
    )
    .orderBy(asc(standingRequests.answerByAt))
    .limit(50)

/** What a client waits for, and what was answered in the last week. */
export const waitingStanding = (current: ClientCurrent) =>
  selectStanding(current.db)
    .where(
      within(
        current,
        standingRequests,
        eq(standingRequests.clientId, current.client.id),
        sql`(${standingRequests.status} = 'requested' OR coalesce(${standingRequests.answeredAt}, ${standingRequests.endedAt}) > ${current.now - 7 * 86_400_000})`,
      ),
    )
    .orderBy(asc(standingRequests.createdAt))
    .limit(20)
