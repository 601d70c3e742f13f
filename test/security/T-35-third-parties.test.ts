import { beforeAll, describe, expect, test } from 'vitest'
import { doors } from '../house/doors.data.ts'
import { nameOf } from '../house/doors.exceptions.ts'
import { addressOf, portalInUse, somebodyWhoMay, type Situation } from '../house/situation.ts'
import { visit } from '../support/portal.ts'

// T-35: no page tells a third party that it was opened. In a browser: test/journeys (nothing is asked of anybody else, steps/watching.ts).

let situation: Situation
beforeAll(async () => {
  situation = await portalInUse()
})
const reading = doors.filter(({ method }) => method === 'GET').map((reviewed) => ({ name: nameOf(reviewed), reviewed }))

describe('T-35 no page sends its reader, or word of her, anywhere else', () => {
  test.each(reading)('$name', async ({ reviewed }) => {
    const answer = await visit(await somebodyWhoMay(reviewed), addressOf(reviewed.path, situation))
    const html = await answer.text()
    if (!answer.headers.get('Content-Type')?.startsWith('text/html')) return
    const loads = [
      ...html.matchAll(
        /<(?:script|link|img|iframe|source|video|audio|form|use|object|embed)\b[^>]*?\s(?:src|href|action|data|srcset|formaction)="([^"]*)"/g,
      ),
    ]
    for (const [whole, address = ''] of loads) expect(address, whole).toMatch(/^(\/(?!\/)|data:image\/|#|$)/)
    for (const [, attribute = ''] of html.matchAll(/\s(?:hx-(?:get|post|put|delete|patch)|ping)="([^"]*)"/g))
      expect(attribute).toMatch(/^\/(?!\/)/)
    expect(html).not.toMatch(/<meta[^>]+http-equiv="refresh"|<base\b|preconnect|dns-prefetch/)
  })
})
