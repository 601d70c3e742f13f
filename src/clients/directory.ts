import { and, asc, desc, eq, exists, gt, isNotNull, isNull, lte, or, sql, type SQL } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { StaffCurrent } from '../current.ts'
import { read, within, type Database } from '../db.ts'
import { undeliveredOf, type Undelivered } from '../notifications/undelivered.ts'
import { clientOverrides } from '../settings/schema.ts'
import type { Override } from '../settings/standing.ts'
import { clientDirectory, clientSearch, type ClientList } from './directory-schema.ts'
import { clientLogins, clients, contacts, grants } from './schema.ts'
import { searchWords } from './search-words.ts'

/** Which clients: a list, a search in it (SET-41), and where the page begins or ends. */
export interface Asked {
  list: ClientList
  /** As it was typed; '' without a search. */
  typed: string
  boundary: Boundary | null
}

/** The client a page comes `after`, ends `before`, or begins `from`. Her name is looked up: it never stands in an address. */
export interface Boundary {
  side: 'after' | 'before' | 'from'
  clientId: string
}

/** A client as Manage Clients lists her. Times are epoch ms. */
export interface ListedClient {
  id: string
  name: string
  email: string | null
  phone: string | null
  archivedAt: number | null
  /** Since when she has an account of her own. */
  accountAt: number | null
  lastSeenAt: number | null
  /** Her last invitation that was not used or revoked, to the address on file: when it went, and when it runs out or ran out. */
  invited: { at: number; until: number } | null
  hasContact: boolean
  overrides: Record<string, Override>
  /** NOT-21: the last e-mail to her that did not arrive and that nobody has dealt with. */
  undelivered: Undelivered | null
}

export interface ClientPage {
  asked: Asked
  clients: ListedClient[]
  hasPrevious: boolean
  hasNext: boolean
}

export const pageSize = 50

/** One page of a list or of a search: one round trip, and as many rows read as it shows, however many clients there are (SPD-4). */
export async function listClients(current: StaffCurrent, asked: Asked): Promise<ClientPage> {
  const words = searchWords(asked.typed)
  if (asked.typed !== '' && words.length === 0) return { asked, clients: [], hasPrevious: false, hasNext: false }
  const { found } = await read(current.db, { found: words.length > 0 ? matching(current, asked, words) : listed(current, asked) })
  const side = asked.boundary?.side
  const more = found.length > pageSize
  const page = found.slice(0, pageSize)
  return {
    asked,
    clients: side === 'before' ? page.toReversed() : page,
    hasPrevious: side === 'before' ? more : side !== undefined,
    hasNext: side === 'before' || more,
  }
}

/** A contact with an account and a grant that holds at `now`: somebody who can use the portal for the client. At most one row. */
export function contactOf({ orm }: Database, organizationId: SQL | SQLiteColumn, clientId: string | SQLiteColumn, now: number) {
  return orm
    .select({ contactId: grants.contactId })
    .from(grants)
    .innerJoin(contacts, and(eq(contacts.organizationId, grants.organizationId), eq(contacts.id, grants.contactId)))
    .where(
      and(
        eq(grants.organizationId, organizationId),
        eq(grants.clientId, clientId),
        isNull(grants.revokedAt),
        isNotNull(contacts.personId),
        or(isNull(grants.validFromAt), lte(grants.validFromAt, now)),
        or(isNull(grants.validUntilAt), gt(grants.validUntilAt, now)),
      ),
    )
    .limit(1)
}

function listed(current: StaffCurrent, { list, boundary }: Asked) {
  const { organizationId, sortName, clientId } = clientDirectory
  const at = boundary && sql`(${sortName}, ${clientId}) ${comparison(boundary)} (${sortNameAt(current, boundary)}, ${boundary.clientId})`
  const order = boundary?.side === 'before' ? desc : asc
  return current.db.orm
    .select(columnsOf(current.db, current.now))
    .from(clientDirectory)
    .crossJoin(clients)
    .where(
      within(
        current,
        clientDirectory,
        eq(clientDirectory.list, list),
        at ?? undefined,
        eq(clients.organizationId, organizationId),
        eq(clients.id, clientId),
      ),
    )
    .orderBy(order(sortName), order(clientId))
    .limit(pageSize + 1)
}

/**
 * Clients who have every word, as the beginning of one of theirs. The longest word leads, through its range of the key, and
 * orders the answer: who is called exactly that comes first. The other words are looked up for each of those clients.
 */
