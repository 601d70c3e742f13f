import { eq } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { audits } from '../../src/audit.ts'
import { windClock } from '../../src/dev/clock.ts'
import { hearBatch } from '../../src/notifications/provider-jobs.ts'
import { addressHealth, outbox } from '../../src/notifications/schema.ts'
import { isSigned } from '../../src/notifications/webhook-signature.ts'
import worker from '../../src/worker.ts'
import { hook, signatureOf } from '../support/webhook.ts'
import { cast, change, deliverDue, env, fates, fresh, later, mails, newAppointment, orm, rowsAbout, setClient, start } from './support.ts'

// The first request winds the clock: here it shall stand where a test lets it.
beforeAll(() => windClock(env.DB))
beforeEach(() => fresh({ on: ['cancelled'], grace: 0 }))

/** An e-mail to Ana that went out; its row's id. */
async function sentOne(): Promise<string> {
  const id = await newAppointment()
  await change(id, ['cancelled'], 'cancelled')
  await deliverDue()
  const [row] = await rowsAbout(id)
  expect(row?.sentAt).toBe(row?.dueAt)
  return row?.id ?? ''
}

const bounced = (row: string, more: object = {}) => ({ type: 'email.bounced', data: { id: `mailbox-${row}`, ...more } })
const complained = (row: string) => ({ type: 'email.complained', data: { id: `mailbox-${row}` } })
/** As `hook`, of an honest provider. */
const say = async (event: unknown) => expect((await hook(event)).status).toBe(204)
const rowOf = async (id: string) => (await orm.select().from(outbox).where(eq(outbox.id, id)))[0]
const health = () => orm.select().from(addressHealth)
const returned = () => orm.select().from(audits).where(eq(audits.action, 'email.returned'))

test('NOT-21 a hard bounce is kept with the e-mail, with its address and in the audit', async () => {
  const id = await sentOne()
  later(3600)
  expect((await hook(bounced(id))).status).toBe(204)
  expect(await rowOf(id)).toMatchObject({ returnedAt: start + 3_600_000, returnedAs: 'bounced', sentAt: start, failedAt: null })
  expect(await health()).toMatchObject([{ organizationId: 'org_willow', state: 'bounced', sinceAt: start + 3_600_000, clearedAt: null }])
  expect(await returned()).toMatchObject([{ organizationId: 'org_willow', actorKind: 'system', entityKind: 'outbox', entityId: id }])
  // Nowhere is written to whom.
  expect(JSON.stringify([await health(), await returned()])).not.toMatch(/ana|@/i)
})

test('NOT-21 afterwards nothing goes to that address, until somebody has another', async () => {
  await say(bounced(await sentOne()))
  const next = await newAppointment()
  await change(next, ['cancelled'], 'cancelled')
  await deliverDue()
  expect([await fates(next), (await mails()).length]).toEqual([['bounced'], 1])
})

test('NOT-21 an address is another once it is changed: its mark stays with the old one', async () => {
  const { nell } = cast
  const id = await newAppointment({ clientId: nell.clientId })
  await change(id, ['cancelled'], 'cancelled')
  await deliverDue()
  await say(bounced((await rowsAbout(id))[0]?.id ?? ''))
  await setClient({ email: 'nell.new@family.example' }, nell.clientId)
  const next = await newAppointment({ clientId: nell.clientId })
  await change(next, ['cancelled'], 'cancelled')
  await deliverDue()
  expect(await fates(next)).toEqual(['sent'])
  await setClient({ email: nell.email }, nell.clientId)
  const back = await newAppointment({ clientId: nell.clientId })
  await change(back, ['cancelled'], 'cancelled')
  await deliverDue()
  expect(await fates(back)).toEqual(['bounced'])
})

describe('NOT-21 twice, at once, out of order', () => {
  test('NOT-21 ten times at once is once', async () => {
    const id = await sentOne()
    const answers = await Promise.all(Array.from({ length: 10 }, () => hook(bounced(id))))
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 204))
    expect([(await returned()).length, (await health()).length]).toEqual([1, 1])
  })

  test('NOT-21 a complaint outweighs a bounce, whichever comes first', async () => {
    const [one, two] = [await sentOne(), await sentOne()]
    await say(bounced(one))
    await say(complained(one))
    await say(complained(two))
    await say(bounced(two))
    expect([(await rowOf(one))?.returnedAs, (await rowOf(two))?.returnedAs]).toEqual(['complained', 'complained'])
    expect((await health()).map(({ state }) => state)).toEqual(['complained'])
    expect((await returned()).length).toBe(3)
  })

  test('NOT-21 what staff cleared stays cleared when the same is said again, or of an e-mail from before; not for one sent since', async () => {
    const [one, two] = [await sentOne(), await sentOne()]
    await say(bounced(one))
    later(3600)
    await orm.update(addressHealth).set({ clearedAt: start + 3_600_000 })
    await say(bounced(one))
    await say(bounced(two))
    expect(await health()).toMatchObject([{ state: 'bounced', clearedAt: start + 3_600_000 }])
    expect((await rowOf(two))?.returnedAs).toBe('bounced')
    later(60)
    await say(bounced(await sentOne()))
    expect(await health()).toMatchObject([{ state: 'bounced', clearedAt: null, sinceAt: start + 3_660_000 }])
  })

  test('NOT-21 what did not arrive without fault of the address does not mark it', async () => {
    const id = await sentOne()
    await say({ type: 'email.failed', data: { id: `mailbox-${id}` } })
    expect([(await rowOf(id))?.returnedAs, await health()]).toEqual(['bounced', []])
  })
})

