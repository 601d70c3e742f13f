import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, devices, type Page } from 'playwright-core'
import { chromiumPath } from '../../src/commands/chromium.ts'
import { seed } from '../../src/commands/demo.ts'
import { freePort } from '../../src/commands/ports.ts'
import { spawnPortal, type SpawnedPortal } from '../../src/commands/spawned.ts'
import { development } from './steps/development.ts'

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export interface BrowserKind {
  javaScript: boolean
  phone?: boolean
  dark?: boolean
  /** Keeps pages in memory for Back, as people's browsers do; Playwright's do not by themselves. */
  remembersPages?: boolean
}

/** The smallest phone in use; its pixels are drawn once, because here a processor draws them. */
const phone = { ...devices['Pixel 7'], viewport: { width: 360, height: 740 }, deviceScaleFactor: 1 }

const options = { bundle: 'dev', port: await freePort(), persistTo: await mkdtemp(join(tmpdir(), 'portico-')), cron: false } as const
let running: SpawnedPortal | undefined
const chromes = new Map<boolean, Promise<Browser>>()
// Portal and browsers outlive the files: both end with this process, by themselves.
process.once('exit', () => rmSync(options.persistTo, { recursive: true, force: true }))

/**
 * A portal with nothing in it but demo data, and people with browsers. `close()` it in afterAll. One process serves file after file
 * (to start it and a Chromium for each would take as long as all the journeys), emptied in between. `localhost`: browsers know it under
 * its other name, because they make no passkeys for an IP address (docs/development.md).
 */
export async function openPortal({ localhost = false } = {}) {
  running ??= await spawnPortal(options)
  const { url } = running
  await seed(url)
  await development({ url }).everythingIsNew()
  const contexts: BrowserContext[] = []

  function chromeFor({ remembersPages = false }: BrowserKind): Promise<Browser> {
    const launched = chromes.get(remembersPages) ?? launch(remembersPages)
    chromes.set(remembersPages, launched)
    return launched
  }

  /** A page of a browser nobody used before: no cookies, no history. */
  async function browser(kind: BrowserKind): Promise<Page> {
    const chrome = await chromeFor(kind)
    const context = await chrome.newContext({
      ...(kind.phone ? phone : { viewport: { width: 1280, height: 800 } }),
      colorScheme: kind.dark ? 'dark' : 'light',
      javaScriptEnabled: kind.javaScript,
      baseURL: localhost ? url.replace('127.0.0.1', 'localhost') : url,
      timezoneId: 'America/New_York',
      locale: 'en-US',
    })
    contexts.push(context)
    return context.newPage()
  }

  /** Gives a browser the full session of somebody of the cast. */
  async function signInAs(page: Page, key: string): Promise<void> {
    const form = { form: { person: key }, headers: { Origin: url }, maxRedirects: 0 }
    const answer = await page.context().request.post('/dev/sign-in', form)
    if (answer.status() !== 303) throw new Error(`Nobody could sign in as ${key}: ${answer.status()} ${await answer.text()}`)
  }

  /** Power cut and start again: same data, same port. Browsers keep their cookies. Meanwhile `look` may open the folder of the data. */
  async function restart(look?: (folder: string) => unknown): Promise<void> {
    await running?.crash()
    await look?.(options.persistTo)
    running = await spawnPortal(options)
  }

  /** Everybody closes their browser. */
  async function close(): Promise<void> {
    await Promise.all(contexts.map((context) => context.close()))
  }

  return { url, browser, restart, signInAs, close }
}

export type OpenPortal = Awaited<ReturnType<typeof openPortal>>

async function launch(remembersPages: boolean): Promise<Browser> {
  const kept = remembersPages ? { ignoreDefaultArgs: ['--disable-back-forward-cache'] } : {}
  return await chromium.launch({ executablePath: await chromiumPath(), args, ...kept })
}
