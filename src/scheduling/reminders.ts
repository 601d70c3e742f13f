import { and, eq, isNull, sql, type SQL } from 'drizzle-orm'
import { staff } from '../accounts/schema.ts'
import { clock } from '../clock.ts'
import type { Current } from '../current.ts'
import { batch, read, type Database } from '../db.ts'
import type { Env } from '../env.ts'
import { notifyStaff, type StaffKind } from '../notifications/outbox.ts'
import { firstShard, systemCurrent } from '../system.ts'
import { appointments, isUnanswered } from './schema.ts'

const atOnce = 50

/**
 * SCH-22: a request that waits reminds its therapist when half of its time is over, and tells the other administrators when three quarters
 * are. Computed from what is: an answered request reminds nobody, and one reminder of a version exists once per reader (NOT-20). The
 * sweep of the same minute sends them.
 */
export async function remindOfRequests(env: Env, db: Database = firstShard(env)): Promise<void> {
  await remind({ env, db }, 'request_reminder', sql`2`, sql`${staff.id} = ${appointments.staffId}`)
  await remind({ env, db }, 'request_escalated', sql`4`, sql`${staff.administrator} = 1 AND ${staff.id} <> ${appointments.staffId}`)
}

/** `lastPart`: of the time between the last step and the deadline, one in so many is left. */
async function remind(at: { env: Env; db: Database }, kind: StaffKind, lastPart: SQL, who: SQL): Promise<void> {
  const { env, db } = at
  const now = clock.now()
  const { due } = await read(db, {
    due: db.orm
      .select({
        organizationId: appointments.organizationId,
        id: appointments.id,
        clientId: appointments.clientId,
        version: appointments.version,
        staffId: staff.id.getSQL().mapWith(String).as('told'),
      })
      .from(appointments)
      .innerJoin(staff, and(eq(staff.organizationId, appointments.organizationId), isNull(staff.deactivatedAt), who))
      .where(
        and(
          isUnanswered,
          isNull(appointments.offeredAt),
          sql`${appointments.answerByAt} > ${now}`,
          sql`(${appointments.answerByAt} - ${now}) * ${lastPart} <= ${appointments.answerByAt} - ${appointments.updatedAt}`,
          sql`NOT EXISTS (SELECT 1 FROM outbox o WHERE o.organization_id = ${appointments.organizationId} AND o.about_id = ${appointments.id}
            AND o.about_version = ${appointments.version} AND o.event = ${kind} AND o.recipient = 'staff:' || ${staff.id})`,
        ),
      )
      .limit(atOnce),
  })
  const currents = new Map<string, Current | null>()
  for (const { organizationId, staffId, ...request } of due) {
    if (!currents.has(organizationId)) currents.set(organizationId, await systemCurrent(env, organizationId, db))
    const current = currents.get(organizationId)
    if (current) await batch(current.db, notifyStaff(current, kind, request, staffId))
  }
  if (due.length === atOnce) await remind(at, kind, lastPart, who)
}
