import { and, asc, desc, eq, isNotNull, sql, type SQL } from 'drizzle-orm'
import type { AboutQueries } from '../accounts/identity.ts'
import type { ClientCurrent } from '../current.ts'
import { read, type Database } from '../db.ts'
import { pageOf, type Cursor } from './deliveries-cursor.ts'
import type { Fate } from './deliveries-outcome.ts'
import { selectDeliveries } from './deliveries-columns.ts'
import { outbox } from './schema.ts'

/** An e-mail as the lists of what was sent show it: what kind, to whom, where, what became of it. Never what it said. */
export interface Delivery extends Fate {
  id: string
  event: string
  aboutKind: typeof outbox.$inferSelect.aboutKind
  recipient: string
  /** The client, contact or staff member of this practice it went to; null for somebody who is none. */
  name: string | null
  clientId: string | null
  createdAt: number
  sentTo: string | null
  againNo: number
  settledAs: 'again' | 'phoned' | 'address' | null
  settledByName: string | null
  /** What was written down about the telephone call that dealt with it. */
  phoneNote: string | null
}

export interface DeliveryPage {
  rows: Delivery[]
  hasNewer: boolean
  hasOlder: boolean
}

export const pageSize = 50

/** NOT-23, *Sent to you*: to the client herself, or to the contact who reads this; nobody sees what went to another's address. */
export async function listSent(current: ClientCurrent, cursor: Cursor | null): Promise<DeliveryPage> {
  const { access, client, db, organization } = current
  const hers =
    access.kind === 'self'
      ? sql`(${outbox.recipient} GLOB 'client:*' OR ${outbox.recipient} GLOB 'invitation:*')`
      : eq(outbox.recipient, `contact:${access.contactId}`)
  const mine = and(eq(outbox.clientId, client.id), isNotNull(outbox.clientId), hers)
  const { found } = await read(db, { found: page(db, organization.id, mine, outbox.createdAt, cursor) })
  return pageOf(found, cursor, pageSize)
}

/** NOT-23, *Delivery*: everything about a client, to herself and to her contacts. For the door of the page. */
export const deliveriesOfClient =
  (cursor: Cursor | null): AboutQueries =>
  ({ db, organizationId, params }) => {
    const hers = and(eq(outbox.clientId, params.clientId ?? ''), isNotNull(outbox.clientId))
    return { deliveries: page(db, organizationId, hers, outbox.createdAt, cursor) }
  }

/** NOT-21: what failed for good, whomever it was to. For the door of the page. */
export const failedDeliveries =
  (cursor: Cursor | null): AboutQueries =>
  ({ db, organizationId }) => ({
    deliveries: page(db, organizationId, isNotNull(outbox.failedAt), outbox.failedAt, cursor),
  })

/** The row of the address; of the client of the address, where it names one. */
export const theDelivery: AboutQueries = ({ db, organizationId, params }) => ({
  delivery: selectDeliveries(db).where(
    and(
      eq(outbox.organizationId, organizationId),
      eq(outbox.id, params.deliveryId ?? ''),
      params.clientId === undefined ? isNotNull(outbox.failedAt) : eq(outbox.clientId, params.clientId),
    ),
  ),
})

export const pageFrom = (found: unknown, cursor: Cursor | null): DeliveryPage => pageOf(found as Delivery[], cursor, pageSize)

type Instant = typeof outbox.createdAt | typeof outbox.failedAt

function page(db: Database, organizationId: SQL | string, mine: SQL | undefined, at: Instant, cursor: Cursor | null) {
  const order = cursor?.side === 'newer' ? asc : desc
  const beyond = cursor && sql`(${at}, ${outbox.id}) ${cursor.side === 'newer' ? sql`>` : sql`<`} (${cursor.at}, ${cursor.id})`
  return selectDeliveries(db)
    .where(and(eq(outbox.organizationId, organizationId), mine, beyond ?? undefined))
    .orderBy(order(at), order(outbox.id))
    .limit(pageSize + 1)
}
