import { beforeEach, expect, test, vi } from 'vitest'
import { addressHealth } from '../../src/notifications/schema.ts'
import { deliverBatch } from '../../src/notifications/jobs.ts'
import { smtp } from '../../src/notifications/smtp.ts'
import { arrivedBy, smtpEnv, userOf } from './smtp-support.ts'
import { batchOf, change, due, fates, fresh, later, newAppointment, orm, rowsAbout } from './support.ts'

beforeEach(() => fresh({ on: ['cancelled'] }))

/** A cancelled appointment whose e-mail is due. */
async function cancelledOne(): Promise<string> {
  const id = await newAppointment()
  await change(id, ['cancelled'], 'cancelled')
  later(61)
  return id
}

const deliverBy = async (user: string, over: Parameters<typeof smtpEnv>[1] = {}) =>
  await deliverBatch(batchOf(await due()), smtpEnv(user, over), smtp)

test('NOT-20 NOT-22 by SMTP a row goes out once and keeps the id under which it is spoken of', async () => {
  const [id, user] = [await cancelledOne(), userOf()]
  await deliverBy(user)
  await deliverBy(user)
  const arrived = await arrivedBy(user)
  expect(arrived.map(({ to }) => to)).toEqual([['ana@family.example']])
  expect(await rowsAbout(id)).toMatchObject([{ providerId: arrived[0]?.parsed.messageId, sentTo: 'ana@family.example' }])
})

test('NOT-20 the line goes dead before the answer: it is sent again, recognisably the same', async () => {
  vi.spyOn(console, 'error').mockReturnValue()
  const [id, user] = [await cancelledOne(), userOf('loses-answer')]
  await deliverBy(user)
  expect(await rowsAbout(id)).toMatchObject([{ sentAt: null, failedAt: null, reason: 'E_SMTP_CONNECTION' }])
  later(120)
  await deliverBy(user)
  const ids = (await arrivedBy(user)).map(({ parsed }) => parsed.messageId)
  expect(ids).toEqual([ids[0], ids[0]])
  expect(await rowsAbout(id)).toMatchObject([{ providerId: ids[0], tries: 2, reason: null }])
})

test('NOT-21 an address that does not exist is told so once, and nothing more goes there', async () => {
  vi.spyOn(console, 'error').mockReturnValue()
  const id = await cancelledOne()
  await deliverBy(userOf('no-such-address'))
  expect(await rowsAbout(id)).toMatchObject([{ failedAt: expect.any(Number), reason: 'E_SMTP_NO_SUCH_ADDRESS' }])
  expect(await orm.select({ state: addressHealth.state }).from(addressHealth)).toEqual([{ state: 'bounced' }])
  const [next, user] = [await cancelledOne(), userOf()]
  await deliverBy(user)
  expect([await fates(next), await arrivedBy(user)]).toEqual([['bounced'], []])
})

test('NOT-21 a wrong password keeps the row until whoever runs the portal has repaired it', async () => {
  vi.spyOn(console, 'error').mockReturnValue()
  const [id, user] = [await cancelledOne(), userOf()]
  await deliverBy(user, { SMTP_PASSWORD: 'wrong-password' })
  expect(await rowsAbout(id)).toMatchObject([{ sentAt: null, failedAt: null, reason: 'E_SMTP_AUTH' }])
  later(61)
  await deliverBy(user)
  expect([await fates(id), (await arrivedBy(user)).length]).toEqual([['sent'], 1])
})
