import { and, eq, isNull, sql, type SQL } from 'drizzle-orm'
import { audit } from '../audit.ts'
import type { Current, StaffCurrent } from '../current.ts'
import { batch, changedOne, inList, newId, read, within, type Query } from '../db.ts'
import { remember } from '../web/idempotency.ts'
import type { Delivery } from './deliveries.ts'
import { isUndelivered } from './deliveries-outcome.ts'
import { addressHash } from './mail-to.ts'
import { addressHealth, outbox, phoneNotes } from './schema.ts'
import { undelivered } from './undelivered.ts'

// What staff do about an e-mail that did not arrive, beside sending it again (NOT-21).

/**
 * She was reached by telephone: that deals with this e-mail and with what was written to her before it and did not arrive either. The note
 * stays with the e-mail, and out of the audit.
 */
export async function notePhoned(current: StaffCurrent, delivery: Delivery, note: string, location: string): Promise<'settled' | null> {
  if (!isUndelivered(delivery) || delivery.clientId === null) return 'settled'
  const { db, organization, now, person, staff } = current
  const lost = await batch(db, [
    ...remember(current, location),
    db.orm
      .update(outbox)
      .set({ settledAt: now, settledAs: 'phoned', settledByName: staff.name })
      .where(within(current, outbox, eq(outbox.id, delivery.id), isNull(outbox.settledAt))),
    changedOne(db),
    db.orm.insert(phoneNotes).values({
      organizationId: organization.id,
      id: newId('pho'),
      clientId: delivery.clientId,
      outboxId: delivery.id,
      note,
      createdAt: now,
      createdBy: person.id,
      createdByName: staff.name,
    }),
    settleUndelivered(
      current,
      delivery.clientId,
      'phoned',
      sql`${toTheSame(delivery)} AND o.id <> ${delivery.id} AND o.created_at <= ${delivery.createdAt}`,
    ),
    audit(current, 'email.phoned_instead', { kind: 'outbox', id: delivery.id, details: { event: delivery.event } }),
  ])
  return lost ? 'settled' : null
}

/** To herself it went as `client:` or, before she had an account, as `invitation:`. */
const toTheSame = ({ recipient }: Delivery) =>
  recipient.startsWith('contact:') ? sql`o.recipient = ${recipient}` : sql`NOT o.recipient GLOB 'contact:*'`

/** Which of these addresses nothing is sent to, as they are known to be bad, and since when. */
export async function badAddresses(current: Current, deliveries: Delivery[]): Promise<Map<string, number>> {
  const asked = [...new Set(deliveries.filter(isUndelivered).flatMap(({ sentTo }) => sentTo ?? []))]
  if (asked.length === 0) return new Map()
  const byHash = new Map(await Promise.all(asked.map(async (address) => [await addressHash(current, address), address] as const)))
  const { found } = await read(current.db, {
    found: current.db.orm
      .select({ emailHash: addressHealth.emailHash, sinceAt: addressHealth.sinceAt })
      .from(addressHealth)
      .where(within(current, addressHealth, inList(addressHealth.emailHash, [...byHash.keys()]), isNull(addressHealth.clearedAt))),
  })
  return new Map(
    found.flatMap(({ emailHash, sinceAt }) => (byHash.has(emailHash) ? [[byHash.get(emailHash) as string, sinceAt] as const] : [])),
  )
}

/** Staff know that the address works again: it is written to from now on. What did not arrive meanwhile is sent again one by one. */
export async function clearAddress(current: StaffCurrent, delivery: Delivery, location: string): Promise<'settled' | null> {
  if (delivery.sentTo === null) return 'settled'
  const { db, now } = current
  const emailHash = await addressHash(current, delivery.sentTo)
  const lost = await batch(db, [
    ...remember(current, location),
    db.orm
      .update(addressHealth)
      .set({ clearedAt: now })
      .where(within(current, addressHealth, and(eq(addressHealth.emailHash, emailHash), isNull(addressHealth.clearedAt)))),
    changedOne(db),
    audit(current, 'email.address_cleared', { kind: 'outbox', id: delivery.id }),
  ])
  return lost ? 'settled' : null
}

/** Whose e-mails they are: the client herself, or a contact of hers. */
interface Reader {
  clientId: string
  recipient: string
}

/**
 * For the batch in which somebody's address becomes another one: what could not be delivered to the old one is dealt with. Not what failed
 * for the portal's own reasons: that would not have arrived at the new one either.
 */
export const addressChanged = (current: Current, readers: Reader[]): Query[] =>
  readers.map(({ clientId, recipient }) =>
    settleUndelivered(
      current,
      clientId,
      'address',
      sql`o.recipient = ${recipient} AND (o.returned_at IS NOT NULL OR o.reason IN ('bounced', 'complained', 'suppressed')
        OR (o.reason GLOB '*RECIPIENT*' AND NOT o.reason GLOB '*NOT_ALLOWED') OR o.reason GLOB '*ADDRESS*')`,
    ),
  )

/** Whom this person reads e-mails as, here: what changes with her own address. */
export const readersOf = ({ mine }: Current): Reader[] =>
  mine.map(({ clientId, access }) => ({
    clientId,
    recipient: access.kind === 'self' ? `client:${clientId}` : `contact:${access.contactId}`,
  }))

/** Deals with some of what a client, or a contact for her, did not get (index outbox_undelivered). */
const settleUndelivered = ({ db, organization, now, staff }: Current, clientId: string, as: 'phoned' | 'address', which: SQL): Query =>
  db.orm.run(sql`UPDATE outbox SET settled_at = ${now}, settled_as = ${as}, settled_by_name = ${staff?.name ?? null}
    WHERE organization_id = ${organization.id} AND id IN (SELECT o.id FROM outbox o
      WHERE o.organization_id = ${organization.id} AND o.client_id = ${clientId} AND ${undelivered} AND ${which})`)
