import { and, asc, eq, isNull, ne, sql } from 'drizzle-orm'
import { invitations, shortcutLinks } from '../accounts/entry-schema.ts'
import { limits } from '../accounts/limits.ts'
import { emailChanges, people, signIns, staffInvitations } from '../accounts/schema.ts'
import { clientLogins, clients, writtenTo } from '../clients/schema.ts'
import type { Current } from '../current.ts'
import { inList, read, within } from '../db.ts'
import { addressHealth, preferences } from './schema.ts'
import type { Wish } from './wishes.ts'
import { lent } from '../lending.ts'
import { isApart } from '../shards.ts'

// What the e-mails about who may enter are rendered from, and what stands between any e-mail and its reader: read when it is sent.

/** A sign-in, who has its address (the oldest account is greeted), and whether a client without an account is on file with it here. */
export async function readSignIn(current: Current, id: string) {
  const { control } = current
  const { orm } = control
  // Apart, the shard is lent the sign-in for the look at its own clients.
  const db = isApart(current.db)
    ? await lent(current.env, current.db, { sign_ins: sql`SELECT id, organization_id, email FROM sign_ins WHERE id = ${id}` })
    : control
  const mine = and(eq(signIns.id, id), eq(signIns.organizationId, current.organization.id))
  const ofControl = {
    signIn: orm.select().from(signIns).where(mine),
    owner: orm
      .select()
      .from(people)
      .where(and(isNull(people.disabledAt), eq(people.email, orm.select({ email: signIns.email }).from(signIns).where(mine))))
      .orderBy(asc(people.createdAt))
      .limit(1),
  }
  const ofShard = {
    onFile: db.orm
      .select({ id: clients.id })
      .from(clients)
      .where(
        within(
          current,
          clients,
          eq(writtenTo, orm.select({ email: signIns.email }).from(signIns).where(mine)),
          isNull(clients.archivedAt),
          isNull(clients.mergedInto),
          ne(clients.discreet, 'no_email'),
          sql`coalesce("clients"."safe_email_waits_until", 0) <= ${current.now}`,
          sql`NOT EXISTS (SELECT 1 FROM client_logins l WHERE l.organization_id = "clients"."organization_id" AND l.client_id = "clients"."id" AND l.ended_at IS NULL)`,
        ),
      )
      .limit(1),
    join: db.orm
      .select({ suffix: shortcutLinks.suffix })
      .from(shortcutLinks)
      .where(within(current, shortcutLinks, eq(shortcutLinks.kind, 'join'), isNull(shortcutLinks.replacedAt))),
  }
  const rows = isApart(db)
    ? { ...(await read(control, ofControl)), ...(await read(db, ofShard)) }
    : await read(control, { ...ofControl, ...ofShard })
  return { signIn: rows.signIn[0], owner: rows.owner[0], isOnFile: rows.onFile.length > 0, joinSuffix: rows.join[0]?.suffix ?? '' }
}

/** An offer of work, as it is now. */
export async function readStaffInvitation(current: Current, id: string) {
  const { found } = await read(current.db, {
    found: current.db.orm
      .select()
      .from(staffInvitations)
      .where(within(current, staffInvitations, eq(staffInvitations.id, id))),
  })
  return found[0]
}

/** A change of an address, and whose it is; nothing when she may not sign in any more. */
export async function readEmailChange(current: Current, id: string) {
  const { orm } = current.control
  const { found } = await read(current.control, {
    found: orm
      .select({
        personId: people.id,
        name: people.name,
        language: people.language,
        newEmail: emailChanges.newEmail,
        oldEmail: emailChanges.oldEmail,
        expiresAt: emailChanges.expiresAt,
        usedAt: emailChanges.usedAt,
        revokedAt: emailChanges.revokedAt,
        before:
          sql<number>`(SELECT count(*) FROM email_changes e WHERE e.new_email = ${emailChanges.newEmail} AND e.rowid < email_changes.rowid
          AND e.created_at > ${emailChanges.createdAt} - ${limits.changedToAddress.minutes * 60_000})`.as('before'),
      })
      .from(emailChanges)
      .innerJoin(people, eq(people.id, emailChanges.personId))
      .where(and(eq(emailChanges.id, id), eq(emailChanges.organizationId, current.organization.id), isNull(people.disabledAt))),
  })
  return found[0]
}

