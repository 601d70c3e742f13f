import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { bothWays } from './steps/both-ways.ts'
import { client } from './steps/client.ts'
import { development } from './steps/development.ts'
import { problemsOf } from './steps/inspection.ts'
import { therapist } from './steps/therapist.ts'
import { openPortal, type OpenPortal } from './support.ts'

let portal: OpenPortal
beforeAll(async () => void (portal = await openPortal()))
beforeEach(() => development(portal).everythingIsNew())
afterAll(() => portal.close())

const theDay = '/appointments/new?therapist=sta_theo&service=svc_session&forum=telehealth&from=2026-12-08'

/** Ana has an appointment on 8 December at 09:00; Bo has asked on his phone to be told of anything before the 9th. */
async function boWaits(javaScript: boolean) {
  const [ana, bo] = [await client(portal, 'ana', { javaScript }), await client(portal, 'bo', { javaScript, phone: true })]
  const theo = await therapist(portal, 'theo', { javaScript })
  await ana.isSignedIn()
  await bo.isSignedIn()
  await ana.opens(`/willow/my/cli_ana${theDay}`)
  await ana.picksTheTime('09:00')
  await theo.opensTheRequests()
  await theo.confirms('Ana Pereira')
  await bo.opens(`/willow/my/cli_bo${theDay}`)
  await bo.page.getByRole('link', { name: 'Tell me if something earlier opens' }).click()
  await bo.seesHeading('Tell me if something earlier opens')
  await bo.page.getByLabel(/^Only before this day/).fill('2026-12-09')
  await bo.page.getByRole('button', { name: 'Put me on the list' }).click()
  await bo.seesHeading('Waiting for an earlier time')
  return { ana, bo, theo }
}

type Somebody = Awaited<ReturnType<typeof client>>

async function cancelsHerAppointment(ana: Somebody): Promise<void> {
  await ana.page.reload()
  await ana.page.getByRole('link', { name: 'Cancel this appointment' }).click()
  await ana.page.getByRole('button', { name: 'Yes, cancel it' }).click()
  await ana.seesHeading('Appointments')
}

bothWays((javaScript) => {
  test('SCH-28 Ana cancels, Bo is told and takes her time on his phone, Theo confirms', async () => {
    const { ana, bo, theo } = await boWaits(javaScript)
    await cancelsHerAppointment(ana)
    await development(portal).theScheduledWorkIsDone()
    const { text } = await development(portal).theNewestMailTo('bo@family.example', 'waitlist_offer')
    await bo.opens(new URL(/https?:\/\/\S+/.exec(text)?.[0] ?? '').pathname)
    await bo.page.getByRole('heading', { name: 'A time has opened for you' }).waitFor()
    await bo.page.getByRole('button', { name: 'Take this time' }).click()
    await bo.seesHeading('Waiting for Theo’s answer')
    await theo.opensTheRequests()
    await theo.confirms('Bo Nilsson')
    await bo.page.reload()
    await bo.seesHeading('Confirmed')
  })

  test('SCH-28 Bo lets it pass: nobody keeps it from Ana any more, and he stays on the list until he leaves', async () => {
    const { ana, bo } = await boWaits(javaScript)
    await cancelsHerAppointment(ana)
    await development(portal).theScheduledWorkIsDone()
    await ana.opens(`/willow/my/cli_ana${theDay}`)
    expect((await ana.times())[0]).not.toContain('09:00')
    await bo.page.reload()
    await bo.page.getByRole('button', { name: 'Not this one' }).click()
    await expect.poll(() => bo.page.getByRole('heading', { name: 'A time has opened for you' }).count()).toBe(0)
    await ana.page.reload()
    expect((await ana.times())[0]).toContain('09:00')
    await bo.page.getByRole('button', { name: 'Stop waiting' }).click()
    await bo.page.getByText('You are not waiting for anything').waitFor()
  })

  test('SCH-42 Bo makes an address for his calendar app, and stops it', async () => {
    const bo = await client(portal, 'bo', { javaScript, phone: true })
    await bo.isSignedIn()
    await bo.opens('/willow/my/cli_bo/appointments')
    await bo.page.getByRole('link', { name: 'Appointments in your calendar app' }).click()
    await bo.page.getByRole('button', { name: 'Make an address' }).click()
    const address = new URL(await bo.page.getByRole('textbox', { name: 'Your secret address' }).inputValue()).pathname
    expect(await (await fetch(portal.url + address)).text()).toMatch(/^BEGIN:VCALENDAR\r\n/)
    await bo.page.getByRole('link', { name: 'Done' }).click()
    await bo.page.locator('summary', { hasText: 'Stop using it' }).click()
    await bo.page.getByRole('button', { name: 'Stop it now' }).click()
    await bo.page.getByRole('button', { name: 'Make an address' }).waitFor()
    expect((await fetch(portal.url + address)).status).toBe(404)
  })
})

test('UX-1 nothing for axe to find on these pages, down to 320 px', async () => {
  const { ana, bo, theo } = await boWaits(true)
  const looksAt = async ({ page }: Pick<Somebody, 'page'>, path: string) => {
    await page.goto(path)
    expect(await problemsOf(page), path).toEqual([])
  }
  await looksAt(bo, '/willow/my/cli_bo/waitlist/new?therapist=sta_theo')
  await cancelsHerAppointment(ana)
  await development(portal).theScheduledWorkIsDone()
  await looksAt(bo, '/willow/my/cli_bo/waitlist')
  await looksAt(ana, '/willow/my/cli_ana/waitlist')
  await looksAt(bo, '/willow/my/cli_bo/calendar-feed')
  await looksAt(theo, '/willow/manage/waitlist')
  await looksAt(theo, '/willow/manage/calendar-feed')
  await theo.page.getByRole('button', { name: 'Make an address' }).click()
  await theo.page.getByRole('textbox', { name: 'Your secret address' }).waitFor()
  expect(await problemsOf(theo.page)).toEqual([])
})
