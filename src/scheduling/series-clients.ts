import { and, eq, isNull, sql } from 'drizzle-orm'
import { assignments, clients } from '../clients/schema.ts'
import { listClients } from '../clients/directory.ts'
import type { StaffCurrent } from '../current.ts'
import { read, within } from '../db.ts'

const most = 20

/** Clients whom a series could be for, by what was typed of their name: for an administrator everybody, for a therapist her own. */
export async function clientsFor(current: StaffCurrent, typed: string): Promise<{ id: string; name: string }[]> {
  if (current.staff.administrator) {
    const { clients: found } = await listClients(current, { list: 'all', typed, boundary: null })
    return found.slice(0, most).map(({ id, name }) => ({ id, name }))
  }
  const { found } = await read(current.db, {
    found: current.db.orm
      .select({ id: clients.id, name: clients.name })
      .from(assignments)
      .innerJoin(clients, and(eq(clients.organizationId, assignments.organizationId), eq(clients.id, assignments.clientId)))
      .where(
        within(
          current,
          assignments,
          eq(assignments.staffId, current.staff.id),
          isNull(assignments.endedAt),
          isNull(clients.archivedAt),
          isNull(clients.mergedInto),
          sql`${clients.name} LIKE '%' || ${typed} || '%'`,
        ),
      )
      .orderBy(clients.name)
      .limit(most),
  })
  return found
}
