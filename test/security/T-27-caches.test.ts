import { beforeAll, describe, expect, test } from 'vitest'
import { doors } from '../house/doors.data.ts'
import { nameOf } from '../house/doors.exceptions.ts'
import { addressOf, portalInUse, somebodyWhoMay, type Situation } from '../house/situation.ts'
import { filesIn, withoutComments } from '../house/support.ts'
import { visit } from '../support/portal.ts'

// T-27: nothing that somebody sees is kept for somebody else.

let situation: Situation
beforeAll(async () => {
  situation = await portalInUse()
})
const reading = doors.filter(({ method }) => method === 'GET').map((reviewed) => ({ name: nameOf(reviewed), reviewed }))

describe('T-27 no cache between two people', () => {
  test.each(reading)('$name', async ({ reviewed }) => {
    const who = await somebodyWhoMay(reviewed)
    for (const how of [{}, { htmx: true }]) {
      const { headers } = await visit(who, addressOf(reviewed.path, situation), how)
      expect(headers.get('Cache-Control')).toMatch(/^private, no-store|^no-store/)
      expect(headers.get('ETag')).toBeNull()
      expect(headers.get('Last-Modified')).toBeNull()
      // A page and its fragment have one address, and so have a page of hers and of his.
      expect(headers.get('Vary')?.split(/, */)).toEqual(expect.arrayContaining(['HX-Request-Type', 'Cookie']))
    }
  })

  test('no code of ours asks the shared cache, or writes to it', () => {
    for (const [path, text] of filesIn('src/', 'views/'))
      expect(withoutComments(text), path).not.toMatch(/caches\.(default|open)|hono\/cache|cacheEverything/)
  })
})
