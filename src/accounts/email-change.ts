import { and, eq, gt, isNull, or, sql } from 'drizzle-orm'
import { audit } from '../audit.ts'
import type { SignedIn } from '../current.ts'
import { changedOne, newId, type DatabaseRefusal } from '../db.ts'
import { addressChanged, readersOf } from '../notifications/deliveries-settling.ts'
import { emailChangedEmail, emailChangeEmail } from '../notifications/outbox.ts'
import { href, paths } from '../paths.ts'
import { base64url, derive, sha256 } from '../tokens.ts'
import { remember } from '../web/idempotency.ts'
import type { AboutQueries } from './identity.ts'
import { limits } from './limits.ts'
import { emailChanges, people, signIns } from './schema.ts'
import { emailChangeToken } from './sign-in-secrets.ts'
import { stillOpen } from './still-open.ts'
import { decide } from '../across.ts'
import { isApart } from '../shards.ts'

/** ACC-6: how long the link at the new address works. */
export const emailChangeLifetime = 30 * 60_000

/** A change that waits for its confirmation. */
export type WaitingChange = Pick<typeof emailChanges.$inferSelect, 'id' | 'newEmail' | 'oldEmail'> & { version: number }

/**
 * Asks for another address: a link goes there, and counts for nothing until it is opened by her. One that waited before dies.
 * Whether somebody else has the address is not looked at: two people may share one, and the answer must not tell (ACC-1). How
 * many links went to that address is looked at when the e-mail is due. `stale`: she asked too often (ACC-7).
 */
export async function askForChange(current: SignedIn, newEmail: string): Promise<DatabaseRefusal | null> {
  const { control, now, organization, person, env } = current
  // Apart, a form sent twice is found out by the id: the key is remembered on the shard, after the change.
  const id = isApart(current.db) && current.attempt ? await idOf(current, current.attempt.key) : newId('emc')
  const row = {
    id,
    personId: person.id,
    organizationId: organization.id,
    newEmail,
    oldEmail: person.email,
    tokenHash: await sha256(await emailChangeToken(env.PORTAL_SECRET, id)),
    createdAt: now,
    expiresAt: now + emailChangeLifetime,
  }
  const { refusal } = await decide(
    current,
    [revokeWaiting(current), control.orm.insert(emailChanges).values(row), notTooOften(current)],
    [
      ...remember(current, href(paths.security)),
      ...emailChangeEmail(current, id),
      audit(current, 'email_change.asked', { kind: 'email_change', id, version: 1 }),
    ],
  )
  return refusal
}

const idOf = async ({ env, person }: SignedIn, key: string): Promise<string> =>
  `emc_${base64url(await derive(env.PORTAL_SECRET, 'email change of a form', `${person.id}|${key}`)).slice(0, 22)}`

/** For the doors of the link: the change it names, while it works, if it is hers. Reading consumes nothing. */
export async function changeByToken(token: string): Promise<AboutQueries> {
  const tokenHash = await sha256(token)
  return ({ control, personId, organizationId, now }) => ({
    change: control.orm
      .select({ id: emailChanges.id, newEmail: emailChanges.newEmail, oldEmail: emailChanges.oldEmail, version: people.version })
      .from(emailChanges)
      .innerJoin(people, eq(people.id, emailChanges.personId))
      .where(
        and(
          eq(emailChanges.tokenHash, tokenHash),
          eq(emailChanges.personId, personId),
          eq(emailChanges.organizationId, organizationId),
          stillOpen(emailChanges, now),
        ),
      ),
  })
}

/**
 * She opened the link: from now on it is her address, and proved. What was under way for either address dies with it (T-12), and
 * the old one is told. What practices have on file is theirs, and stays (docs/decisions/018).
 */
export async function confirmChange(current: SignedIn, change: WaitingChange): Promise<DatabaseRefusal | null> {
  const { control, now, person } = current
  const { orm } = control
  const { id, newEmail, oldEmail, version } = change
  const { refusal } = await decide(
    current,
    [
      orm
        .update(emailChanges)
        .set({ usedAt: now })
        .where(and(eq(emailChanges.id, id), isNull(emailChanges.usedAt), isNull(emailChanges.revokedAt))),
      changedOne(control),
      orm
        .update(people)
        .set({ email: newEmail, emailVerifiedAt: now, version: version + 1 })
        .where(and(eq(people.id, person.id), eq(people.email, oldEmail), eq(people.version, version))),
      changedOne(control),
      revokeWaiting(current),
      orm
        .update(signIns)
        .set({ expiresAt: now })
        .where(and(or(eq(signIns.email, oldEmail), eq(signIns.email, newEmail)), isNull(signIns.usedAt), gt(signIns.expiresAt, now))),
    ],
    [
      ...emailChangedEmail(current, id),
      ...addressChanged(current, readersOf(current)),
      audit(current, 'email.changed', { kind: 'person', id: person.id, version: version + 1 }),
    ],
  )
  return refusal
}

/** Right behind the insert: the sixth of an hour undoes the batch, however many come at once. */
const notTooOften = ({ control, now, person }: SignedIn) =>
  control.orm.run(sql`INSERT INTO assert_one SELECT count(*) <= ${limits.changedByPerson.most} FROM email_changes
    WHERE person_id = ${person.id} AND created_at > ${now - limits.changedByPerson.minutes * 60_000}`)

const revokeWaiting = ({ control, now, person }: SignedIn) =>
  control.orm
    .update(emailChanges)
    .set({ revokedAt: now })
    .where(and(eq(emailChanges.personId, person.id), isNull(emailChanges.usedAt), isNull(emailChanges.revokedAt)))
