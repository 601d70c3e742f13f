import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, devices, type Page } from 'playwright-core'
import { buildIfStale } from './bundle.ts'
import { chromiumPath } from './chromium.ts'
import { seed } from './demo.ts'
import { freePort } from './ports.ts'
import { command, root } from './quiet.ts'
import { spawnPortal } from './spawned.ts'

const folder = join(root, 'docs/screens')
const widths = [1280, 768, 360]
const [early, now] = ['2026-12-01T12:55:00Z', '2026-12-01T15:00:00Z']

interface Screen {
  name: string
  person?: 'dana' | 'theo' | 'ana'
  path: string
  /** How much of a long page is shown, px. */
  height?: number
  /** What is done on it before it is shown. */
  act?: (page: Page) => Promise<unknown>
}

const asked = process.argv.slice(2)

/** `npm run screens`: every key page at three widths, light and dark, from the demo data, into docs/screens; or only those named after `--`. */
await command(async () => {
  await buildIfStale('dev')
  const persistTo = await mkdtemp(join(tmpdir(), 'portico-screens-'))
  const portal = await spawnPortal({ bundle: 'dev', port: await freePort(), persistTo, cron: false })
  const chrome = await chromium.launch({
    executablePath: await chromiumPath(),
    args: ['--no-sandbox', '--disable-gpu', '--hide-scrollbars'],
  })
  try {
    await seed(portal.url)
    const open = await aMorning(chrome, portal.url)
    if (asked.length === 0) await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    const shown = screens(open).filter(({ name }) => asked.length === 0 || asked.includes(name))
    for (const width of widths) for (const screen of shown) await shoot(chrome, portal.url, width, screen)
    console.log(await summary())
  } finally {
    await chrome.close()
    await portal.stop()
    await rm(persistTo, { recursive: true, force: true })
  }
})

/** `open` is the address of a request that waits for an answer. */
function screens(open: string): Screen[] {
  return [
    { name: 'login', path: '/willow/login' },
    { name: 'join', path: '/willow/join' },
    { name: 'book-as-a-visitor', path: '/willow/book/theo?from=2026-12-08' },
    { name: 'security', person: 'ana', path: '/account/security' },
    { name: 'passkeys', person: 'ana', path: '/account/passkeys' },
    { name: 'second-factor', person: 'theo', path: '/account/second-factor' },
    { name: 'booking', person: 'ana', path: '/willow/my/cli_ana/appointments/new?from=2026-12-03' },
    { name: 'request', person: 'ana', path: open },
    { name: 'appointments', person: 'ana', path: '/willow/my/cli_ana/appointments' },
    { name: 'requests', person: 'theo', path: '/willow/manage/requests', height: 1600 },
    { name: 'settings', person: 'dana', path: '/willow/manage/portal', height: 1600 },
    { name: 'schedule', person: 'dana', path: '/willow/manage/portal', act: opensTheSchedule },
    { name: 'history', person: 'dana', path: '/willow/manage/portal/history', height: 1400 },
    { name: 'as-it-was', person: 'dana', path: '/willow/manage/portal/history?at=2026-12-01T07:30', height: 1600 },
    { name: 'staff-and-seats', person: 'dana', path: '/willow/manage/staff', height: 1200 },
    { name: 'staff-member', person: 'dana', path: '/willow/manage/staff/sta_theo' },
    { name: 'links', person: 'dana', path: '/willow/manage/portal/links', height: 1600 },
    { name: 'invite-clients', person: 'dana', path: '/willow/manage/clients/invitations?client=cli_nell&client=cli_max', height: 1600 },
    { name: 'registrations', person: 'dana', path: '/willow/manage/clients/registrations' },
    { name: 'duplicates', person: 'dana', path: '/willow/manage/clients/duplicates' },
    { name: 'clients', person: 'dana', path: '/willow/manage/clients' },
    { name: 'bulk', person: 'dana', path: '/willow/manage/clients', act: selectsThree },
    { name: 'client', person: 'dana', path: '/willow/manage/clients/cli_max', height: 1600 },
    { name: 'explanation', person: 'dana', path: '/willow/manage/clients/cli_max/explanation?feature=self_scheduling', height: 1400 },
  ]
}

async function opensTheSchedule(page: Page): Promise<void> {
  await page.locator('#setting-self_scheduling').getByRole('link', { name: 'Schedule' }).click()
  await page.locator('#schedule-self_scheduling form').waitFor()
  await page.evaluate("document.querySelector('#setting-self_scheduling').scrollIntoView(); document.activeElement.blur()")
}

async function selectsThree(page: Page): Promise<void> {
  for (const clientId of ['cli_ana', 'cli_bo', 'cli_max']) await page.locator(`input[name=client][value=${clientId}]`).check()
  await page.locator('#selection').getByRole('combobox').selectOption('self_scheduling')
}

