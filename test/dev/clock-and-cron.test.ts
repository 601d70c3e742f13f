import { beforeEach, expect, test, vi } from 'vitest'
import { cast, clockAt, clockBy, cron, db, freshPortal, mail, signIn, submit, visit } from '../support/portal.ts'

beforeEach(() => freshPortal())

const timeNow = async () => (await visit(null, '/dev/clock')).json<{ now: string; standing: boolean }>()

test('the clock stands while it is set', async () => {
  expect(await timeNow()).toEqual({ now: '2026-12-01T15:00:00.000Z', standing: true })
  await clockAt('2027-03-14T02:30:00-05:00')
  expect(await timeNow()).toEqual({ now: '2027-03-14T07:30:00.000Z', standing: true })
  await clockBy(90)
  expect((await timeNow()).now).toBe('2027-03-14T09:00:00.000Z')
})

test('set to nothing it runs', async () => {
  const answer = await submit(null, '/dev/clock', { now: '' })
  expect(await answer.json()).toMatchObject({ standing: false })
  expect(Math.abs(Date.parse((await timeNow()).now) - Date.now())).toBeLessThan(5000)
})

test.each(['soon', '2026-02-31T00:00:00Z', '2026-13-01T00:00:00Z', '1764601200000', '2026-12-01'])('"%s" is no instant', async (now) => {
  expect((await submit(null, '/dev/clock', { now })).status).toBe(422)
  expect((await submit(null, '/dev/reset', { now })).status).toBe(422)
  expect((await timeNow()).now).toBe('2026-12-01T15:00:00.000Z')
})

test('a clock that stands survives a restart, and so does one that runs', async () => {
  expect(await clockOfNewIsolate()).toEqual({ now: '2026-12-01T15:00:00.000Z', standing: true })
  await submit(null, '/dev/clock', { now: '' })
  expect((await clockOfNewIsolate()).standing).toBe(false)
})

test('ACC-5 a session grows old by the portal’s clock', async () => {
  const dana = await signIn('dana')
  await clockBy(14)
  expect((await visit(dana, '/willow/manage/portal')).status).toBe(200)
  await clockBy(60)
  expect((await visit(dana, '/willow/manage/portal')).status).toBe(303)
  expect((await visit('dana', '/willow/manage/portal')).status).toBe(200)
})

test('the scheduled work delivers what is due, to the mailbox, before it answers', async () => {
  await submit(null, '/willow/login', { email: cast.ana.email })
  await cron()
  expect((await mail()).map(({ to }) => to)).toEqual([cast.ana.email])
  await cron()
  expect(await mail()).toHaveLength(1)
})

test('whoever presses a button on /dev comes back to it; a script gets JSON', async () => {
  const browser = { headers: { Accept: 'text/html,*/*' } }
  const pressed = await submit(null, '/dev/cron', { back: '/dev' }, browser)
  expect([pressed.status, pressed.headers.get('Location')]).toEqual([303, '/dev?done=cron'])
  expect(await (await visit(null, '/dev?done=cron')).text()).toContain('scheduled work is done')
  const script = await submit(null, '/dev/cron')
  expect([script.status, script.headers.get('Content-Type')]).toEqual([200, 'application/json'])
})

/** The modules once more, as a new isolate has them: with nothing in their memory. */
async function clockOfNewIsolate() {
  vi.resetModules()
  const { clockJson, windClock } = await import('../../src/dev/clock.ts')
  expect(clockJson().standing).toBe(false)
  await windClock(db())
  return clockJson()
}
