import { beforeAll, describe, expect, test } from 'vitest'
import { doors } from '../house/doors.data.ts'
import { nameOf } from '../house/doors.exceptions.ts'
import { formFor, setTheStage, startAnew, type Stage } from '../house/matrix.ts'
import { changed, everything } from '../house/support.ts'
import { newBrowser, origin, signIn, submit, type Browser, type CastKey, type Who } from '../support/portal.ts'
import { exports } from 'cloudflare:workers'

// T-25: a form is a form. Not JSON, not a list where one value is meant, not a way to anybody's prototype.

let stage: Stage
beforeAll(async () => {
  stage = await setTheStage()
})

const changing = doors
  .filter(({ method, audience }) => method === 'POST' && ['clients', 'staff'].includes(audience))
  .map((reviewed) => ({ name: nameOf(reviewed), reviewed }))
/** Forms that ask for something; what asks for nothing is as good in any kind. */
const asksNothing =
  /calendar-feed|search$|schedules\/:scheduleId\/cancellation|duplicates\/|export$|waitlist\/(entries$|offers\/)|deliveries\//
const sampled = changing.filter(({ name }) => !asksNothing.test(name)).filter((_, at) => at % 5 === 0)
const browserOf = async (who: Who): Promise<Browser> =>
  who === null ? newBrowser() : typeof who === 'string' ? await signIn(who as CastKey) : who

describe('T-25 a form that would work, sent otherwise', () => {
  test.each(sampled)('$name', async ({ reviewed }) => {
    await startAnew(stage)
    const { who, path, fields } = await formFor(stage, reviewed)
    const browser = await browserOf(who ?? null)
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const before = await everything(stage.names)
    const bodies: [string, string][] = [
      ['application/json', JSON.stringify(fields)],
      ['text/plain', new URLSearchParams(Object.entries(fields).map(([name, value]) => [name, String(value)])).toString()],
      ['application/xml', '<version>1</version>'],
    ]
    for (const [type, body] of bodies) {
      const answer = await exports.default.fetch(origin + path, {
        method: 'POST',
        body,
        redirect: 'manual',
        headers: { 'Content-Type': type, Cookie: cookie, Origin: origin },
      })
      expect([400, 404, 409, 422], `${type} ${answer.status}`).toContain(answer.status)
    }
    const twice = Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [name, name === 'version' ? [String(value), '999'] : value]),
    )
    if ('version' in fields) expect((await submit(browser, path, twice)).status).toBeGreaterThanOrEqual(400)
    const quiet = (names: string[]) => names.filter((name) => !['audit', 'rate_counters'].includes(name))
    expect(quiet(changed(before, await everything(stage.names)))).toEqual([])
  })

  test('nothing reaches a prototype, by any name or any kind of form', async () => {
    const names = [
      '__proto__',
      '__proto__[polluted]',
      '__proto__.polluted',
      'constructor[prototype][polluted]',
      'constructor.prototype.polluted',
      'a[__proto__][polluted]',
    ]
    for (const { reviewed } of changing.filter((_, at) => at % 12 === 0)) {
      await startAnew(stage)
      const { who, path } = await formFor(stage, reviewed)
      const answer = await submit(await browserOf(who ?? null), path, Object.fromEntries(names.map((name) => [name, 'yes'])))
      expect(answer.status).toBeLessThan(500)
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
    expect(Object.keys(Object.prototype)).toEqual([])
  })
})
