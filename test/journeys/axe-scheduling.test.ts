import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { administrator } from './steps/administrator.ts'
import { client } from './steps/client.ts'
import { development } from './steps/development.ts'
import { series } from './steps/series.ts'
import { stateOn } from './steps/state.ts'
import { therapist } from './steps/therapist.ts'
import { watch, type Complaints } from './steps/watching.ts'
import { openPortal, type OpenPortal } from './support.ts'

// Hours, series, standing requests, moves and offers: their pages in the states they go through (UX-1, UX-3, T-35).

const withScripts = { javaScript: true }
const complaints: Complaints[] = []
let portal: OpenPortal
let ana: Awaited<ReturnType<typeof client>>
let bo: typeof ana
let dana: Awaited<ReturnType<typeof administrator>>
let theo: Awaited<ReturnType<typeof therapist>>

beforeAll(async () => {
  portal = await openPortal()
  await development(portal).everythingIsNew()
  ana = await client(portal, 'ana', withScripts)
  bo = await client(portal, 'bo', withScripts)
  dana = await administrator(portal, 'dana', withScripts)
  theo = await therapist(portal, 'theo', withScripts)
  await ana.isSignedIn()
  await bo.isSignedIn()
  for (const { page } of [ana, bo, dana, theo]) complaints.push(watch(page, portal.url))
})
afterAll(() => portal.close())

const ofDana = stateOn(() => dana.page)
const ofTheo = stateOn(() => theo.page)
const ofAna = stateOn(() => ana.page)
const ofBo = stateOn(() => bo.page)

const manage = (path: string) => theo.page.goto(`/willow/manage/${path}`)
const my = (path: string) => ana.page.goto(`/willow/my/cli_ana/${path}`)
const presses = (name: RegExp | string) => theo.page.locator('main').getByRole('button', { name }).first().click()
const follows = ({ page }: { page: typeof theo.page }, name: RegExp | string) =>
  page.locator('main').getByRole('link', { name }).first().click()

describe('SCH-2 hours', () => {
  ofDana('whose hours', async () => void (await dana.page.goto('/willow/manage/hours')))
  ofDana('a holiday of the practice, just added', () =>
    series(dana.page).addsAHoliday({ from: '2026-12-24', until: '2026-12-25', label: 'Winter holiday' }),
  )
  ofTheo('hours, with time off to be added', async () => {
    await manage('hours/sta_theo')
    await theo.page.locator('#add-off > summary').click()
  })
  ofTheo('hours, an exception that is not complete', async () => {
    await theo.page.locator('#add-off').getByRole('button', { name: 'Add', exact: true }).click()
    await theo.page.locator('main .error').first().waitFor()
  })
  ofTheo('hours, time off just added', async () => {
    await theo.page.locator('#off-from-date').fill('2026-12-11')
    await theo.page.locator('#off-label').fill('Training')
    await theo.page.locator('#add-off').getByRole('button', { name: 'Add', exact: true }).click()
    await theo.page.locator('.hours-row', { hasText: 'Training' }).waitFor()
  })
  ofTheo('more choices of weekly hours', async () => void (await manage('hours/sta_theo/windows/new')))
  ofTheo('what a client would be offered', async () => void (await manage('hours/sta_theo/preview?client=cli_ana')))
})

describe('SCH-26 series', () => {
  ofTheo('a new series, for whom', async () => void (await manage('series/new')))
  ofTheo('a series over a holiday', () =>
    series(theo.page).describesASeries('Ana Pereira', { date: '2026-12-10', time: '15:00', count: 6 }),
  )
  ofTheo('a series', async () => {
    await presses(/^Save/)
    await theo.page.getByRole('heading', { name: 'Series of Ana Pereira' }).waitFor()
  })
  ofTheo('this and following', async () => {
    await theo.page
      .getByRole('link', { name: /^This and following/ })
      .first()
      .click()
    await theo.page.locator('summary', { hasText: 'Cancel this and following' }).click()
  })
  ofTheo('this and following, to another day', async () => {
    await theo.page.getByLabel('Weekday').selectOption('Friday')
    await presses('Show the dates')
    await theo.page.getByRole('heading', { name: 'Dates' }).waitFor()
  })
})

