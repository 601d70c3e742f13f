import { exports } from 'cloudflare:workers'
import { beforeAll, describe, expect, test } from 'vitest'
import { changed, everything, tableNames } from '../house/support.ts'
import { freshPortal, origin, signIn, type Browser } from '../support/portal.ts'

// T-29: nobody makes the portal read more than a form is long, whatever is said of the length (Hono CVE-2026-44456, CVE-2026-54288).

let names: string[]
let dana: Browser
beforeAll(async () => {
  await freshPortal()
  names = await tableNames()
  dana = await signIn('dana')
})

const kilobyte = new TextEncoder().encode('a'.repeat(1024))

/** A body that comes in pieces, of which nobody says how many; counts how many were taken. */
function inPieces(kilobytes: number): { body: ReadableStream; taken: () => number } {
  let sent = 0
  const body = new ReadableStream({
    pull(controller) {
      if (sent++ < kilobytes) controller.enqueue(kilobyte)
      else controller.close()
    },
  })
  return { body, taken: () => sent }
}

const post = async (path: string, body: BodyInit, headers: Record<string, string> = {}, who: Browser | null = null): Promise<Response> => {
  const cookie = [...(who?.cookies ?? [])].map(([name, value]) => `${name}=${value}`).join('; ')
  const all = { Origin: origin, 'Content-Type': 'application/x-www-form-urlencoded', ...(cookie && { Cookie: cookie }), ...headers }
  return await exports.default.fetch(origin + path, { method: 'POST', body, headers: all, redirect: 'manual' })
}

describe('T-29 a body that is too long', () => {
  test.each([
    ['/willow/login', null],
    ['/willow/join', null],
    ['/willow/book', null],
    ['/account/language', null],
    ['/willow/manage/portal/settings/self_scheduling', 'dana'],
    ['/willow/no/such/address', null],
  ])('of pieces, to %s: 413, and not read to its end', async (path, who) => {
    const before = await everything(names)
    const { body, taken } = inPieces(50 * 1024)
    const answer = await post(path, body, {}, who ? dana : null)
    expect(answer.status).toBe(413)
    expect(taken()).toBeLessThan(1024)
    expect(changed(before, await everything(names))).toEqual([])
  })

  test.each(['multipart/form-data; boundary=x', 'application/json', 'text/plain', ''])('as %j', async (type) => {
    expect((await post('/willow/login', inPieces(200).body, { 'Content-Type': type })).status).toBe(413)
  })

  test('as htmx asks', async () => {
    expect((await post('/willow/login', inPieces(200).body, { 'HX-Request': 'true', 'HX-Request-Type': 'partial' })).status).toBe(413)
  })

  test('64 kB are not too long', async () => {
    expect((await post('/willow/login', inPieces(63).body)).status).not.toBe(413)
  })
})
