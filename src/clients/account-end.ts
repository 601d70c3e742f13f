import { eq, isNull } from 'drizzle-orm'
import { audit } from '../audit.ts'
import type { StaffCurrent } from '../current.ts'
import { batch, changedOne, within } from '../db.ts'
import { remember } from '../web/idempotency.ts'
import type { ClientFile } from './client-file.ts'
import { nextVersion } from './next-version.ts'
import { clientLogins } from './schema.ts'

/**
 * Ends the account that opens a client's record: from the next request on nobody signs in as her. The person keeps her sign-in, the
 * record everything; an invitation makes an account again.
 */
export async function endAccount(current: StaffCurrent, file: ClientFile, version: number, location: string): Promise<'stale' | null> {
  if (file.version !== version || file.accountAt === null) return 'stale'
  const { db, now } = current
  const refusal = await batch(db, [
    ...remember(current, location),
    ...nextVersion(current, file.id, version),
    db.orm
      .update(clientLogins)
      .set({ endedAt: now })
      .where(within(current, clientLogins, eq(clientLogins.clientId, file.id), isNull(clientLogins.endedAt))),
    changedOne(db),
    audit(current, 'client.account_ended', { kind: 'client', id: file.id, version: version + 1 }),
  ])
  return refusal ? 'stale' : null
}