describe('NOT-21 what is not ours, or of no interest, is answered so that the provider stops', () => {
  test.each<[string, (row: string) => unknown]>([
    ['an id nobody knows', () => bounced('out_nobody')],
    ['a soft bounce', (row) => bounced(row, { bounce: { type: 'soft' } })],
    ['that it arrived', (row) => ({ type: 'email.delivered', data: { id: `mailbox-${row}` } })],
    ['that it was read', (row) => ({ type: 'email.opened', data: { id: `mailbox-${row}` } })],
    ['an event of another product', () => ({ type: 'domain.created', data: {} })],
  ])('NOT-21 %s: 204, and nothing changed', async (_, event) => {
    const id = await sentOne()
    expect((await hook(event(id))).status).toBe(204)
    expect([(await rowOf(id))?.returnedAt, await health(), await returned()]).toEqual([null, [], []])
  })

  test('NOT-21 an id that two e-mails have is nobody’s', async () => {
    const [one, two] = [await sentOne(), await sentOne()]
    await orm.update(outbox).set({ providerId: 'the-same' })
    expect((await hook({ type: 'email.bounced', data: { id: 'the-same' } })).status).toBe(204)
    expect([(await rowOf(one))?.returnedAt, (await rowOf(two))?.returnedAt, await health()]).toEqual([null, null, []])
  })

  test('T-02 an e-mail of another organization: its own row, its own mark, its own audit; willow learns nothing', async () => {
    const id = await sentOne()
    await orm.insert(outbox).values({
      organizationId: 'org_cedar',
      id: 'out_cedar',
      event: 'cancelled',
      aboutKind: 'appointment',
      aboutId: 'apt_cedar',
      aboutVersion: 1,
      recipient: `client:${cast.cyd.clientId}`,
      actorKind: 'staff',
      createdAt: start,
      dueAt: start,
      sentAt: start,
      sentTo: cast.ana.email,
      providerId: 'mailbox-out_cedar',
    })
    await say(bounced('out_cedar'))
    expect([(await rowOf(id))?.returnedAt, (await rowOf('out_cedar'))?.returnedAs]).toEqual([null, 'bounced'])
    expect((await health()).map(({ organizationId }) => organizationId)).toEqual(['org_cedar'])
    expect((await returned()).map(({ organizationId }) => organizationId)).toEqual(['org_cedar'])
  })
})

