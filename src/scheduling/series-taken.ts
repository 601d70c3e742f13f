import { and, eq, sql, type SQL } from 'drizzle-orm'
import { unionAll } from 'drizzle-orm/sqlite-core'
import type { Database } from '../db.ts'
import { appointments, holds } from './schema.ts'
import type { PlanScope } from './series-facts.ts'
import { takenAppointment, takenHold } from './taken.ts'

/** What stands in a series' way: of the therapist, of the client, and of the rooms where she works. */
export function takenQuery({ orm }: Database, organizationId: SQL, { staffId, clientId, from, until, now }: PlanScope) {
  const herRooms = sql`(SELECT r.id FROM offerings o JOIN rooms r ON r.organization_id = o.organization_id AND r.location_id = o.location_id
    WHERE o.organization_id = ${organizationId} AND o.staff_id = ${staffId})`
  /** Each by its own index; a row of two of them comes once. */
  const active = (whose: SQL) => sql`SELECT id FROM appointments WHERE organization_id = ${organizationId} AND ${whose}
    AND status IN ('requested', 'confirmed') AND starts_at BETWEEN ${from} AND ${until}`
  return unionAll(
    orm
      .select(takenAppointment)
      .from(appointments)
      .where(
        and(
          eq(appointments.organizationId, organizationId),
          sql`${appointments.id} IN (${active(sql`staff_id = ${staffId}`)} UNION ALL ${active(sql`client_id = ${clientId}`)}
            UNION ALL ${active(sql`room_id IN ${herRooms}`)})`,
        ),
      ),
    orm
      .select(takenHold)
      .from(holds)
      .where(
        and(
          eq(holds.organizationId, organizationId),
          sql`(${holds.staffId} = ${staffId} OR ${holds.roomId} IN ${herRooms})`,
          sql`${holds.releasedAt} IS NULL AND ${holds.expiresAt} > ${now} AND ${holds.startsAt} BETWEEN ${from} AND ${until}`,
        ),
      ),
  )
}
