import { and, eq, isNotNull } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { staff } from '../../src/accounts/schema.ts'
import { clock } from '../../src/clock.ts'
import { batch } from '../../src/db.ts'
import { lastDigest, nextDigest } from '../../src/notifications/digest-times.ts'
import { chosenNotices, writeDigests } from '../../src/notifications/digests.ts'
import { notifyAlways, notifyStaff } from '../../src/notifications/outbox.ts'
import { deliverBatch } from '../../src/notifications/jobs.ts'
import { outbox, preferences } from '../../src/notifications/schema.ts'
import { appointments } from '../../src/scheduling/schema.ts'
import {
  batchOf,
  cast,
  change,
  currentOf,
  deliverDue,
  due,
  env,
  fates,
  fresh,
  kinds,
  later,
  mailbox,
  mails,
  newAppointment,
  orm,
  start,
  willow,
} from './support.ts'

const hour = 3_600_000
/** Eight in the morning in New York, the day after `start`, which is ten in the morning. */
const eight = start + 22 * hour

beforeEach(() => fresh({ on: ['cancelled', 'created', 'request_confirmed', 'request_answer_undone'] }))

async function tickAt(instant: number): Promise<void> {
  clock.stand(instant)
  await writeDigests(env)
  await deliverDue()
  await deliverDue()
}

describe('NOT-6 once a day, to a client or contact who wants that', () => {
  beforeEach(() =>
    orm.insert(preferences).values({ organizationId: willow, whose: 'per_ana', kind: 'digest', value: '480', changedAt: start }),
  )

  const digests = () => orm.select().from(outbox).where(eq(outbox.event, 'digest'))

  test('what is told waits for her hour, and whatever is still true then is one e-mail that says no more than a notice', async () => {
    const [one, two, three] = [await newAppointment(), await newAppointment(), await newAppointment()]
    await change(one, ['cancelled'], 'cancelled')
    await change(two, ['request_confirmed'])
    await change(three, ['request_confirmed'])
    later(3600)
    await change(three, ['request_answer_undone'], 'requested')
    await tickAt(start + 2 * hour)
    await tickAt(eight - 60_000)
    expect(await kinds()).toEqual([])
    await tickAt(eight)
    expect([await fates(one), await fates(two), await fates(three)]).toEqual([['digest'], ['digest'], ['overtaken', 'undone']])
    const [mail, ...others] = await mails()
    expect([mail?.kind, mail?.to, mail?.subject, others]).toEqual(['digest', cast.ana.email, 'What is new in your portal', []])
    expect(JSON.stringify(mail)).not.toMatch(/cancel|confirm|Theo|Pereira|appointment[^s]/)
    await tickAt(eight + hour)
    await tickAt(eight + 24 * hour)
    expect(await kinds()).toEqual(['digest'])
  })

  test('nothing when nothing is true any more', async () => {
    const id = await newAppointment()
    await change(id, ['request_confirmed'])
    later(600)
    await change(id, ['request_answer_undone'], 'requested')
    await tickAt(eight)
    expect([await fates(id), await kinds()]).toEqual([['overtaken', 'undone'], []])
  })

  test('what was told in a digest was told: taking it back later is told, too', async () => {
    const id = await newAppointment()
    await change(id, ['request_confirmed'])
    await tickAt(eight)
    await change(id, ['request_answer_undone'], 'requested')
    await tickAt(eight + 24 * hour)
    expect([await fates(id), await kinds()]).toEqual([
      ['digest', 'digest'],
      ['digest', 'digest'],
    ])
  })

  test('is one when ten rows are delivered by ten consumers at once, in batches or one by one, and twice each', async () => {
    for (let i = 0; i < 10; i++) await change(await newAppointment(), ['cancelled'], 'cancelled')
    await tickAt(start + 2 * hour)
    clock.stand(eight)
    const found = await due()
    expect(found).toHaveLength(10)
    const singly = found.map((body) => deliverBatch(batchOf([body]), env, mailbox))
    await Promise.all([...singly, deliverBatch(batchOf(found), env, mailbox), deliverBatch(batchOf(found.toReversed()), env, mailbox)])
    expect(await digests()).toHaveLength(1)
    await Promise.all([deliverDue(), deliverDue()])
    expect(await kinds()).toEqual(['digest'])
  })

  test('a row that comes late is part of the digest that went out', async () => {
    const [one, two] = [await newAppointment(), await newAppointment()]
    await change(one, ['cancelled'], 'cancelled')
    await change(two, ['cancelled'], 'cancelled')
    await tickAt(start + 2 * hour)
    await orm
      .update(outbox)
      .set({ leasedUntil: eight + hour })
      .where(eq(outbox.aboutId, two))
    await tickAt(eight)
    await tickAt(eight + 2 * hour)
    expect([await fates(two), await kinds()]).toEqual([['digest'], ['digest']])
  })

  test('after a day without a queue it is one', async () => {
    await change(await newAppointment(), ['cancelled'], 'cancelled')
    await tickAt(start + 2 * hour)
    clock.stand(start + 10 * hour)
    await change(await newAppointment(), ['cancelled'], 'cancelled')
    await tickAt(eight + 30 * hour)
    expect(await kinds()).toEqual(['digest'])
  })

  test('what is always sent does not wait, and neither does what goes to somebody else', async () => {
    const id = await newAppointment()
    const current = await currentOf('ana')
    await batch(current.db, notifyAlways(current, 'request_received', { id, clientId: cast.ana.clientId, version: 2 }))
    await change(await newAppointment({ clientId: cast.bo.clientId }), ['cancelled'], 'cancelled')
    later(61)
    await deliverDue()
    expect((await kinds()).toSorted()).toEqual(['cancelled', 'request_received'])
  })
})

