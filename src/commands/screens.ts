import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { buildIfStale } from './bundle.ts'
import { chromiumPath } from './chromium.ts'
import { seed } from './demo.ts'
import { freePort } from './ports.ts'
import { command, root } from './quiet.ts'
import { aMorning, aSecondSeat, contextFor, signIn, type Screen } from './screens-morning.ts'
import { aWeek, weekScreens } from './screens-week.ts'
import { spawnPortal } from './spawned.ts'

const folder = join(root, 'docs/screens')
const widths = [1280, 768, 360]

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
    if (asked.length === 0) await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    const ofMorning = screens(await aMorning(chrome, portal.url))
    await shootAll(
      chrome,
      portal.url,
      ofMorning.filter(({ ofTwo }) => !ofTwo),
    )
    await shootAll(chrome, portal.url, weekScreens(await aWeek(chrome, portal.url)))
    await aSecondSeat(chrome, portal.url)
    await shootAll(
      chrome,
      portal.url,
      ofMorning.filter(({ ofTwo }) => ofTwo),
    )
    console.log(await summary())
  } finally {
    await chrome.close()
    await portal.stop()
    await rm(persistTo, { recursive: true, force: true })
  }
})

/** `open`: the address of a request that waits for an answer. `invitation`: of one that can be taken up. */
function screens({ open, invitation }: { open: string; invitation: string }): Screen[] {
  return [
    { name: 'login', path: '/willow/login' },
    { name: 'join', path: '/willow/join' },
    { name: 'book-as-a-visitor', path: '/willow/book/theo?from=2026-12-08' },
    { name: 'security', person: 'ana', path: '/account/security' },
    { name: 'passkeys', person: 'ana', path: '/account/passkeys' },
    { name: 'authenticator', person: 'theo', path: '/account/authenticator' },
    { name: 'invitation', path: invitation },
    { name: 'code', path: '/willow/login', act: asksForACode },
    { name: 'email-change', person: 'ana', path: '/account/email' },
    { name: 'my-notifications', person: 'ana', path: '/willow/my/notifications', height: 3600 },
    { name: 'staff-notifications', person: 'theo', path: '/willow/manage/notifications', height: 1600 },
    { name: 'practice-emails', person: 'dana', path: '/willow/manage/portal/emails', height: 1600 },
    { name: 'your-time', path: '/willow/book/theo?from=2026-12-08', act: choosesATime },
    { name: 'booking', person: 'ana', path: '/willow/my/cli_ana/appointments/new?from=2026-12-03' },
    {
      name: 'first-available',
      person: 'ana',
      path: '/willow/my/cli_ana/appointments/new?therapist=first&part=afternoon&from=2026-12-03',
      height: 1400,
      ofTwo: true,
    },
    { name: 'request', person: 'ana', path: open },
    { name: 'appointments', person: 'ana', path: '/willow/my/cli_ana/appointments' },
    { name: 'what-is-new', person: 'ana', path: '/willow/my/cli_ana/notices' },
    { name: 'sent-to-you', person: 'bo', path: '/willow/my/cli_bo/sent', height: 1400 },
    { name: 'what-is-new-for-staff', person: 'theo', path: '/willow/manage/notices' },
    { name: 'client-emails', person: 'dana', path: '/willow/manage/clients/cli_bo/deliveries', height: 2000 },
    { name: 'not-delivered', person: 'dana', path: '/willow/manage/deliveries', height: 1400 },
    { name: 'requests', person: 'theo', path: '/willow/manage/requests', height: 1600 },
    { name: 'access-log', person: 'ana', path: '/willow/my/cli_ana/access-log' },
    { name: 'audit', person: 'dana', path: '/willow/manage/audit', act: sealsIt },
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

async function sealsIt(page: Page): Promise<void> {
  const { origin } = new URL(page.url())
  await page.request.post(`${origin}/dev/cron`, { headers: { Origin: origin } })
  await page.reload()
}

async function opensTheSchedule(page: Page): Promise<void> {
  await page.locator('#setting-self_scheduling').getByRole('link', { name: 'Schedule' }).click()
  await page.locator('#schedule-self_scheduling form').waitFor()
  await page.evaluate("document.querySelector('#setting-self_scheduling').scrollIntoView(); document.activeElement.blur()")
}

async function asksForACode(page: Page): Promise<void> {
  await page.getByLabel('E-mail address').fill('ana@family.example')
  await page.getByRole('button', { name: 'Send me a code' }).click()
  await page.waitForURL('**/login/code')
}

async function choosesATime(page: Page): Promise<void> {
  await page.locator('.slot').first().click()
  await page.getByRole('heading', { level: 1, name: 'Your time' }).waitFor()
}

async function selectsThree(page: Page): Promise<void> {
  for (const clientId of ['cli_ana', 'cli_bo', 'cli_max']) await page.locator(`input[name=client][value=${clientId}]`).check()
  await page.locator('#selection').getByRole('combobox').selectOption('self_scheduling')
}

async function shootAll(chrome: Browser, url: string, screens: Screen[]): Promise<void> {
  const shown = screens.filter(({ name }) => asked.length === 0 || asked.includes(name))
  for (const width of widths) for (const screen of shown) await shoot(chrome, url, width, screen)
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

async function summary(): Promise<string> {
  const names = await readdir(folder)
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size))
  return `${names.length} screens, ${(sizes.reduce((sum, size) => sum + size, 0) / 1e6).toFixed(1)} MB, in docs/screens.`
}
