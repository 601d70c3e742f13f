import { and, eq, sql, type SQL } from 'drizzle-orm'
import { staff } from '../accounts/schema.ts'
import type { AboutQueries } from '../accounts/identity.ts'
import { clients } from '../clients/schema.ts'
import type { StaffCurrent } from '../current.ts'
import type { Database } from '../db.ts'
import { NotFound } from '../web/errors.ts'
import { mayFill } from './series-plan.ts'
import { appointmentSeries } from './series-schema.ts'
import { appointments, services, type AppointmentStatus, type Forum } from './schema.ts'
import { mostDates } from './series-dates.ts'

/** An appointment of a series. */
export interface Member {
  id: string
  status: AppointmentStatus
  startsAt: number
  endsAt: number
  zone: string
  forum: Forum
  roomId: string | null
  version: number
}

/** A series with its names and its appointments, soonest first. */
export interface SeriesFile {
  id: string
  clientId: string
  client: string
  staffId: string
  therapist: string
  serviceId: string
  service: string
  everyWeeks: number
  firstDate: string
  wallMinute: number
  zone: string
  untilDate: string | null
  version: number
  members: Member[]
}

/** The rule of a series, without its appointments. */
export type SeriesRule = Omit<SeriesFile, 'members'>

/** Series with their names, as a query to be narrowed; every name aliased, because it runs in batches. */
export const selectSeries = ({ orm }: Database) =>
  orm
    .select({
      id: appointmentSeries.id,
      clientId: appointmentSeries.clientId,
      client: clients.name.getSQL().mapWith(String).as('client'),
      staffId: appointmentSeries.staffId,
      therapist: staff.name.getSQL().mapWith(String).as('therapist'),
      serviceId: appointmentSeries.serviceId,
      service: services.name.getSQL().mapWith(String).as('service'),
      everyWeeks: appointmentSeries.everyWeeks,
      firstDate: appointmentSeries.firstDate,
      wallMinute: appointmentSeries.wallMinute,
      zone: appointmentSeries.zone.getSQL().mapWith(String).as('series_zone'),
      untilDate: appointmentSeries.untilDate,
      version: appointmentSeries.version.getSQL().mapWith(Number).as('series_version'),
    })
    .from(appointmentSeries)
    .innerJoin(clients, and(eq(clients.organizationId, appointmentSeries.organizationId), eq(clients.id, appointmentSeries.clientId)))
    .innerJoin(staff, and(eq(staff.organizationId, appointmentSeries.organizationId), eq(staff.id, appointmentSeries.staffId)))
    .innerJoin(services, and(eq(services.organizationId, appointmentSeries.organizationId), eq(services.id, appointmentSeries.serviceId)))

/** For the doors of a series: the one of the address. */
export const seriesFile: AboutQueries = ({ db, organizationId, params }) => seriesQueries(db, organizationId, params.seriesId ?? '')

const seriesQueries = (db: Database, organizationId: SQL, id: string) => ({
  series: selectSeries(db).where(and(eq(appointmentSeries.organizationId, organizationId), eq(appointmentSeries.id, id))),
  members: db.orm
    .select({
      id: appointments.id,
      status: appointments.status,
      startsAt: appointments.startsAt,
      endsAt: appointments.endsAt,
      zone: appointments.zone,
      forum: appointments.forum,
      roomId: appointments.roomId,
      version: appointments.version,
    })
    .from(appointments)
    .where(and(eq(appointments.organizationId, organizationId), eq(appointments.seriesId, id), sql`${appointments.status} <> 'deleted'`))
    .orderBy(appointments.startsAt)
    .limit(2 * mostDates),
})

/** The series of the address, if it is theirs: a therapist's own, or any for an administrator. */
export function ownSeries(current: StaffCurrent, about: Record<string, unknown>): SeriesFile {
  const [series] = about.series as SeriesRule[]
  if (!series || !mayFill(current, series.staffId)) throw new NotFound()
  return { ...series, members: about.members as Member[] }
}
