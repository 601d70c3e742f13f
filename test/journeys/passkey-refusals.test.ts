import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { aDevice } from './steps/authenticator.ts'
import { client } from './steps/client.ts'
import { begin, development } from './steps/development.ts'
import { openPortal, type OpenPortal } from './support.ts'

// What Chromium itself signs, in the cases where the portal must say no (ACC-3, T-11). Each test first shows that the same key opens the door.

const refused = 'This passkey does not open this portal'
const no = { status: 422, says: expect.stringContaining(refused) as string }
const signIn = '/willow/login/passkey'
let portal: OpenPortal
beforeAll(async () => void (portal = await openPortal({ localhost: true })))
beforeEach(() => development(portal).everythingIsNew())
afterAll(() => portal.close())

test('ACC-3 an answer made for another origin of the same host: a page that passes a challenge on signs nobody in', async () => {
  const { page } = await withPasskey('ana')
  await signsOut(page)
  const elsewhere = await aPageElsewhere()
  try {
    await page.goto('/willow/login')
    const options = await challengeOf(page, `${signIn}/challenge`)
    await page.goto(elsewhere.url)
    const answer = await signed(page, options)
    expect(originIn(answer)).toBe(elsewhere.url)
    const another = await page.context().newPage()
    await another.goto('/willow/login')
    expect(await posts(another, signIn, answer)).toMatchObject(no)
    await page.goto('/willow/login')
    await isOut(page)
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.getByRole('heading', { level: 1, name: 'Appointments' }).waitFor()
  } finally {
    elsewhere.close()
  }
})

test('ACC-3 an answer that opened once is sent again: by her own browser, and by another', async () => {
  const { page } = await withPasskey('ana')
  await signsOut(page)
  const sent = page.waitForRequest((request) => request.method() === 'POST' && new URL(request.url()).pathname.endsWith('/login/passkey'))
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  const answer = new URLSearchParams((await sent).postData() ?? '').get('answer') ?? ''
  await page.getByRole('heading', { level: 1, name: 'Appointments' }).waitFor()
  await signsOut(page)
  expect(await posts(page, signIn, answer)).toMatchObject(no)
  await isOut(page)
  const other = await portal.browser({ javaScript: true })
  await other.goto('/willow/login')
  expect(await posts(other, signIn, answer)).toMatchObject(no)
})

test('ACC-3 a key whose counter went back is a copy, and opens nothing', async () => {
  const { page, device } = await withPasskey('ana')
  await device.hasCountedTo(40)
  await signsOut(page)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await page.getByRole('heading', { level: 1, name: 'Appointments' }).waitFor()
  await signsOut(page)
  await device.hasCountedTo(12)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await page.getByText(refused).waitFor()
  await isOut(page)
  await device.hasCountedTo(60)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await page.getByRole('heading', { level: 1, name: 'Appointments' }).waitFor()
})

test("ACC-3 ACC-5 somebody else's key is no proof that it is still her, though it is a good key of this portal", async () => {
  const [bo, ana] = [await withPasskey('bo'), await withPasskey('ana')]
  const good = await bo.device.keys()
  await ana.device.learns(good)
  await development(portal).itIs(begin + 20 * 60_000)
  await ana.page.goto('/account/passkeys')
  await ana.page.getByText('Remove', { exact: false }).first().click()
  await ana.page.getByRole('button', { name: 'Remove this passkey' }).click()
  await ana.page.getByRole('heading', { level: 1, name: 'Is it still you?' }).waitFor()

  const options = await challengeOf(ana.page, '/account/passkeys/challenge')
  const foreign = { ...options, allowCredentials: good.map(({ id }) => ({ type: 'public-key', id })) }
  const answer = await signed(ana.page, foreign)
  expect(idIn(answer)).toBe(good[0]?.id)
  expect(await posts(ana.page, '/account/confirmation/passkey', answer)).toMatchObject({ status: 422 })
  await ana.page.getByRole('button', { name: 'Use a passkey' }).click()
  await ana.page.getByRole('heading', { level: 1, name: 'Passkeys' }).waitFor()
})

/** A client who has just made a passkey on a device of her own. */
async function withPasskey(key: string) {
  const she = await client(portal, key, { javaScript: true })
  const device = await aDevice(she.page)
  await development(portal).theMailboxIsEmptied()
  await she.opens('/willow/login')
  await she.signsInByCode()
  await she.opens('/account/passkeys')
  await she.page.getByRole('button', { name: 'Make a passkey on this device' }).click()
  await she.page.getByText('The passkey is added').waitFor()
  return { page: she.page, device }
}

async function signsOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign out' }).first().click()
  await page.getByRole('button', { name: 'Sign in with a passkey' }).waitFor()
}

async function isOut(page: Page): Promise<void> {
  const home = page.url()
  await page.goto('/willow/my')
  expect(new URL(page.url()).pathname).toBe('/willow/login')
  await page.goto(home.includes('/login/passkey') ? '/willow/login' : home)
}

type Options = { challenge: string; rpId: string; allowCredentials: { type: string; id: string }[] }

const challengeOf = async (page: Page, path: string): Promise<Options> =>
  (await page.evaluate(
    async (address) =>
      (await fetch(address, { method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: '' })).json(),
    path,
  )) as Options

/** What the browser and its device answer to options of the portal, on the page they stand on. */
const signed = async (page: Page, options: Options): Promise<string> =>
  String(
    await page.evaluate(`(async () => {
      const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(${JSON.stringify(options)})
      return JSON.stringify((await navigator.credentials.get({ publicKey })).toJSON())
    })()`),
  )

/** Sends an answer as the form does: the status, and what the page says. */
const posts = (page: Page, path: string, answer: string) =>
  page.evaluate(
    async ([address, text]) => {
      const got = await fetch(address ?? '', { method: 'POST', body: new URLSearchParams({ answer: text ?? '' }) })
      return { status: got.status, says: await got.text() }
    },
    [path, answer],
  )

const idIn = (answer: string): string => (JSON.parse(answer) as { id: string }).id
const originIn = (answer: string): string => {
  const { response } = JSON.parse(answer) as { response: { clientDataJSON: string } }
  return (JSON.parse(Buffer.from(response.clientDataJSON, 'base64url').toString()) as { origin: string }).origin
}

/** Another web server of the same host: for the browser the same relying party, for the portal somebody else. */
async function aPageElsewhere() {
  const server = createServer((_, response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<title>Elsewhere</title>'))
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://localhost:${port}`, close: () => server.close() }
}
