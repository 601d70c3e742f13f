import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { href, paths } from '../../src/paths.ts'
import { bothWays } from './steps/both-ways.ts'
import { client } from './steps/client.ts'
import { development } from './steps/development.ts'
import { openPortal, type OpenPortal } from './support.ts'

let portal: OpenPortal
let requestId: string
beforeAll(async () => {
  portal = await openPortal()
  await development(portal).everythingIsNew()
  const ana = await client(portal, 'ana', { javaScript: false })
  await ana.isSignedIn()
  await ana.opens('/willow/book')
  await ana.picksTheTime('10:00')
  requestId = ana.page.url().split('/').at(-1) ?? ''
})
afterAll(() => portal.close())

bothWays((javaScript) => {
  test('SEC-1, T-01 to the administrator of another practice, this one is not there', async () => {
    const amir = await client(portal, 'amir', { javaScript })
    await amir.isSignedIn()
    const look = javaScript ? asHtmx : asBrowser
    const nowhere = await look(amir.page, '/willow/manage/nothing-of-this-name')
    expect(nowhere.status).toBe(404)
    for (const address of addresses()) expect({ address, ...(await look(amir.page, address)) }).toEqual({ address, ...nowhere })
  })
})

/** Every address of willow that is not public, with ids that exist. */
function addresses(): string[] {
  const known = { org: 'willow', clientId: 'cli_ana', appointmentId: 'apt_ana_1', requestId, key: 'self_scheduling', event: 'created' }
  const theirs = Object.values(paths).filter((path) => path.startsWith('/:org/my') || path.startsWith('/:org/manage'))
  return theirs.map((path) => href(path, known as never))
}

/** What differs between any two answers, what only development says, and how long her own session lasts. */
const changing = ['date', 'x-request-id', 'server-timing', 'x-database', 'session-seconds']
const lasting = ([name]: [string, string]) => !changing.includes(name)

/** The answer to a visit, byte for byte. */
async function asBrowser(page: Page, address: string) {
  const answer = await page.goto(address)
  if (!answer) throw new Error(`No answer from ${address}`)
  return { status: answer.status(), headers: Object.entries(await answer.allHeaders()).filter(lasting), body: await answer.text() }
}

/** The answer to what htmx asks for. */
async function asHtmx(page: Page, address: string) {
  if (page.url() === 'about:blank') await page.goto('/willow/login')
  const asking = `fetch(${JSON.stringify(address)}, { headers: { 'HX-Request': 'true', 'HX-Request-Type': 'partial' } })`
  const answer = await page.evaluate(
    `${asking}.then(async (answer) => ({ status: answer.status, headers: [...answer.headers], body: await answer.text() }))`,
  )
  const { headers, ...rest } = answer as { status: number; headers: [string, string][]; body: string }
  return { ...rest, headers: headers.filter(lasting) }
}
