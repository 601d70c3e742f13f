import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { organizations } from '../../src/accounts/schema.ts'
import { clients } from '../../src/clients/schema.ts'
import { clock } from '../../src/clock.ts'
import type { Current, Permission } from '../../src/current.ts'
import { batch, changedOne, read, type Database } from '../../src/db.ts'
import { cast, organizations as demo, services } from '../../src/dev/cast.ts'
import { captured, emptyMailbox, mailbox, type Captured } from '../../src/dev/mailbox.tsx'
import { reset } from '../../src/dev/seed.ts'
import type { OutboxMessage } from '../../src/env.ts'
import { switchKey, type NotificationEvent } from '../../src/notifications/events.ts'
import { deliverBatch, sweepOutbox } from '../../src/notifications/jobs.ts'
import { currentOfJob, organizationQueries } from '../../src/system.ts'
import { notifyClient } from '../../src/notifications/outbox.ts'
import { outbox } from '../../src/notifications/schema.ts'
import type { Transport } from '../../src/notifications/transport.ts'
import { appointments, type AppointmentStatus } from '../../src/scheduling/schema.ts'
import { settings } from '../../src/settings/schema.ts'
import { everyShard } from '../../src/shards.ts'
import { db } from '../support/data.ts'

export { cast, env, mailbox }
export const orm = drizzle(db())
/** Wednesday 1 December 2027, 10:00 in New York: far from what the demo data has. */
export const start = Date.UTC(2027, 11, 1, 15)
export const willow = demo.willow.id

/** The cast as new, an empty mailbox, the clock standing, exactly these switches on. */
export async function fresh({ on = [], grace = 60 }: { on?: NotificationEvent[]; grace?: number } = {}): Promise<void> {
  await emptyMailbox(env.DB)
  await reset(env, start)
  clock.stand(start)
  await orm.update(organizations).set({ graceSeconds: grace })
  for (const event of on) await turn(event, 'on')
}

/** Moves a switch behind the page's back. */
export async function turn(key: NotificationEvent | 'contact_access', value: 'on' | 'off'): Promise<void> {
  const stored = {
    organizationId: willow,
    key: key === 'contact_access' ? key : switchKey(key),
    value,
    version: 1,
    changedAt: start,
    changedBy: 'per_dana',
    changedByName: 'Dana',
  }
  await orm
    .insert(settings)
    .values(stored)
    .onConflictDoUpdate({ target: [settings.organizationId, settings.key], set: { value } })
}

export type ActorName = 'theo' | 'ana' | 'gail' | 'system'

/** Who acts, at the portal's time, under the switches as they are. */
export async function currentOf(who: ActorName = 'theo'): Promise<Current> {
  const shard = everyShard(env).at(-1) as Database
  const current = currentOfJob(env, shard, await read(shard, organizationQueries(shard, willow)))
  if (!current) throw new Error('Willow is gone.')
  if (who === 'system') return current
  const { name, email, personId } = cast[who]
  const person = { ...current, network: 'test', person: { id: personId, name, email, language: null } }
  if (who === 'theo') return { ...person, staff: { id: cast.theo.staffId, name, administrator: false, therapist: true, subscribed: true } }
  const permissions: Permission[] = ['schedule']
  return { ...person, access: who === 'ana' ? { kind: 'self' } : { kind: 'contact', contactId: cast.gail.contactId, permissions } }
}

/** An appointment in a month, at a time of its own; nobody is told of its making. */
export async function newAppointment(fields: Partial<typeof appointments.$inferInsert> = {}): Promise<string> {
  const id = `apt_${crypto.randomUUID()}`
  const startsAt = fields.startsAt ?? start + (30 * 24 + 2 * count++) * 3_600_000
  const endsAt = startsAt + 50 * 60_000
  await orm.insert(appointments).values({
    organizationId: willow,
    id,
    clientId: cast.ana.clientId,
    staffId: cast.theo.staffId,
    serviceId: services.session,
    forum: 'telehealth',
    status: 'confirmed',
    startsAt,
    endsAt,
    blockedFrom: startsAt,
    blockedUntil: endsAt,
    zone: demo.willow.zone,
    createdAt: start - 86_400_000,
    createdBy: cast.ana.personId,
    createdByKind: 'client',
    updatedAt: start - 86_400_000,
    ...fields,
  })
  return id
}

let count = 0

/** A change as the verbs make it: the row at its next version and what it tells, in one batch. */
export async function change(id: string, events: NotificationEvent[], status?: AppointmentStatus, who: ActorName = 'theo'): Promise<void> {
  const current = await currentOf(who)
  const [before] = await orm.select().from(appointments).where(eq(appointments.id, id))
  if (!before) throw new Error('No such appointment.')
  const about = { id, clientId: before.clientId, version: before.version + 1 }
  const refusal = await batch(current.db, [
    current.db.orm
      .update(appointments)
      .set({ version: about.version, ...(status && { status }) })
      .where(eq(appointments.id, id)),
    changedOne(current.db),
    ...notifyClient(current, events, about),
  ])
  if (refusal) throw new Error(refusal)
}

/** Lets the clock stand some seconds later. */
export const later = (seconds: number): void => clock.stand(clock.now() + seconds * 1000)

/** The sweep, and then the queue's consumer on everything it found, at once as a batch. */
export async function deliverDue(transport: Transport = mailbox): Promise<OutboxMessage[]> {
  const found = await due()
  await deliverBatch(batchOf(found), env, transport)
  return found
}

/** What the sweep would put into the queue. */
export async function due(): Promise<OutboxMessage[]> {
  const found: OutboxMessage[] = []
  const listening = { sendBatch: async (all: { body: OutboxMessage }[]) => void found.push(...all.map(({ body }) => body)) }
  await sweepOutbox({ ...env, OUTBOX: listening as never })
  return found
}

export function batchOf(bodies: OutboxMessage[], queue = 'portico-outbox'): MessageBatch<OutboxMessage> {
  const messages = bodies.map((body) => ({ body, attempts: 1, id: body.outboxId, timestamp: new Date(), ack: () => {}, retry: () => {} }))
  return { queue, messages, ackAll: () => {}, retryAll: () => {} } as unknown as MessageBatch<OutboxMessage>
}

export const mails = (): Promise<Captured[]> => captured(env.DB)
export const kinds = async (): Promise<string[]> => (await mails()).map(({ kind }) => kind)

/** Rows about an appointment, in the order they were written. */
export const rowsAbout = (id: string) =>
  orm.select().from(outbox).where(eq(outbox.aboutId, id)).orderBy(outbox.aboutVersion, outbox.recipient)

/** What became of the rows about an appointment: `sent`, a reason, or `waiting`. */
export const fates = async (id: string): Promise<string[]> =>
  (await rowsAbout(id)).map(({ sentAt, reason }) => (sentAt === null ? (reason ?? 'waiting') : 'sent'))

export const setClient = (fields: Partial<typeof clients.$inferInsert>, id: string = cast.ana.clientId) =>
  orm.update(clients).set(fields).where(eq(clients.id, id))