/** An invitation with its client as she is now, and whether she has an account. */
export async function readInvitation(current: Current, id: string) {
  const { orm } = current.db
  const mine = within(current, invitations, eq(invitations.id, id))
  const clientId = orm.select({ clientId: invitations.clientId }).from(invitations).where(mine)
  const { invitation, client, login } = await read(current.db, {
    invitation: orm.select().from(invitations).where(mine),
    client: orm
      .select()
      .from(clients)
      .where(within(current, clients, eq(clients.id, clientId))),
    login: orm
      .select({ personId: clientLogins.personId })
      .from(clientLogins)
      .where(within(current, clientLogins, eq(clientLogins.clientId, clientId), isNull(clientLogins.endedAt))),
  })
  return { invitation: invitation[0], client: client[0], hasAccount: login.length > 0 }
}

/** Her own record here, of somebody who signs in: what her e-mails may say, and where she is written to (NOT-8). */
export async function readOwnRecord(current: Current, personId: string) {
  const { found } = await read(current.db, {
    found: current.db.orm
      .select({ discreet: clients.discreet, safeEmail: clients.safeEmail, waitsUntil: clients.safeEmailWaitsUntil })
      .from(clientLogins)
      .innerJoin(clients, and(eq(clients.organizationId, clientLogins.organizationId), eq(clients.id, clientLogins.clientId)))
      .where(within(current, clientLogins, eq(clientLogins.personId, personId), isNull(clientLogins.endedAt), isNull(clients.mergedInto))),
  })
  return found[0]
}

/** Under which names the wishes of a reader are kept, and what is known of her address. */
export interface Reader {
  whose: string[]
  emailHash: string
}

/** What stands between a recipient and the e-mail: her own wishes, and what is known of her address (NOT-4, NOT-21). */
export async function readObstacles(current: Current, whose: string[], emailHash: string) {
  const { wishes, health } = keptOf(current)
  if (!whose.every((one) => wishes.has(one)) || !health.has(emailHash)) await readObstaclesTogether(current, [{ whose, emailHash }])
  return { said: whose.flatMap((one) => wishes.get(one) ?? []), unhealthy: health.get(emailHash) ?? null }
}

/** The same for several readers in one round trip, for whoever composes e-mails to them next on behalf of this `current`. */
export async function readObstaclesTogether(current: Current, all: Reader[]): Promise<void> {
  const { orm } = current.db
  const [whose, hashes] = [[...new Set(all.flatMap((one) => one.whose))], [...new Set(all.map((one) => one.emailHash))]]
  const { said, unhealthy } = await read(current.db, {
    said: orm
      .select({ whose: preferences.whose, kind: preferences.kind, value: preferences.value })
      .from(preferences)
      .where(within(current, preferences, inList(preferences.whose, whose))),
    unhealthy: orm
      .select({ emailHash: addressHealth.emailHash, state: addressHealth.state })
      .from(addressHealth)
      .where(within(current, addressHealth, inList(addressHealth.emailHash, hashes), isNull(addressHealth.clearedAt))),
  })
  const { wishes, health } = keptOf(current)
  for (const one of whose)
    wishes.set(
      one,
      said.filter((wish) => wish.whose === one),
    )
  for (const hash of hashes) health.set(hash, unhealthy.find(({ emailHash }) => emailHash === hash)?.state ?? null)
}

type Said = Wish & { whose: string }
type Health = (typeof addressHealth.$inferSelect)['state']

/** What was read on behalf of a `current` of one delivery. */
const kept = new WeakMap<Current, { wishes: Map<string, Said[]>; health: Map<string, Health | null> }>()

function keptOf(current: Current) {
  let mine = kept.get(current)
  if (!mine) kept.set(current, (mine = { wishes: new Map(), health: new Map() }))
  return mine
}
