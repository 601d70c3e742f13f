import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { buildIfStale } from './bundle.ts'
import { chromiumPath } from './chromium.ts'
import { seed } from './demo.ts'
import { freePort } from './ports.ts'
import { command, root } from './quiet.ts'
import { aMorning, aSecondSeat, contextFor, signIn } from './screens-morning.ts'
import { aWeek, type Week } from './screens-week.ts'
import { spawnPortal } from './spawned.ts'

const folder = join(root, 'docs/screens')
const widths = [1280, 360]

interface Screen {
  name: string
  person?: 'dana' | 'theo' | 'ana' | 'bo'
  path: string
  /** How much of a long page is shown, px. */
  height?: number
  /** Shown last, once a second therapist takes requests. */
  ofTwo?: boolean
  /** What is done on it before it is shown. */
  act?: (page: Page) => Promise<unknown>
}

const asked = process.argv.slice(2)

/** `npm run screens`: every key page at two widths, light and dark, from the demo data, into docs/screens; or only those named after `--`. */
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

/** What scheduling added, as it stands after that week. */
function weekScreens(at: Week): Screen[] {
  const days = '/willow/manage/calendar?date=2026-12-03&staff=sta_theo&view='
  return [
    { name: 'calendar-week', person: 'theo', path: `${days}week`, height: 1400 },
    { name: 'calendar-day', person: 'dana', path: '/willow/manage/calendar?view=day&date=2026-12-03', height: 1400 },
    { name: 'calendar-agenda', person: 'theo', path: `${days}agenda`, height: 1400 },
    { name: 'new-appointment', person: 'theo', path: '/willow/manage/calendar/new?date=2026-12-03&time=14:00', act: meetsAConflict },
    { name: 'appointment', person: 'theo', path: at.appointment },
    { name: 'hours', person: 'theo', path: '/willow/manage/hours/sta_theo', height: 1800 },
    { name: 'hours-preview', person: 'theo', path: '/willow/manage/hours/sta_theo/preview?client=cli_ana', height: 1200 },
    { name: 'holidays', person: 'dana', path: '/willow/manage/hours/practice' },
    { name: 'services', person: 'dana', path: '/willow/manage/services' },
    { name: 'service', person: 'dana', path: '/willow/manage/services/svc_session', height: 1600 },
    { name: 'locations', person: 'dana', path: '/willow/manage/locations' },
    { name: 'location', person: 'dana', path: '/willow/manage/locations/loc_main', height: 1400 },
    { name: 'new-series', person: 'theo', path: '/willow/manage/series/new?client=cli_ana', act: showsTheDates, height: 1800 },
    { name: 'series', person: 'theo', path: at.series },
    { name: 'series-change', person: 'theo', path: at.change, height: 1400 },
    { name: 'standing', person: 'ana', path: at.standing },
    { name: 'new-standing', person: 'ana', path: '/willow/my/cli_ana/standing/new?therapist=sta_theo' },
    { name: 'standing-answer', person: 'theo', path: at.standingOfStaff, height: 1800 },
    { name: 'requests-offered', person: 'theo', path: '/willow/manage/requests', height: 1800 },
    { name: 'counter-offer', person: 'theo', path: at.offering },
    { name: 'offered-times', person: 'bo', path: at.offered, height: 1200 },
    { name: 'reschedule', person: 'ana', path: at.move },
    { name: 'reschedule-review', person: 'ana', path: at.review },
    { name: 'cancellation', person: 'ana', path: at.cancellation },
    { name: 'waitlist', person: 'ana', path: '/willow/my/cli_ana/waitlist' },
    { name: 'new-wait', person: 'ana', path: '/willow/my/cli_ana/waitlist/new?therapist=sta_theo' },
    { name: 'waitlist-of-staff', person: 'theo', path: '/willow/manage/waitlist' },
    { name: 'calendar-feed', person: 'ana', path: '/willow/my/cli_ana/calendar-feed' },
    { name: 'appointments-ahead', person: 'ana', path: '/willow/my/cli_ana/appointments', height: 1600 },
    { name: 'appointments-of-a-client', person: 'theo', path: '/willow/manage/clients/cli_ana/appointments', height: 1600 },
  ]
}

async function meetsAConflict(page: Page): Promise<void> {
  await page.getByLabel('Client', { exact: true }).selectOption({ label: 'Bo Nilsson' })
  await page.getByRole('button', { name: 'Save appointment' }).click()
  await page.locator('main .notice').waitFor()
}

async function showsTheDates(page: Page): Promise<void> {
  await page.getByLabel('First date').fill('2026-12-03')
  await page.getByLabel('Time', { exact: true }).fill('14:00')
  await page.getByLabel('How many times').fill('6')
  await page.getByRole('button', { name: 'Show the dates' }).click()
  await page.getByRole('heading', { name: 'Dates' }).waitFor()
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
