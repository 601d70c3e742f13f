import { env, exports } from 'cloudflare:workers'
import { beforeAll, describe, expect, test } from 'vitest'
import { doors } from '../house/doors.data.ts'
import { nameOf } from '../house/doors.exceptions.ts'
import { addressOf, portalInUse, type Situation } from '../house/situation.ts'
import { origin, signIn, type Browser } from '../support/portal.ts'

// T-28: who may pass is asked at the route, not by how its address begins; so another spelling of it is the same door, or none.

let situation: Situation
let cyd: Browser
let theo: Browser
beforeAll(async () => {
  situation = await portalInUse()
  cyd = await signIn('cyd')
  theo = await signIn('theo')
})

const spellings: Record<string, (path: string) => string> = {
  'two slashes before': (path) => `/${path}`,
  'two slashes within': (path) => path.replace('/willow/', '/willow//'),
  'a slash after': (path) => `${path}/`,
  'a dot': (path) => path.replace('/willow/', '/willow/./'),
  'up and down again': (path) => path.replace('/willow/', '/willow/my/../'),
  'up, encoded': (path) => path.replace('/willow/', '/willow/my/%2e%2e/'),
  'an encoded slash': (path) => path.replace('/willow/', '/willow%2f'),
  'a backslash': (path) => path.replace('/willow/', '/willow\\'),
  'a semicolon': (path) => path.replace('/willow', '/willow;v=1'),
  capitals: (path) => path.replace(/\/(manage|my)\b/, (word) => word.toUpperCase()),
  'an encoded letter': (path) => path.replace('/manage', '/%6danage').replace('/my', '/%6dy'),
  'encoded twice': (path) => path.replace('/manage', '/%256danage').replace('/my', '/%256dy'),
  'a null at the end': (path) => `${path}%00`,
  'an ending': (path) => `${path}.json`,
  'a question mark, encoded': (path) => `${path}%3f`,
  'a fragment, encoded': (path) => `${path}%23`,
}

const ask = async (who: Browser | null, path: string): Promise<Response> => {
  const cookie = [...(who?.cookies ?? [])].map(([name, value]) => `${name}=${value}`).join('; ')
  return await exports.default.fetch(origin + path, { redirect: 'manual', headers: cookie ? { Cookie: cookie } : {} })
}

const { long = false } = JSON.parse(env.MATRIX) as { long?: boolean }
const closed = doors
  .filter(({ method, path, audience }) => method === 'GET' && path.startsWith('/:org/') && ['clients', 'staff'].includes(audience))
  .filter((_, at) => long || at % 4 === 0)

describe('T-28 another spelling of an address opens nothing', () => {
  test.each(closed.map((reviewed) => ({ name: nameOf(reviewed), reviewed })))('$name', async ({ reviewed }) => {
    const address = addressOf(reviewed.path, situation)
    await Promise.all(
      Object.entries(spellings).map(async ([name, spell]) => {
        const stranger = await ask(null, spell(address))
        expect([303, 404], `a stranger: ${name}`).toContain(stranger.status)
        expect((await ask(cyd, spell(address))).status, `Cyd: ${name}`).toBe(404)
        if (reviewed.policy === 'administrators') expect([403, 404], `Theo: ${name}`).toContain((await ask(theo, spell(address))).status)
      }),
    )
  })
})