describe('SCH-27 standing requests', () => {
  ofAna('to be asked for', async () => void (await my('standing/new?therapist=sta_theo&service=svc_session&forum=telehealth')))
  ofAna('waiting', async () => {
    await ana.page.getByLabel('Day and time').selectOption('Fri 11:00')
    await ana.page.getByRole('button', { name: 'Ask for it' }).click()
    await ana.seesHeading('Waiting for Theo’s answer')
  })
  ofTheo('to be answered, in the list', async () => void (await theo.opensTheRequests()))
  ofTheo('to be answered, with time off and a holiday', async () => {
    await follows(theo, /^Look at the dates/)
    await theo.page.getByText('Time off: Winter holiday').waitFor()
  })
  ofTheo('confirmed', async () => {
    await presses(/^Confirm/)
    await theo.page.getByRole('link', { name: 'See the series' }).waitFor()
  })
  ofAna('confirmed, for the client', async () => {
    await ana.page.reload()
    await ana.seesHeading('Confirmed')
  })
})

describe('SCH-40 the calendar and the appointments of a client', () => {
  ofTheo('a week with series', async () => void (await manage('calendar?view=week&date=2026-12-10')))
  ofTheo('a day off', async () => void (await manage('calendar?view=day&date=2026-12-11')))
  ofTheo('an agenda over a holiday', async () => void (await manage('calendar?view=agenda&date=2026-12-20')))
  ofTheo('an appointment of a series, with everything unfolded', async () => {
    await manage('calendar?view=day&date=2026-12-17')
    await theo.page.locator('.items a', { hasText: 'Ana' }).click()
    await theo.page.getByRole('link', { name: 'See its series' }).waitFor()
    for (const summary of await theo.page.locator('main summary').all()) await summary.click()
  })
  ofTheo('the appointments of a client', async () => {
    await follows(theo, 'Appointments of Ana Pereira')
    await theo.page.getByRole('heading', { level: 1, name: 'Appointments of Ana Pereira' }).waitFor()
  })
  ofDana(
    'the appointments of a client who has none',
    async () => void (await dana.page.goto('/willow/manage/clients/cli_nell/appointments')),
  )
})

describe('SCH-20 SCH-41 a move', () => {
  ofAna('another time to choose', async () => {
    await ana.opens('/willow/my/cli_ana/appointments')
    await ana.page.locator('.appointment', { hasText: 'Thu 10 Dec' }).getByRole('link').click()
    await follows(ana, 'Move this appointment')
    await ana.seesHeading('Move your appointment')
  })
  ofAna('looked at once more', async () => {
    await ana.page.locator('.slot').first().click()
    await ana.seesHeading('Ask for this time instead?')
  })
  ofAna('asked for', async () => {
    await ana.page.getByRole('button', { name: 'Ask to move it' }).click()
    await ana.seesHeading('Waiting for Theo’s answer')
  })
  ofTheo('to be answered', async () => void (await theo.opensTheRequests()))
  ofTheo('done, in the list', async () => {
    await presses('Confirm')
    await theo.page.locator('.request-row.done', { hasText: 'Moved' }).waitFor()
  })
  ofAna('done, for the client', async () => {
    await ana.page.reload()
    await ana.seesHeading('Theo moved your appointment')
  })
})

describe('SCH-23 other times', () => {
  ofTheo('to be offered', async () => {
    await bo.opens('/willow/my/cli_bo/appointments/new?therapist=sta_theo&service=svc_session&forum=telehealth&from=2026-12-09')
    await bo.picksTheTime('10:00')
    await theo.opensTheRequests()
    await follows(theo, /^Offer other times/)
    await theo.page.getByRole('heading', { level: 1, name: 'Offer other times' }).waitFor()
  })
  ofTheo('none chosen', async () => {
    await presses('Offer these times')
    await theo.page.getByText('Choose a time, or name one.').waitFor()
  })
  ofTheo('offered', async () => {
    await theo.page.getByRole('checkbox').first().check()
    await presses('Offer these times')
    await theo.page.getByText('You offered Bo Nilsson other times').waitFor()
  })
  ofBo('in the list', async () => {
    await bo.opens('/willow/my/cli_bo/appointments')
    await bo.page.getByText('Other times offered').waitFor()
  })
  ofBo('to be taken', async () => {
    await follows(bo, /^Details/)
    await bo.seesHeading('Theo offers you other times')
  })
})

test('T-35 no page did what its policy forbids, or asked another origin', () => {
  expect(complaints.flatMap(({ foreign, errors }) => [...foreign, ...errors])).toEqual([])
})