/** A believable morning: some switches on, three requests with notes, one of them answered. Answers the address of an open one. */
async function aMorning(chrome: Browser, url: string): Promise<string> {
  await post(url, '/dev/reset', { now: early })
  await post(url, '/dev/fill', { clients: '3' })
  const dana = await signedIn(chrome, url, 'dana')
  for (const key of ['secure_messaging', 'contact_access', 'display_insurance', 'cancel_within_24h'])
    await press(dana, '/willow/manage/portal', `setting-${key}`)
  await press(dana, '/willow/manage/portal', 'notification-request_confirmed')
  await press(dana, '/willow/manage/clients', 'client-cli_bo-contact_access')
  await press(dana, '/willow/manage/clients/cli_max', 'client-cli_max-self_scheduling')
  await planTheHolidays(dana)
  const ana = await signedIn(chrome, url, 'ana')
  const open = await ask(ana, 'cli_ana', {
    from: '2026-12-08',
    clock: '10:00',
    forum: 'telehealth',
    note: 'Could we talk about the letter?',
  })
  await ask(ana, 'cli_ana', { from: '2026-12-03', clock: '11:30', forum: 'in_person', note: '' })
  const bo = await signedIn(chrome, url, 'bo')
  await ask(bo, 'cli_bo', {
    from: '2026-12-04',
    clock: '14:00',
    forum: 'in_person',
    note: 'I come from work, so a little later is fine, too.',
  })
  await post(url, '/dev/clock', { now })
  const theo = await signedIn(chrome, url, 'theo')
  await theo.goto('/willow/manage/requests')
  await theo.locator('.request-row', { hasText: '11:30' }).getByRole('button', { name: 'Confirm' }).click()
  await theo.locator('.request-row.done').waitFor()
  for (const page of [dana, ana, bo, theo]) await page.context().close()
  return open
}

async function press(page: Page, path: string, row: string): Promise<void> {
  await page.goto(path)
  await page.locator(`[id="${row}"]`).getByRole('switch').click()
  await page.waitForLoadState('networkidle')
}

/** The sign-up is closed from Christmas to the second of January. */
async function planTheHolidays(page: Page): Promise<void> {
  await page.goto('/willow/manage/portal/settings/client_signup/schedules')
  for (const [label, value] of [
    ['Date', '2026-12-24'],
    ['Time', '09:00'],
    ['Back on this date', '2027-01-02'],
    ['Back at this time', '09:00'],
  ] as const)
    await page.getByLabel(label, { exact: !label.startsWith('Back') }).fill(value)
  await page.getByRole('button', { name: 'Schedule it' }).click()
  await page.waitForLoadState('networkidle')
}

async function ask(page: Page, clientId: string, wish: { from: string; clock: string; forum: string; note: string }): Promise<string> {
  await page.goto(
    `/willow/my/${clientId}/appointments/new?${new URLSearchParams({ from: wish.from, forum: wish.forum, service: 'svc_session' })}`,
  )
  if (wish.note) {
    await page.locator('summary', { hasText: 'A note for' }).click()
    await page.getByLabel(/^A note for/).fill(wish.note)
  }
  await page.locator('.slot', { hasText: wish.clock }).click()
  await page.waitForURL(/\/requests\/apt_/)
  return new URL(page.url()).pathname
}

/** One page at one width, light and dark. */
async function shoot(chrome: Browser, url: string, width: number, { name, person, path, height = 900, act }: Screen): Promise<void> {
  const page = await (await contextFor(chrome, url, width)).newPage()
  if (person) await signIn(page, url, person)
  await page.goto(path)
  await act?.(page)
  const tall = Number(await page.evaluate('document.documentElement.scrollHeight'))
  await page.setViewportSize({ width, height: Math.max(900, Math.min(tall, height)) })
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.waitForTimeout(100)
    await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`) })
  }
  await page.context().close()
}

function contextFor(chrome: Browser, url: string, width: number): Promise<BrowserContext> {
  const touch = width < 768 ? { ...devices['Pixel 7'], deviceScaleFactor: 1 } : {}
  return chrome.newContext({
    ...touch,
    baseURL: url,
    viewport: { width, height: 900 },
    reducedMotion: 'reduce',
    locale: 'en-US',
    timezoneId: 'America/New_York',
  })
}

async function signedIn(chrome: Browser, url: string, person: string): Promise<Page> {
  const page = await (await contextFor(chrome, url, 1280)).newPage()
  await signIn(page, url, person)
  return page
}

async function signIn(page: Page, url: string, person: string): Promise<void> {
  await page.context().request.post('/dev/sign-in', { form: { person }, headers: { Origin: url }, maxRedirects: 0 })
}

async function post(url: string, path: string, fields: Record<string, string>): Promise<void> {
  const answer = await fetch(url + path, { method: 'POST', headers: { Origin: url }, body: new URLSearchParams(fields) })
  if (!answer.ok) throw new Error(`POST ${path}: ${answer.status} ${await answer.text()}`)
}

async function summary(): Promise<string> {
  const names = await readdir(folder)
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size))
  return `${names.length} screens, ${(sizes.reduce((sum, size) => sum + size, 0) / 1e6).toFixed(1)} MB, in docs/screens.`
}
