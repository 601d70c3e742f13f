import type { Browser, Page } from 'playwright-core'
import { ask, post, signedIn, type Screen } from './screens-morning.ts'

/** Where the pages of this week are: addresses that only the portal knows. */
export interface Week {
  offered: string
  offering: string
  series: string
  change: string
  standing: string
  standingOfStaff: string
  appointment: string
  move: string
  review: string
  cancellation: string
}

/**
 * After that morning: the practice has a holiday, Theo has time off and a series across both, offers Bo other times, and Ana asks for every
 * Friday, waits for something earlier and looks at another time for an appointment (SCH-2, SCH-23, SCH-26 to SCH-28).
 */
export async function aWeek(chrome: Browser, url: string): Promise<Week> {
  const dana = await signedIn(chrome, url, 'dana')
  await addDates(dana, '/willow/manage/hours/practice', { from: '2026-12-24', until: '2026-12-25', label: 'Winter holiday' })
  const theo = await signedIn(chrome, url, 'theo')
  await addDates(theo, '/willow/manage/hours/sta_theo', { from: '2026-12-11', label: 'Training' })
  const series = await makeSeries(theo)
  const appointment = await makeAppointment(theo, { client: 'Max Nilsson', date: '2026-12-03', time: '14:00' })
  await makeAppointment(theo, { client: 'Bo Nilsson', date: '2026-12-01', time: '15:00' })
  const bo = await signedIn(chrome, url, 'bo')
  const offered = await ask(bo, 'cli_bo', { from: '2026-12-09', clock: '10:00', forum: 'telehealth', note: '' })
  const offering = `/willow/manage/requests/${offered.split('/').at(-1)}/counter-offer`
  await offerTimes(theo, offering)
  const ana = await signedIn(chrome, url, 'ana')
  const standing = await askForEveryFriday(ana)
  await wait(ana)
  const move = await herNext(ana)
  await ana.goto(move)
  await ana.locator('.slot').nth(3).click()
  await ana.waitForURL(/[?&]start=/)
  const review = addressOf(ana)
  await post(url, '/dev/cron', {})
  for (const page of [dana, theo, bo, ana]) await page.context().close()
  return {
    offered,
    offering,
    ...series,
    standing,
    standingOfStaff: standing.replace(/my\/cli_ana/, 'manage'),
    appointment,
    move,
    review,
    cancellation: move.replace('reschedule', 'cancellation'),
  }
}

/** What scheduling added, as it stands after that week. */
export function weekScreens(at: Week): Screen[] {
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

const addressOf = (page: Page): string => page.url().slice(new URL(page.url()).origin.length)

async function addDates(page: Page, path: string, { from, until = '', label }: { from: string; until?: string; label: string }) {
  await page.goto(path)
  await page.locator('#add-off > summary').click()
  await page.locator('#off-from-date').fill(from)
  await page.locator('#off-until-date').fill(until)
  await page.locator('#off-label').fill(label)
  await page.locator('#add-off').getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByText(label).first().waitFor()
}

/** Every Thursday at 15:00, over the holiday. Answers its page, and "this and following". */
async function makeSeries(theo: Page): Promise<{ series: string; change: string }> {
  await theo.goto('/willow/manage/series/new?client=cli_ana')
  await theo.getByLabel('First date').fill('2026-12-10')
  await theo.getByLabel('Time', { exact: true }).fill('15:00')
  await theo.getByLabel('How many times').fill('6')
  await theo.getByRole('button', { name: 'Show the dates' }).click()
  await theo.getByRole('button', { name: /^Save/ }).click()
  await theo.waitForURL(/\/series\/ser_/)
  const series = addressOf(theo)
  await theo
    .getByRole('link', { name: /^This and following/ })
    .nth(1)
    .click()
  await theo.getByLabel('Weekday').selectOption('Friday')
  await theo.getByRole('button', { name: 'Show the dates' }).click()
  await theo.waitForURL(/weekday=5/)
  return { series, change: addressOf(theo) }
}

async function makeAppointment(theo: Page, { client, date, time }: { client: string; date: string; time: string }): Promise<string> {
  await theo.goto(`/willow/manage/calendar/new?${new URLSearchParams({ date, time })}`)
  await theo.getByLabel('Client', { exact: true }).selectOption({ label: client })
  await theo.getByRole('button', { name: 'Save appointment' }).click()
  await theo.waitForURL(/\/appointments\/apt_/)
  return addressOf(theo)
}

async function offerTimes(theo: Page, path: string): Promise<void> {
  await theo.goto(path)
  for (const which of [0, 1, 4]) await theo.getByRole('checkbox').nth(which).check()
  await theo.getByRole('button', { name: 'Offer these times' }).click()
  await theo.waitForURL(/\/manage\/requests(#|$)/)
}

async function askForEveryFriday(ana: Page): Promise<string> {
  await ana.goto('/willow/my/cli_ana/standing/new?therapist=sta_theo&service=svc_session&forum=telehealth')
  await ana.getByLabel('Day and time').selectOption('Fri 11:00')
  await ana.getByRole('button', { name: 'Ask for it' }).click()
  await ana.waitForURL(/\/standing\/sta?n?d?_?/)
  return addressOf(ana)
}

async function wait(ana: Page): Promise<void> {
  await ana.goto('/willow/my/cli_ana/waitlist/new?therapist=sta_theo&service=svc_session&forum=telehealth')
  await ana.getByLabel(/^Only before this day/).fill('2026-12-08')
  await ana.getByRole('button', { name: 'Put me on the list' }).click()
  await ana.getByRole('heading', { name: 'Waiting for an earlier time' }).waitFor()
}

/** The first of her appointments that can be moved. */
async function herNext(ana: Page): Promise<string> {
  await ana.goto('/willow/my/cli_ana/appointments')
  await ana.locator('.appointment', { hasText: '15:00–' }).first().getByRole('link').click()
  const move = await ana.getByRole('link', { name: 'Move this appointment' }).getAttribute('href')
  return move ?? ''
}
