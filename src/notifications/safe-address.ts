import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import type { AboutQueries } from '../accounts/identity.ts'
import { hitWithin } from '../accounts/limits.ts'
import { safeAddressToken } from '../accounts/sign-in-secrets.ts'
import { audit } from '../audit.ts'
import { nextVersion } from '../clients/next-version.ts'
import { clients } from '../clients/schema.ts'
import type { Current, SignedIn } from '../current.ts'
import { batch, changedOne, newId, within, type Query } from '../db.ts'
import { sha256 } from '../tokens.ts'
import { remember } from '../web/idempotency.ts'
import { addressChanged } from './deliveries-settling.ts'
import type { Discretion } from './discretion.ts'
import { safeAddressEmail } from './outbox.ts'
import { outbox, safeAddresses } from './schema.ts'
import { inTurn } from '../across.ts'

// NOT-8: another address for everything about a client (docs/decisions/051): asked for, confirmed from its own mailbox, ended.

/** How long the link at the address works, and e-mails about her wait for it. */
export const safeAddressLifetime = 24 * 3_600_000

interface Seen {
  version: number
  location: string
}

/**
 * Asks for a safe address: a link goes there and nothing else, and what is about her waits, so that nothing more reaches the address that
 * may not be hers alone. One that waited before dies; one in use stays until this one is confirmed. `too_often`: the sixth in an hour.
 */
export async function askForSafeAddress(
  current: SignedIn,
  { clientId, version: isNow }: Pick<Discretion, 'clientId' | 'version'>,
  email: string,
  { version, location }: Seen,
): Promise<'stale' | 'too_often' | null> {
  if (version !== isNow) return 'stale'
  const { db, control, now, organization, person, staff, access, env } = current
  const id = newId('sad')
  const expiresAt = now + safeAddressLifetime
  const row = {
    organizationId: organization.id,
    id,
    clientId,
    email,
    tokenHash: await sha256(await safeAddressToken(env.PORTAL_SECRET, id)),
    createdAt: now,
    createdBy: person.id,
    createdByName: access ? person.name : (staff?.name ?? person.name),
    expiresAt,
  }
  const counted = await hitWithin(env.PORTAL_SECRET, now, ['safeAddressByClient', clientId])
  const refusal = await inTurn([
    [control, counted(control)],
    [
      db,
      [
        ...remember(current, location),
        ...nextVersion(current, clientId, version),
        end(current, clientId, 'waiting'),
        db.orm.insert(safeAddresses).values(row),
        db.orm
          .update(clients)
          .set({ safeEmailWaitsUntil: expiresAt })
          .where(within(current, clients, eq(clients.id, clientId))),
        ...safeAddressEmail(current, id, clientId),
        audit(current, 'safe_address.asked', { kind: 'safe_address', id, version: 1, details: { clientId } }),
      ],
    ],
  ])
  return refusal ? 'too_often' : null
}

/** For the doors of the link: the address it names, while it works. Reading consumes nothing. */
export async function safeAddressByToken(token: string): Promise<AboutQueries> {
  const tokenHash = await sha256(token)
  return ({ db, organizationId, now }) => ({
    asked: db.orm
      .select({ id: safeAddresses.id, clientId: safeAddresses.clientId, email: safeAddresses.email, expiresAt: safeAddresses.expiresAt })
      .from(safeAddresses)
      .where(
        and(
          eq(safeAddresses.organizationId, organizationId),
          eq(safeAddresses.tokenHash, tokenHash),
          isNull(safeAddresses.confirmedAt),
          isNull(safeAddresses.endedAt),
          gt(safeAddresses.expiresAt, now),
        ),
      ),
  })
}

export type AskedAddress = Pick<typeof safeAddresses.$inferSelect, 'id' | 'clientId' | 'email' | 'expiresAt'>

/**
 * Whoever reads the mailbox has pressed the button: from now on everything about her goes there, what waited for it first. Open invitations
 * to the other address open nothing any more, as after any change of the address on file (ACC-21).
 */
export async function confirmSafeAddress(current: Current, { id, clientId, email, expiresAt }: AskedAddress): Promise<'stale' | null> {
  const { db, now } = current
  const refusal = await batch(db, [
    end(current, clientId, 'in use'),
    db.orm
      .update(safeAddresses)
      .set({ confirmedAt: now })
      .where(within(current, safeAddresses, eq(safeAddresses.id, id), isNull(safeAddresses.confirmedAt), isNull(safeAddresses.endedAt))),
    changedOne(db),
    db.orm
      .update(clients)
      .set({ safeEmail: email, safeEmailWaitsUntil: null, version: sql`${clients.version} + 1` })
      .where(within(current, clients, eq(clients.id, clientId), isNull(clients.mergedInto))),
    changedOne(db),
    release(current, clientId, expiresAt),
    ...addressChanged(current, [{ clientId, recipient: `client:${clientId}` }]),
    audit(current, 'safe_address.confirmed', { kind: 'safe_address', id, version: 2, details: { clientId } }),
  ])
  return refusal ? 'stale' : null
}

/** Her ordinary address again; one that waits is given up, too. */
export async function endSafeAddress(
  current: SignedIn,
  { clientId, waiting }: Pick<Discretion, 'clientId' | 'waiting'>,
  { version, location }: Seen,
): Promise<'stale' | null> {
  const { db } = current
  const refusal = await batch(db, [
    ...remember(current, location),
    db.orm
      .update(clients)
      .set({ safeEmail: null, safeEmailWaitsUntil: null, version: version + 1 })
      .where(within(current, clients, eq(clients.id, clientId), eq(clients.version, version))),
    changedOne(db),
    end(current, clientId, 'all'),
    ...(waiting ? [release(current, clientId, waiting.until)] : []),
    ...addressChanged(current, [{ clientId, recipient: `client:${clientId}` }]),
    audit(current, 'safe_address.ended', { kind: 'client', id: clientId, version: version + 1 }),
  ])
  return refusal ? 'stale' : null
}

function end(current: Current, clientId: string, which: 'waiting' | 'in use' | 'all'): Query {
  const { db, now, staff, person, access } = current
  const waits = sql`${safeAddresses.confirmedAt} IS NULL`
  const meant = { waiting: waits, 'in use': sql`NOT ${waits}`, all: sql`TRUE` }[which]
  return db.orm
    .update(safeAddresses)
    .set({ endedAt: now, endedByName: (access ? person?.name : (staff?.name ?? person?.name)) ?? '' })
    .where(within(current, safeAddresses, eq(safeAddresses.clientId, clientId), isNull(safeAddresses.endedAt), meant))
}

/** What waited for this very confirmation is due now. */
const release = (current: Current, clientId: string, until: number): Query =>
  current.db.orm
    .update(outbox)
    .set({ dueAt: current.now })
    .where(within(current, outbox, eq(outbox.clientId, clientId), eq(outbox.dueAt, until), isNull(outbox.sentAt)))
