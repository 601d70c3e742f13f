import { outbox } from '../notifications/schema.ts'
import { cast, organizations } from './cast.ts'
import { addPast } from './fill.ts'
import { inserts, rowsFor } from './rows.ts'

/**
 * Adds e-mails to Bo, an hour apart, the last an hour ago: each of the things that can become of one in turn, and each about a past appointment
 * of his that is added with it. Answers how many.
 */
export async function fillDeliveries(d1: D1Database, count: number, now: number): Promise<number> {
  if (count === 0) return 0
  const begun = now - (count + 1) * 3_600_000
  const about = await addPast(d1, count, now, [cast.bo.clientId])
  const rows = about.map((aboutId, n) => emailOf(n, aboutId, begun + n * 3_600_000, now))
  await d1.batch(inserts(d1, [rowsFor(outbox, rows)]))
  return count
}

function emailOf(n: number, aboutId: string, at: number, now: number) {
  const [event, fate] = fates[n % fates.length] as (typeof fates)[number]
  return {
    organizationId: organizations.willow.id,
    id: `out_fill_${crypto.randomUUID()}`,
    event,
    aboutKind: 'appointment' as const,
    aboutId,
    aboutVersion: 1,
    recipient: `client:${cast.bo.clientId}`,
    clientId: cast.bo.clientId,
    actorKind: 'staff' as const,
    createdAt: at,
    dueAt: at,
    tries: 1,
    ...nothingYet,
    ...fate(at, now),
  }
}

const nothingYet = { sentAt: null, sentTo: null, droppedAt: null, failedAt: null, reason: null, returnedAt: null, returnedAs: null }
const sentTo = 'bo@family.example'
type Fate = (at: number, now: number) => Partial<typeof outbox.$inferInsert>
const fates: [event: string, Fate][] = [
  ['created', (at) => ({ sentAt: at, sentTo })],
  ['request_declined', (at) => ({ droppedAt: at, reason: 'overtaken', tries: 0 })],
  ['rescheduled', (at) => ({ sentAt: at, sentTo, returnedAt: at + 60_000, returnedAs: 'bounced' })],
  ['request_confirmed', (_, now) => ({ dueAt: now + 7_200_000, tries: 0 })],
  ['cancelled', (at) => ({ failedAt: at + 60_000, sentTo, reason: 'E_DAILY_LIMIT', tries: 10 })],
  ['request_received', (at) => ({ failedAt: at, sentTo, reason: 'E_RECIPIENT_SUPPRESSED' })],
]