function matching(current: StaffCurrent, { list, boundary }: Asked, words: string[]) {
  const { organizationId, token, sortName, clientId } = clientSearch
  const [leading = '', ...others] = words.toSorted((a, b) => b.length - a.length)
  const order = boundary?.side === 'before' ? desc : asc
  return current.db.orm
    .select(columnsOf(current.db, current.now))
    .from(clientSearch)
    .crossJoin(clients)
    .where(
      within(
        current,
        clientSearch,
        ...edges(current, leading, boundary),
        sql`NOT EXISTS (SELECT 1 FROM ${clientSearch} e WHERE e.organization_id = ${organizationId} AND e.client_id = ${clientId} AND e.token >= ${leading} AND e.token < ${token})`,
        ...others.map(
          (word) => sql`EXISTS (SELECT 1 FROM ${clientSearch} o WHERE o.organization_id = ${organizationId} AND o.client_id = ${clientId}
        AND o.token >= ${word} AND o.token < ${endOf(word)})`,
        ),
        sql`EXISTS (SELECT 1 FROM ${clientDirectory} d WHERE d.organization_id = ${organizationId} AND d.list = ${list} AND d.sort_name = ${sortName} AND d.client_id = ${clientId})`,
        eq(clients.organizationId, organizationId),
        eq(clients.id, clientId),
      ),
    )
    .orderBy(order(token), order(sortName), order(clientId))
    .limit(pageSize + 1)
}

/** Both ends of the range: of the word, or of the client the page begins or ends at, by her first word that matches. */
function edges(current: StaffCurrent, word: string, boundary: Boundary | null): SQL[] {
  const { token, sortName, clientId } = clientSearch
  const first = sql`${token} >= ${word}`
  const last = sql`${token} < ${endOf(word)}`
  if (!boundary) return [first, last]
  const matched = sql`(SELECT min(m.token) FROM ${clientSearch} m WHERE m.organization_id = ${current.organization.id} AND m.client_id = ${boundary.clientId}
    AND m.token >= ${word} AND m.token < ${endOf(word)})`
  const outside = boundary.side === 'before' ? endOf(word) : word
  const at = sql`(${token}, ${sortName}, ${clientId}) ${comparison(boundary)} (coalesce(${matched}, ${outside}), ${sortNameAt(current, boundary)}, ${boundary.clientId})`
  return boundary.side === 'before' ? [first, at] : [at, last]
}

/** Behind every text that begins with the word. */
const endOf = (word: string): string => `${word}\u{10ffff}`

const comparison = ({ side }: Boundary): SQL => (side === 'after' ? sql`>` : side === 'before' ? sql`<` : sql`>=`)

/** A client that is not this organization's is no boundary: the page is then the first, or the last. */
const sortNameAt = (current: StaffCurrent, { side, clientId }: Boundary): SQL =>
  sql`coalesce((SELECT b.sort_name FROM ${clients} b WHERE b.organization_id = ${current.organization.id} AND b.id = ${clientId}), ${side === 'before' ? endOf('') : ''})`

/** What is listed of a client. For a select that joins: in one of a single table its subqueries would bind to their own columns. */
export const columnsOf = (db: Database, now: number) => ({
  id: clients.id,
  name: clients.name,
  email: clients.email,
  phone: clients.phone,
  archivedAt: clients.archivedAt,
  accountAt: sql<number | null>`(SELECT l.created_at ${openLogin})`.as('account_at'),
  lastSeenAt: sql<number | null>`(SELECT l.last_seen_at ${openLogin})`.as('last_seen_at'),
  invited: sql`(SELECT CASE WHEN count(*) THEN json_object('at', max(i.created_at), 'until', i.expires_at) END FROM invitations i
    WHERE i.organization_id = ${clients.organizationId} AND i.client_id = ${clients.id} AND i.email = ${clients.email} AND i.used_at IS NULL AND i.revoked_at IS NULL)`
    .mapWith((text: string) => JSON.parse(text) as ListedClient['invited'])
    .as('invited'),
  hasContact: sql<boolean>`${exists(contactOf(db, clients.organizationId, clients.id, now))}`.mapWith(Boolean).as('has_contact'),
  overrides: overridesOf.as('overrides'),
  undelivered: undeliveredOf(clients.organizationId, clients.id).as('undelivered'),
})

const openLogin = sql`FROM ${clientLogins} l WHERE l.organization_id = ${clients.organizationId} AND l.client_id = ${clients.id} AND l.ended_at IS NULL`

const overridesOf =
  sql`(SELECT json_group_object(o.key, json_object('value', o.value, 'version', o.version, 'changedAt', o.changed_at, 'changedByName', o.changed_by_name))
  FROM ${clientOverrides} o WHERE o.organization_id = ${clients.organizationId} AND o.client_id = ${clients.id})`.mapWith(
    (text: string) => JSON.parse(text) as Record<string, Override>,
  )
