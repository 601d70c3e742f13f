import { asc, eq, sql } from 'drizzle-orm'
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
 * a client who is or was hers, and anybody else is not there. One round trip; what is ahead soonest first, what was the last 20.
 */
export async function findClientSchedule(current: StaffCurrent, clientId: string): Promise<ClientSchedule> {
  const { now, staff: me } = current
  const mine = me.administrator ? undefined : me.id
  const isAhead = sql`(${appointments.status} IN ('requested', 'confirmed') AND ${appointments.endsAt} > ${now})`
  const rows = await read(current.db, {
    who: current.db.orm
      .select({ id: clients.id, name: clients.name, archivedAt: clients.archivedAt })
      .from(clients)
      .where(within(current, clients, eq(clients.id, clientId), mine ? isOrWasHers(current, clientId) : undefined)),
    // a wish that was granted is part of the appointment it moved (absorbed.ts); what was deleted otherwise can be restored
    appointments: selectStaffAppointments(current.db)
      .where(
        within(
          current,
          appointments,
          eq(appointments.clientId, clientId),
          // +: by the client's index; the therapist's would read all that ever was hers (SPD-4)
          mine ? sql`+${appointments.staffId} = ${mine}` : undefined,
          sql`NOT (${appointments.status} = 'deleted' AND ${appointments.rescheduleOf} IS NOT NULL AND ${appointments.answeredAt} IS NOT NULL)`,
        ),
      )
      .orderBy(sql`${isAhead} DESC, CASE WHEN ${isAhead} THEN ${appointments.startsAt} ELSE -${appointments.startsAt} END`)
      .limit(120),
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
  const all = rows.appointments as StaffAppointment[]
  const ahead = all.filter(({ status, endsAt }) => (status === 'requested' || status === 'confirmed') && endsAt > now)
  return {
    id: who.id,
    name: who.name,
    archived: who.archivedAt !== null,
    requests: ahead.filter(({ status }) => status === 'requested'),
    upcoming: ahead.filter(({ status }) => status === 'confirmed'),
    past: all.slice(ahead.length, ahead.length + 20),
    standing: rows.standing as Standing[],
    series: rows.series as SeriesRule[],
  }
}

/** Assigned to her now, or with an appointment in her calendar once: whoever she can reach from there. */
const isOrWasHers = ({ staff: me, organization }: StaffCurrent, clientId: string) =>
  sql`(EXISTS (SELECT 1 FROM ${assignments} s WHERE s.organization_id = ${organization.id} AND s.client_id = ${clientId} AND s.staff_id = ${me.id} AND s.ended_at IS NULL)
    OR EXISTS (SELECT 1 FROM ${appointments} p WHERE p.organization_id = ${organization.id} AND p.client_id = ${clientId} AND p.staff_id = ${me.id}))`
