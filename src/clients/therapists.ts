import { and, eq, sql } from 'drizzle-orm'
import { audit } from '../audit.ts'
import type { StaffCurrent } from '../current.ts'
import { batch, inList, within } from '../db.ts'
import { remember } from '../web/idempotency.ts'
import type { ClientFile } from './client-file.ts'
import { nextVersion } from './next-version.ts'
import { assignments } from './schema.ts'

/**
 * Says which therapists care for a client, from now on: whoever is not among them any more keeps her history, and comes back to it. Only
 * active therapists of this organization count. A stale form is refused (SET-5).
 */
export async function assignTherapists(
  current: StaffCurrent,
  file: ClientFile,
  wanted: string[],
  version: number,
  location: string,
): Promise<'stale' | null> {
  if (file.version !== version) return 'stale'
  const active = file.everyTherapist.map(({ id }) => id)
  const chosen = active.filter((id) => wanted.includes(id))
  const assigned = file.therapists.filter((one) => one.assigned).map(({ id }) => id)
  const [added, ended] = [
    chosen.filter((id) => !assigned.includes(id)),
    assigned.filter((id) => active.includes(id) && !chosen.includes(id)),
  ]
  if (added.length + ended.length === 0) return null
  const { db, organization, now } = current
  const refusal = await batch(db, [
    ...remember(current, location),
    ...nextVersion(current, file.id, version),
    db.orm.run(sql`INSERT INTO assignments (organization_id, client_id, staff_id, created_at)
      SELECT ${organization.id}, ${file.id}, value, ${now} FROM json_each(${JSON.stringify(added)}) WHERE true
      ON CONFLICT (organization_id, client_id, staff_id) DO UPDATE SET ended_at = NULL`),
    db.orm
      .update(assignments)
      .set({ endedAt: now })
      .where(within(current, assignments, and(eq(assignments.clientId, file.id), inList(assignments.staffId, ended)))),
    audit(current, 'client.therapists', {
      kind: 'client',
      id: file.id,
      version: version + 1,
      details: { added: added.join(' '), ended: ended.join(' ') },
    }),
  ])
  return refusal ? 'stale' : null
}
