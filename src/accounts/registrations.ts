import { and, eq, lte, ne, sql } from 'drizzle-orm'
import { audit } from '../audit.ts'
import { clock } from '../clock.ts'
import type { Current, SignedIn } from '../current.ts'
import { batch, changedOne, newId, read, within, type Database, type DatabaseRefusal } from '../db.ts'
import type { Env } from '../env.ts'
import { firstShard, systemCurrent } from '../system.ts'
import { registrations } from './entry-schema.ts'
import type { AboutQueries } from './identity.ts'
import { openSession, type Device } from './opening.ts'
import { organizations, people } from './schema.ts'
import { inTurn } from '../across.ts'
import { isApart } from '../shards.ts'

/** A registration as the person who made it sees it. */
export type OwnRegistration = Pick<
  typeof registrations.$inferSelect,
  'id' | 'origin' | 'state' | 'clientId' | 'appointmentId' | 'decidedAt' | 'holdId' | 'version'
> & { heldAt: number | null }

/** For the door: the registration of the address, if it is hers and proved. */
export const aRegistration: AboutQueries = ({ db, organizationId, personId, params, now }) => ({
  registration: db.orm
    .select({
      id: registrations.id,
      origin: registrations.origin,
      state: registrations.state,
      clientId: registrations.clientId,
      appointmentId: registrations.appointmentId,
      decidedAt: registrations.decidedAt,
      holdId: registrations.holdId,
      version: registrations.version,
      heldAt: sql<number | null>`(SELECT h.starts_at FROM holds h WHERE h.organization_id = "registrations"."organization_id"
        AND h.id = "registrations"."hold_id" AND h.released_at IS NULL AND h.expires_at > ${now})`.as('held_at'),
    })
    .from(registrations)
    .where(
      and(
        eq(registrations.organizationId, organizationId),
        eq(registrations.id, params.registrationId ?? ''),
        eq(registrations.personId, personId),
        ne(registrations.state, 'unproved'),
      ),
    ),
})

/**
 * "I am somebody else": two people share an address and a name, and one of them has an account here. Staff decide; until then she is
 * a person of her own, who sees nothing of the other, and the session is hers from now on (LNK-4).
 */
export async function isSomebodyElse(
  current: SignedIn,
  { id }: OwnRegistration,
  version: number,
  device: Device,
): Promise<{ refusal: DatabaseRefusal | null; token: string }> {
  const { control, db, now, person, session } = current
  const other = {
    id: newId('per'),
    name: person.name,
    email: person.email,
    emailVerifiedAt: now,
    language: person.language,
    createdAt: now,
  }
  const acting: Current = { ...current, person: { ...person, id: other.id }, staff: null, client: null, access: null }
  const { sharedComputer, method } = session
  const { token, statements } = await openSession(current, { personId: other.id, sharedComputer, method, device })
  // Apart: a person to whom nothing belongs is nobody's loss; then the claim is hers; then she is let in.
  const refusal = await inTurn([
    [control, [control.orm.insert(people).values(other)]],
    [
      db,
      [
        db.orm
          .update(registrations)
          .set({ state: 'claim', clientId: null, personId: other.id, version: version + 1 })
          .where(
            within(
              current,
              registrations,
              eq(registrations.id, id),
              eq(registrations.version, version),
              eq(registrations.state, 'linked'),
              sql`${registrations.decidedAt} IS NULL`,
            ),
          ),
        changedOne(db),
        audit(acting, 'person.created', { kind: 'person', id: other.id, version: 1 }),
        audit(acting, 'registration.claim', { kind: 'registration', id, version: version + 1 }),
      ],
    ],
    [control, statements],
  ])
  if (refusal && isApart(db)) await batch(control, [control.orm.update(people).set({ disabledAt: now }).where(eq(people.id, other.id))])
  return { refusal, token }
}

const atOnce = 50

/** What was never proved expires after a day, and what was typed with it is forgotten: nobody here is meant to know it. Safe to run twice at once. */
export async function expireRegistrations(env: Env, db: Database = firstShard(env)): Promise<void> {
  const overdue = sql`SELECT 1 FROM registrations r WHERE r.organization_id = "organizations"."id" AND r.state = 'unproved' AND r.expires_at <= ${clock.now()}`
  const { waiting } = await read(db, {
    waiting: db.orm
      .select({ id: organizations.id })
      .from(organizations)
      .where(sql`EXISTS (${overdue})`),
  })
  for (const { id } of waiting) {
    const current = await systemCurrent(env, id, db)
    if (current) await expireAll(current)
  }
}

async function expireAll(current: Current): Promise<void> {
  const { due } = await read(current.db, {
    due: current.db.orm
      .select({ id: registrations.id, version: registrations.version })
      .from(registrations)
      .where(within(current, registrations, eq(registrations.state, 'unproved'), lte(registrations.expiresAt, current.now)))
      .limit(atOnce),
  })
  for (const { id, version } of due) await expire(current, id, version)
  if (due.length === atOnce) await expireAll(current)
}

async function expire(current: Current, id: string, version: number): Promise<void> {
  await batch(current.db, [
    current.db.orm
      .update(registrations)
      .set({ state: 'expired', name: '', phone: null, birthDate: null, note: '', version: version + 1 })
      .where(
        within(current, registrations, eq(registrations.id, id), eq(registrations.version, version), eq(registrations.state, 'unproved')),
      ),
    changedOne(current.db),
    audit(current, 'registration.expired', { kind: 'registration', id, version: version + 1 }),
  ])
}