describe('NOT-6 once a day, to staff', () => {
  beforeEach(async () => {
    await orm.update(appointments).set({ status: 'completed' })
    await orm
      .update(staff)
      .set(chosenNotices(start - hour, { emailNotices: 'digest', digestMinutes: 480 }))
      .where(eq(staff.id, cast.theo.staffId))
  })

  const theos = () =>
    orm
      .select()
      .from(outbox)
      .where(and(eq(outbox.event, 'staff_digest'), isNotNull(outbox.aboutId)))

  async function told(
    kind: 'new_request' | 'cancelled_by_client' | 'withdrawn_by_client',
    status: 'requested' | 'cancelled' | 'withdrawn' | 'confirmed',
  ) {
    const id = await newAppointment({ status })
    const current = await currentOf('ana')
    await batch(current.db, notifyStaff(current, kind, { id, clientId: cast.ana.clientId, version: 2 }, cast.theo.staffId))
  }

  test('numbers of what waits and of what happened since, nobody named, and nothing singly', async () => {
    await told('new_request', 'requested')
    await told('new_request', 'requested')
    await told('cancelled_by_client', 'cancelled')
    await told('cancelled_by_client', 'confirmed')
    await told('withdrawn_by_client', 'withdrawn')
    await tickAt(start + hour)
    expect(await kinds()).toEqual([])
    await tickAt(eight)
    const [mail, ...others] = await mails()
    expect([mail?.kind, mail?.to, others]).toEqual(['staff_digest', cast.theo.email, []])
    expect(mail?.text).toContain(
      '2 requests wait for an answer.\n\n1 appointment was cancelled by its client.\n\n1 request was withdrawn.\n\n',
    )
    expect(JSON.stringify(mail)).not.toMatch(/Ana|Pereira|Session/)
  })

  const switchedOff = (...kinds: string[]) =>
    orm
      .insert(preferences)
      .values(kinds.map((kind) => ({ organizationId: willow, whose: 'per_theo', kind, value: 'off', changedAt: start })))
      .onConflictDoUpdate({ target: [preferences.organizationId, preferences.whose, preferences.kind], set: { value: 'off' } })

  test('NOT-4 counts nothing of a kind that was switched off, and is none when that is all there was', async () => {
    await told('new_request', 'requested')
    await told('cancelled_by_client', 'cancelled')
    await told('withdrawn_by_client', 'withdrawn')
    await switchedOff('cancelled_by_client', 'new_request')
    await tickAt(eight)
    expect((await mails()).at(-1)?.text).toContain('Theo,\n\n1 request waits for an answer.\n\n1 request was withdrawn.\n\n')
    await told('withdrawn_by_client', 'withdrawn')
    await switchedOff('withdrawn_by_client', 'request_reminder')
    await tickAt(eight + 24 * hour)
    expect([await kinds(), (await theos()).map(({ reason }) => reason)]).toEqual([['staff_digest'], [null, 'nothing_new']])
  })

  test('the next day only what is new, and none when there is nothing', async () => {
    await told('cancelled_by_client', 'cancelled')
    await tickAt(eight)
    await tickAt(eight + 24 * hour)
    expect([await kinds(), (await theos()).map(({ reason }) => reason)]).toEqual([['staff_digest'], [null, 'nothing_new']])
    await told('withdrawn_by_client', 'withdrawn')
    await tickAt(eight + 48 * hour)
    expect((await mails()).at(-1)?.text).toContain('Theo,\n\n1 request was withdrawn.\n\n')
  })

  test('is one however often the clock runs, twice at once, and after days without a clock', async () => {
    await told('new_request', 'requested')
    clock.stand(eight + 50 * hour)
    await Promise.all(Array.from({ length: 5 }, () => writeDigests(env)))
    await tickAt(eight + 50 * hour)
    await tickAt(eight + 51 * hour)
    expect([(await theos()).length, await kinds()]).toEqual([1, ['staff_digest']])
  })

  test('a clock that is an hour ahead sends none early, and one that is an hour behind none twice', async () => {
    await told('new_request', 'requested')
    clock.stand(eight)
    await writeDigests(env)
    await tickAt(eight - hour)
    expect(await kinds()).toEqual([])
    await tickAt(eight + 60_000)
    await tickAt(eight - hour)
    await tickAt(eight + hour)
    expect(await kinds()).toEqual(['staff_digest'])
  })

  test('begins with the first of its hours after it was chosen; nobody else gets one', async () => {
    await told('new_request', 'requested')
    await orm
      .update(staff)
      .set(chosenNotices(eight + hour, { emailNotices: 'digest', digestMinutes: 480 }))
      .where(eq(staff.id, cast.theo.staffId))
    await tickAt(eight + 2 * hour)
    expect(await kinds()).toEqual([])
    await orm.update(staff).set({ emailNotices: 'each' })
    await tickAt(eight + 24 * hour)
    expect([await kinds(), await theos()]).toEqual([[], []])
  })
})

describe('NOT-6 the hour of a digest is a time on the wall', () => {
  const [newYork, half] = ['America/New_York', 150]
  test('a time that the clock skips in spring is the moment after the gap', () => {
    expect(nextDigest(newYork, half, Date.UTC(2027, 2, 14, 5))).toBe(Date.UTC(2027, 2, 14, 7))
  })
  test('of two in the autumn fold it is the first', () => {
    expect(nextDigest(newYork, 90, Date.UTC(2027, 10, 7, 4))).toBe(Date.UTC(2027, 10, 7, 5, 30))
    expect(lastDigest(newYork, 90, Date.UTC(2027, 10, 7, 6, 45))).toBe(Date.UTC(2027, 10, 7, 5, 30))
    expect(nextDigest(newYork, 90, Date.UTC(2027, 10, 7, 5, 30))).toBe(Date.UTC(2027, 10, 8, 6, 30))
  })
  test('a date that a zone skips has none', () => {
    expect(nextDigest('Pacific/Apia', 480, Date.UTC(2011, 11, 29, 19))).toBe(Date.UTC(2011, 11, 30, 18))
  })
})