describe('T-31 who did not sign changes nothing', () => {
  const minute = 60_000
  test.each<[string, Parameters<typeof hook>[1]]>([
    ['no signature', { headers: { 'webhook-signature': '' } }],
    ['no id', { headers: { 'webhook-id': '' } }],
    ['no time', { headers: { 'webhook-timestamp': '' } }],
    ['another secret', { secret: `whsec_${btoa('y'.repeat(32))}` }],
    ['an empty secret', { secret: 'whsec_' }],
    ['a signature of another body', { sends: JSON.stringify(bounced('out_other')) }],
    ['a signature of another id', { headers: { 'webhook-id': 'msg_2' } }],
    ['a time that was not signed', { headers: { 'webhook-timestamp': String(start / 1000 + 1) } }],
    ['six minutes ago', { at: start - 6 * minute }],
    ['in six minutes', { at: start + 6 * minute }],
    ['a time that is no number', { headers: { 'webhook-timestamp': 'now' } }],
    ['a signature of an unknown version', { signature: 'v1a,abcd' }],
    ['a signature that is no base64', { signature: 'v1,%%%' }],
    ['an empty signature', { signature: 'v1,' }],
  ])('T-31 %s: 401', async (_, signing) => {
    const id = await sentOne()
    const answer = await hook(bounced(id), signing)
    expect([answer.status, await answer.text()]).toEqual([401, 'Not signed.'])
    expect([(await rowOf(id))?.returnedAt, await health(), await returned()]).toEqual([null, [], []])
  })

  test.each<[string, (right: string) => Parameters<typeof hook>[1]]>([
    ['four minutes ago', () => ({ at: start - 4 * minute })],
    ['two signatures, one of a secret that is on its way out', (right) => ({ signature: `v1,${btoa('x'.repeat(32))} ${right}` })],
    [
      'from another site, which is what a machine is',
      () => ({ headers: { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://provider.example' } }),
    ],
  ])('T-31 but %s counts', async (_, signing) => {
    const event = bounced(await sentOne())
    const right = signatureOf(JSON.stringify(event))['webhook-signature']
    expect((await hook(event, signing(right))).status).toBe(204)
    expect((await health()).length).toBe(1)
  })

  test('T-31 the names the headers had before there was a standard', async () => {
    const event = bounced(await sentOne())
    const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature } = signatureOf(JSON.stringify(event))
    const none = { 'webhook-id': undefined, 'webhook-timestamp': undefined, 'webhook-signature': undefined } as unknown as Record<
      string,
      string
    >
    for (const name of Object.keys(none)) delete none[name]
    const headers = { 'svix-id': id, 'svix-timestamp': timestamp, 'svix-signature': signature }
    const answer = await worker.fetch(
      new Request(`${env.PUBLIC_ORIGIN}/hooks/email`, { method: 'POST', headers, body: JSON.stringify(event) }) as never,
      env,
      { waitUntil: () => undefined, passThroughOnException: () => undefined } as never,
    )
    expect([answer.status, (await health()).length]).toEqual([204, 1])
  })

  test.each([
    ['no JSON', 'type=email.bounced'],
    ['half of it', '{"type":"email.bounced","data":'],
    ['nothing', ''],
    ['an event without an id', '{"type":"email.bounced","data":{}}'],
  ])('T-31 signed, and %s: 400', async (_, body) => {
    expect((await hook(body)).status).toBe(400)
  })

  test('T-31 more than 64 kB is not read', async () => {
    expect((await hook({ ...bounced('out_1'), more: 'x'.repeat(70_000) })).status).toBe(413)
  })

  test('T-31 without a secret there is no such address, signed or not', async () => {
    const body = JSON.stringify(bounced(await sentOne()))
    const request = new Request(`${env.PUBLIC_ORIGIN}/hooks/email`, { method: 'POST', headers: signatureOf(body), body })
    const context = { waitUntil: () => undefined, passThroughOnException: () => undefined }
    const answer = await worker.fetch(request as never, { ...env, EMAIL_WEBHOOK_SECRET: undefined } as never, context as never)
    expect([answer.status, await health()]).toEqual([404, []])
  })

  test('T-31 it sets no cookie, and its answer says nothing', async () => {
    const answer = await hook(bounced(await sentOne()))
    expect([answer.headers.getSetCookie(), await answer.text()]).toEqual([[], ''])
  })
})

test('T-31 the example of the Standard Webhooks specification is signed, and one letter away it is not', async () => {
  const bytes = (text: string) => new TextEncoder().encode(text).buffer as ArrayBuffer
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  const signed = {
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    timestamp: '1614265330',
    signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    body: bytes('{"test": 2432232314}'),
  }
  const now = 1_614_265_330_000
  expect(await isSigned(secret, signed, now)).toBe(true)
  expect(await isSigned(secret, { ...signed, body: bytes('{"test": 2432232315}') }, now)).toBe(false)
  expect(await isSigned(secret, { ...signed, signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OA=' }, now)).toBe(false)
})

describe('NOT-21 Cloudflare’s own events come by a queue', () => {
  const event = (id: string, name = 'bounced') => ({
    type: `cf.email.sending.message.${name}`,
    payload: { messageId: `<${id}>`, terminal: true, bounce: { type: 'hard' } },
  })
  /** What became of each message: `ack`, or `retry`. */
  async function hear(bodies: unknown[], attempts = 1): Promise<string[]> {
    const fate: string[] = bodies.map(() => '')
    const messages = bodies.map((body, i) => ({ body, attempts, ack: () => (fate[i] = 'ack'), retry: () => (fate[i] = 'retry') }))
    await hearBatch({ messages } as never, env)
    return fate
  }

  test('NOT-21 a hard bounce, twice in a batch, beside what nobody can read', async () => {
    vi.spyOn(console, 'error').mockReturnValue()
    const id = `mailbox-${await sentOne()}`
    expect(await hear([event(id), event(id), null, 'what?', event(id, 'delivered')])).toEqual(['ack', 'ack', 'ack', 'ack', 'ack'])
    expect([(await returned()).length, (await health()).map(({ state }) => state)]).toEqual([1, ['bounced']])
  })

  test('NOT-21 one that comes before its row is written is heard again; in the end it is let go', async () => {
    expect([await hear([event('soon')]), await hear([event('soon')], 4)]).toEqual([['retry'], ['ack']])
  })

  test('NOT-21 the queue of the events is not the queue of the e-mails', async () => {
    const id = await sentOne()
    const messages = [{ body: event(`mailbox-${id}`), attempts: 1, ack: () => undefined, retry: () => undefined }]
    await worker.queue({ queue: 'portico-email-events', messages } as never, env)
    expect((await rowOf(id))?.returnedAs).toBe('bounced')
  })
})
