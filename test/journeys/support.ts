import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, devices, type Page } from 'playwright-core'
import { chromiumPath } from '../../src/commands/chromium.ts'
import { seed } from '../../src/commands/demo.ts'
import { freePort } from '../../src/commands/ports.ts'
import { spawnPortal } from '../../src/commands/spawned.ts'

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
}

/** A fresh portal with demo data on a free port, and people with browsers. `close()` it in afterAll. */
export async function openPortal() {
  const persistTo = await mkdtemp(join(tmpdir(), 'portico-'))
  const options = { bundle: 'dev', port: await freePort(), persistTo, cron: false } as const
  let running = await spawnPortal(options)
  let chrome: Browser | undefined
  await seed(running.url)

  /** A page of a browser nobody used before: no cookies, no history. */
  async function browser(kind: BrowserKind): Promise<Page> {
    chrome ??= await chromium.launch({ executablePath: await chromiumPath(), args })
    const context = await chrome.newContext({
      ...(kind.phone ? devices['Pixel 7'] : { viewport: { width: 1280, height: 800 } }),
      colorScheme: kind.dark ? 'dark' : 'light',
      javaScriptEnabled: kind.javaScript,
      baseURL: running.url,
      timezoneId: 'America/New_York',
      locale: 'en-US',
    })
    return context.newPage()
  }

  /** Gives a browser the full session of somebody of the cast. */
  async function signInAs(page: Page, key: string): Promise<void> {
    const form = { form: { person: key }, headers: { Origin: running.url }, maxRedirects: 0 }
    const answer = await page.context().request.post('/dev/sign-in', form)
    if (answer.status() !== 303) throw new Error(`Nobody could sign in as ${key}: ${answer.status()} ${await answer.text()}`)
  }

  /** Power cut and start again: same data, same port. Browsers keep their cookies. */
  async function restart(): Promise<void> {
    await running.crash()
    running = await spawnPortal(options)
  }

  /** Ends portal and browsers, and forgets the data. */
  async function close(): Promise<void> {
    await chrome?.close()
    await running.stop()
    await rm(persistTo, { recursive: true, force: true })
  }

  return { url: running.url, browser, restart, signInAs, close }
}
