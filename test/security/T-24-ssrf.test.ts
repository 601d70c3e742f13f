import { beforeAll, describe, expect, test, vi } from 'vitest'
import { doors } from '../house/doors.data.ts'
import { changes } from '../house/changes.ts'
import { nameOf } from '../house/doors.exceptions.ts'
import { addressOf, portalInUse } from '../house/situation.ts'
import { filesIn, withoutComments } from '../house/support.ts'
import { cron, visit } from '../support/portal.ts'

// T-24: the portal fetches no address that anybody gave it. It has one thing to ask on the network, and that is not theirs to choose.

/** Which files ask anything by HTTP, and whom. */
const asks: Record<string, string> = {
  'src/accounts/turnstile.ts': 'https://challenges.cloudflare.com',
}

describe('T-24 who is asked', () => {
  test('is written in the code, in the files of this list', () => {
    const asking = filesIn('src/').filter(
      ([path, text]) =>
        !/^src\/(commands|dev)\//.test(path) &&
        /(?<![.\w])(?:globalThis\.)?fetch\(\s*[^)\s:]/.test(withoutComments(text).replace(/^\s*(async )?fetch\(request, env.*$/m, '')),
    )
    expect(asking.map(([path]) => path)).toEqual(Object.keys(asks))
    for (const [path, text] of asking) expect(text).toContain(`const host = '${asks[path]}'`)
  })

  test('no connection is opened by other means, except to the mail server of the configuration', () => {
    const opening = filesIn('src/').filter(
      ([path, text]) =>
        !/^src\/(commands|dev)\//.test(path) &&
        /cloudflare:sockets|node:(net|tls|http|https|dgram)|new (WebSocket|EventSource)\(/.test(withoutComments(text)),
    )
    for (const [path] of opening) expect(path).toMatch(/^src\/notifications\//)
  })
})

describe('T-24 an address that somebody writes is only written down', () => {
  let asked: string[]
  beforeAll(() => {
    asked = []
  })

  test('nothing leaves the portal while every page is opened, every form is sent with addresses in it, and the clock runs', async () => {
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (input) => {
      asked.push(String(input instanceof Request ? input.url : input))
      return new Response(null, { status: 500 })
    })
    const situation = await portalInUse()
    const address = 'http://169.254.169.254/latest/meta-data/'
    for (const reviewed of doors.filter(({ method }) => method === 'GET'))
      await visit(
        reviewed.audience === 'staff' ? 'dana' : reviewed.audience === 'visitors' ? null : 'bo',
        `${addressOf(reviewed.path, situation)}?next=${address}&url=${address}&back=${address}`,
        {
          headers: { Referer: address, 'X-Forwarded-Host': '169.254.169.254', 'HX-Current-URL': address },
        },
      )
    const more = { url: address, callback: address, website: address, image: address, next: address, back: address }
    const some = Object.keys(changes).filter((name, at) => at % 12 === 0 || name.includes('video-room'))
    for (const name of some) await changes[name]?.(await portalInUse(), { alsoSends: more })
    await cron()
    expect(doors.map(nameOf)).toEqual(expect.arrayContaining(some))
    expect(asked).toEqual([])
  })
})
