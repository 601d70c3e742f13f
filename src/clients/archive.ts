import { eq, isNotNull, isNull, sql } from 'drizzle-orm'
import { killInvitations, reviveInvitations } from '../accounts/invitation-killing.ts'
import { audit } from '../audit.ts'
import type { StaffCurrent } from '../current.ts'
import { batch, changedOne, within, type Query } from '../db.ts'
import { declarationOf, overridableKeys } from '../settings/declarations.ts'
import { scheduleEffects, undoFor } from '../settings/effects.ts'
import { remember } from '../web/idempotency.ts'
import type { ClientFile } from './client-file.ts'
import { clients } from './schema.ts'

/** A change of a client's file that was not made: somebody else was quicker, or it meets something and wants a yes (SET-7). */
export type ArchiveRefusal = 'stale' | 'impact'

/**
 * Archives a client (SET-43): from now on no feature is effective for her, her portal is read-only, her open invitations are dead.
 * What an off-switch of every feature would do to things in flight happens in ten seconds, unless it is undone before.
 */
export async function archive(
  current: StaffCurrent,
  file: ClientFile,
  version: number,
  sure: boolean,
  location: string,
): Promise<ArchiveRefusal | null> {
  if (file.version !== version || file.archivedAt !== null) return 'stale'
  if (!sure && meetsSomething(file)) return 'impact'
  const { db, now } = current
  const lost = await batch(db, [
    ...remember(current, location),
    db.orm
      .update(clients)
      .set({ archivedAt: now, version: version + 1 })
      .where(within(current, clients, eq(clients.id, file.id), eq(clients.version, version), isNull(clients.archivedAt))),
    changedOne(db),
    ...killInvitations(current, [file.id], 'all', 'invitation.revoked'),
    ...overridableKeys.flatMap((key) => scheduleEffects(current, key, declarationOf(key).inFlight, file.id)),
    audit(current, 'client.archived', { kind: 'client', id: file.id, version: version + 1, details: { openRequests: file.openRequests } }),
  ])
  return lost ? 'stale' : null
}

/** Whether an archive would meet something that somebody should know of before. */
export const meetsSomething = ({ openRequests, ahead, openInvitations }: ClientFile): boolean => openRequests + ahead + openInvitations > 0

/** Whether a return undoes what was done a moment ago: then nothing has happened yet (SET-4). */
export const isUndone = ({ archivedAt }: Pick<ClientFile, 'archivedAt'>, now: number): boolean =>
  archivedAt !== null && now - archivedAt <= undoFor

/**
 * Returns a client from the archive, at any time: her settings are what they were. Within ten seconds it is an undo: her
 * invitations work again, and what was to happen does not. Later, dead links stay dead.
 */
export async function bringBack(
  current: StaffCurrent,
  file: ClientFile,
  version: number,
  location: string,
): Promise<ArchiveRefusal | null> {
  if (file.version !== version || file.archivedAt === null) return 'stale'
  const { db } = current
  const undo = isUndone(file, current.now)
  const lost = await batch(db, [
    ...remember(current, location),
    db.orm
      .update(clients)
      .set({ archivedAt: null, version: version + 1 })
      .where(within(current, clients, eq(clients.id, file.id), eq(clients.version, version), isNotNull(clients.archivedAt))),
    changedOne(db),
    ...(undo ? asItWas(current, file.id, file.archivedAt) : []),
    audit(current, 'client.returned', { kind: 'client', id: file.id, version: version + 1, details: { undo } }),
  ])
  return lost ? 'stale' : null
}

function asItWas(current: StaffCurrent, clientId: string, archivedAt: number): Query[] {
  const { db, organization, now } = current
  return [
    ...reviveInvitations(current, clientId, archivedAt),
    db.orm
      .run(sql`UPDATE setting_effects SET cancelled_at = ${now} WHERE setting_effects.organization_id = ${organization.id} AND client_id = ${clientId}
      AND created_at = ${archivedAt} AND done_at IS NULL AND cancelled_at IS NULL`),
  ]
}
