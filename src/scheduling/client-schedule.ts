import { and, asc, desc, eq, sql } from 'drizzle-orm'
import { assignments, clients } from '../clients/schema.ts'
import type { StaffCurrent } from '../current.ts'
import { read, within } from '../db.ts'
import { NotFound } from '../web/errors.ts'
import { appointments } from './schema.ts'
import { selectSeries, type SeriesRule } from './series-file.ts'
import { appointmentSeries, standingRequests } from './series-schema.ts'
import { selectStaffAppointments, type StaffAppointment } from './staff-appointments.ts'
import { selectStanding, type Standing } from './standing-file.ts'

/** What a client has with a practice, as a staff member may see it. */
export interface ClientSchedule {
  id: string
  name: string
  archived: boolean
  requests: StaffAppointment[]
  standing: Standing[]
  /** Series of which something is ahead. */
  series: SeriesRule[]
  upcoming: StaffAppointment[]
  past: StaffAppointment[]
}

/**
 * SCH-26, SCH-27: one client's appointments, series and standing requests. An administrator sees everybody's; a therapist her own with
 * a client who is or was hers, and anybody else is not there. One round trip; what is ahead at most 100, what was the last 20.
 */
export async function findClientSchedule(current: StaffCurrent, clientId: string): Promise<ClientSchedule> {
  const { now, staff: me } = current
  const mine = me.administrator ? undefined : me.id
  const hers = within(
    current,
    appointments,
    eq(appointments.clientId, clientId),
    mine ? eq(appointments.staffId, mine) : undefined,
    // a wish that was granted is part of the appointment it moved (absorbed.ts); what was deleted otherwise can be restored
    sql`NOT (${appointments.status} = 'deleted' AND ${appointments.rescheduleOf} IS NOT NULL AND ${appointments.answeredAt} IS NOT NULL)`,
  )
  const isAhead = sql`${appointments.status} IN ('requested', 'confirmed') AND ${appointments.endsAt} > ${now}`
  const rows = await read(current.db, {
    who: current.db.orm
      .select({ id: clients.id, name: clients.name, archivedAt: clients.archivedAt })
      .from(clients)
      .where(within(current, clients, eq(clients.id, clientId), mine ? isOrWasHers(current, clientId) : undefined)),
    ahead: selectStaffAppointments(current.db).where(and(hers, isAhead)).orderBy(asc(appointments.startsAt)).limit(100),
    past: selectStaffAppointments(current.db)
      .where(and(hers, sql`NOT (${isAhead})`))
      .orderBy(desc(appointments.startsAt))
      .limit(20),
    standing: selectStanding(current.db)
      .where(
        within(
          current,
          standingRequests,
          eq(standingRequests.clientId, clientId),
          eq(standingRequests.status, 'requested'),
          mine ? eq(standingRequests.staffId, mine) : undefined,
        ),
      )
      .orderBy(asc(standingRequests.createdAt))
      .limit(20),
    series: selectSeries(current.db)
      .where(
        within(
          current,
          appointmentSeries,
          eq(appointmentSeries.clientId, clientId),
          mine ? eq(appointmentSeries.staffId, mine) : undefined,
          sql`EXISTS (SELECT 1 FROM appointments a WHERE a.organization_id = ${appointmentSeries.organizationId} AND a.series_id = ${appointmentSeries.id}
            AND a.client_id = ${clientId} AND a.status IN ('requested', 'confirmed') AND a.starts_at > ${now})`,
        ),
      )
      .orderBy(asc(appointmentSeries.createdAt))
      .limit(20),
  })
  const [who] = rows.who
  if (!who) throw new NotFound()
  const ahead = rows.ahead as StaffAppointment[]
  return {
    id: who.id,
    name: who.name,
    archived: who.archivedAt !== null,
    requests: ahead.filter(({ status }) => status === 'requested'),
    upcoming: ahead.filter(({ status }) => status === 'confirmed'),
    past: rows.past as StaffAppointment[],
    standing: rows.standing as Standing[],
    series: rows.series as SeriesRule[],
  }
}

/** Assigned to her now, or with an appointment in her calendar once: whoever she can reach from there. */
const isOrWasHers = ({ staff: me, organization }: StaffCurrent, clientId: string) =>
  sql`(EXISTS (SELECT 1 FROM ${assignments} s WHERE s.organization_id = ${organization.id} AND s.client_id = ${clientId} AND s.staff_id = ${me.id} AND s.ended_at IS NULL)
    OR EXISTS (SELECT 1 FROM ${appointments} p WHERE p.organization_id = ${organization.id} AND p.client_id = ${clientId} AND p.staff_id = ${me.id}))`
