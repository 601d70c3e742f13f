import { and, asc, desc, eq, ne, sql } from 'drizzle-orm'
import { clients } from '../clients/schema.ts'
import type { StaffCurrent } from '../current.ts'
import { read, within } from '../db.ts'
import { appointments } from '../scheduling/schema.ts'
import { pageOf, type Cursor } from './deliveries-cursor.ts'
import { outbox } from './schema.ts'

/** Something a staff member is e-mailed of, whether or not she wants e-mails: the row of the outbox is her notice (NOT-5, NOT-6). */
export interface StaffNotice {
  id: string
  event: string
  aboutKind: string
  aboutId: string
  createdAt: number
  isNew: boolean
  client: string | null
  startsAt: number | null
  appointmentId: string | null
}

const pageSize = 50

/** Hers, newest first. New is what came since she has read the page. */
export async function noticesOfStaff(current: StaffCurrent, cursor: Cursor | null): Promise<StaffNotice[]> {
  const { db, organization, person, staff } = current
  const order = cursor?.side === 'newer' ? asc : desc
  const beyond =
    cursor && sql`(${outbox.createdAt}, ${outbox.id}) ${cursor.side === 'newer' ? sql`>` : sql`<`} (${cursor.at}, ${cursor.id})`
  const { found } = await read(db, {
    found: db.orm
      .select({
        id: outbox.id,
        event: outbox.event,
        aboutKind: outbox.aboutKind,
        aboutId: outbox.aboutId,
        createdAt: outbox.createdAt,
        isNew:
          sql<boolean>`${outbox.createdAt} > coalesce((SELECT s.seen_until FROM notices_seen s WHERE s.organization_id = ${organization.id}
          AND s.person_id = ${person.id} AND s.whose = 'staff'), 0)`
            .mapWith(Boolean)
            .as('is_new'),
        client: sql<string | null>`${clients.name}`.as('client_name'),
        startsAt: sql<number | null>`${appointments.startsAt}`.as('appointment_starts_at'),
        appointmentId: sql<string | null>`${appointments.id}`.as('appointment_id'),
      })
      .from(outbox)
      .leftJoin(appointments, and(eq(appointments.organizationId, outbox.organizationId), eq(appointments.id, outbox.aboutId)))
      .leftJoin(clients, and(eq(clients.organizationId, outbox.organizationId), eq(clients.id, appointments.clientId)))
      .where(
        within(
          current,
          outbox,
          eq(outbox.recipient, `staff:${staff.id}`),
          sql`${outbox.recipient} GLOB 'staff:*'`,
          eq(outbox.againNo, 0),
          ne(outbox.event, 'staff_digest'),
          beyond ?? undefined,
        ),
      )
      .orderBy(order(outbox.createdAt), order(outbox.id))
      .limit(pageSize + 1),
  })
  return found
}

export const staffNoticePage = (found: StaffNotice[], cursor: Cursor | null) => pageOf(found, cursor, pageSize)
