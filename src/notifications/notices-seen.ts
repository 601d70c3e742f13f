import { desc, eq, gt, ne, sql } from 'drizzle-orm'
import type { ClientCurrent, SignedIn, StaffCurrent } from '../current.ts'
import { batchAnd, within, type Query } from '../db.ts'
import { seenUntil } from './news-queries.ts'
import { notices, noticesSeen, outbox } from './schema.ts'

/** What others did about a client since this person has read it, newest first; for the marks in her lists (NOT-5). */
export const newAbout = (current: ClientCurrent) => {
  const { db, organization, client, person } = current
  return db.orm
    .select({ aboutId: notices.aboutId })
    .from(notices)
    .where(
      within(
        current,
        notices,
        eq(notices.clientId, client.id),
        sql`${notices.createdAt} > ${seenUntil(organization.id, client.id, person.id)}`,
        sql`${notices.byPerson} IS NOT ${person.id}`,
      ),
    )
    .orderBy(desc(notices.createdAt))
    .limit(100)
}

/** This person has read what is new about the client, up to an instant. Answers how much still is. */
export const sawClientNotices = async (current: ClientCurrent, until: number): Promise<number> => {
  const { rows } = await batchAnd(current.db, [saw(current, current.client.id, until)], { left: newAbout(current) })
  return rows?.left.length ?? 0
}

/** The same of what is new to her as staff: her rows of the outbox. */
export const sawStaffNotices = async (current: StaffCurrent, until: number): Promise<number> => {
  const left = current.db.orm
    .select({ id: outbox.id })
    .from(outbox)
    .where(
      within(
        current,
        outbox,
        eq(outbox.recipient, `staff:${current.staff.id}`),
        sql`${outbox.recipient} GLOB 'staff:*'`,
        eq(outbox.againNo, 0),
        ne(outbox.event, 'staff_digest'),
        gt(outbox.createdAt, Math.min(until, current.now)),
      ),
    )
    .limit(100)
  const { rows } = await batchAnd(current.db, [saw(current, 'staff', until)], { left })
  return rows?.left.length ?? 0
}

/**
 * Never takes back what was read before, so a repeat changes nothing and needs no key. Nothing else is changed by it, and the audit does not
 * hear of it: what she has read is nobody's business.
 */
function saw({ db, organization, person, now }: SignedIn, whose: string, until: number): Query {
  const row = { organizationId: organization.id, personId: person.id, whose, seenUntil: Math.min(until, now) }
  return db.orm
    .insert(noticesSeen)
    .values(row)
    .onConflictDoUpdate({
      target: [noticesSeen.organizationId, noticesSeen.personId, noticesSeen.whose],
      set: { seenUntil: sql`max(${noticesSeen.seenUntil}, excluded.seen_until)` },
    })
}
