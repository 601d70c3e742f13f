import { and, eq, sql } from 'drizzle-orm'
import type { AboutQueries } from '../accounts/identity.ts'
import { audit } from '../audit.ts'
import { clients } from '../clients/schema.ts'
import type { SignedIn } from '../current.ts'
import { batch, changedOne, within } from '../db.ts'
import { remember } from '../web/idempotency.ts'

/** What e-mails about a client may say, as she or staff chose it, and where they go (NOT-8). */
export interface Discretion {
  clientId: string
  name: string
  version: number
  discreet: 'neutral' | 'date_and_time' | 'no_email'
  changedAt: number | null
  changedByName: string | null
  /** The address on file, or that of her account. */
  email: string | null
  safeEmail: string | null
  /** Her own clock, if we know it. */
  zone: string | null
  /** One that waits to be confirmed, and until when. */
  waiting: { email: string; until: number } | null
}

/** In a query of `clients`: her discretion. Also part of the file that staff see. */
export const discretionColumns = (now: number) => ({
  version: clients.version,
  discreet: clients.discreet,
  discreetChangedAt: clients.discreetChangedAt,
  discreetChangedByName: clients.discreetChangedByName,
  safeEmail: clients.safeEmail,
  waiting: sql<Discretion['waiting']>`(SELECT json_object('email', s.email, 'until', s.expires_at) FROM safe_addresses s
    WHERE s.organization_id = "clients"."organization_id" AND s.client_id = "clients"."id" AND s.confirmed_at IS NULL AND s.ended_at IS NULL
    AND s.expires_at > ${now})`
    .mapWith((text: string | null) => (text === null ? null : (JSON.parse(text) as Discretion['waiting'])))
    .as('safe_address_waiting'),
})

/** For the doors of her own page: of every record that is herself. */
export const ownDiscretion: AboutQueries = ({ db: { orm }, organizationId, personId, now }) => ({
  records: orm
    .select({ clientId: clients.id, clientName: clients.name, zone: clients.zone, ...discretionColumns(now) })
    .from(clients)
    .where(
      and(
        eq(clients.organizationId, organizationId),
        sql`${clients.mergedInto} IS NULL`,
        sql`EXISTS (SELECT 1 FROM client_logins l WHERE l.organization_id = "clients"."organization_id" AND l.client_id = "clients"."id"
          AND l.person_id = ${personId} AND l.ended_at IS NULL)`,
      ),
    ),
})

type Row = {
  clientId: string
  clientName: string
  zone: string | null
  discreetChangedAt: number | null
  discreetChangedByName: string | null
} & Pick<Discretion, 'version' | 'discreet' | 'safeEmail' | 'waiting'>

export const ownDiscretionFrom = (about: Record<string, unknown>, email: string): Discretion[] =>
  (about.records as Row[]).map(({ clientName: name, discreetChangedAt: changedAt, discreetChangedByName: changedByName, ...rest }) => ({
    ...rest,
    name,
    changedAt,
    changedByName,
    email,
  }))

/** Chooses what e-mails about a client may say; whoever may: she herself, or an administrator for her. A stale form is refused. */
export async function chooseDiscretion(
  current: SignedIn,
  { clientId, discreet: was }: Pick<Discretion, 'clientId' | 'discreet'>,
  discreet: Discretion['discreet'],
  { version, location }: { version: number; location: string },
): Promise<'stale' | null> {
  const { db, now, person, staff, access } = current
  const name = access ? person.name : (staff?.name ?? person.name)
  const refusal = await batch(db, [
    ...remember(current, location),
    db.orm
      .update(clients)
      .set({ discreet, discreetChangedAt: now, discreetChangedByName: name, version: version + 1 })
      .where(within(current, clients, eq(clients.id, clientId), eq(clients.version, version))),
    changedOne(db),
    audit(current, 'client.discretion', { kind: 'client', id: clientId, version: version + 1, details: { from: was, to: discreet } }),
  ])
  return refusal ? 'stale' : null
}
