import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { administrator } from './steps/administrator.ts'
import { bothWays } from './steps/both-ways.ts'
import { client } from './steps/client.ts'
import { development } from './steps/development.ts'
import { seats } from './steps/seats.ts'
import { therapist } from './steps/therapist.ts'
import { openPortal, type OpenPortal } from './support.ts'

let portal: OpenPortal
beforeAll(async () => void (portal = await openPortal()))
beforeEach(() => development(portal).everythingIsNew())
afterAll(() => portal.close())

bothWays((javaScript) => {
  test('SCH-25 a double click on a time is one request, and the page says so', async () => {
    const ana = await client(portal, 'ana', { javaScript })
    await ana.isSignedIn()
    await ana.opens('/willow/book')
    await ana.doubleClicksTheTime('11:30')
    await ana.seesHeading('Waiting for Theo’s answer')
    const theo = await therapist(portal, 'theo', { javaScript })
    await theo.opensTheRequests()
    await theo.seesOpenRequests(1)
  })

  test('SCH-24 a time that somebody else took: three others, one press each, and her note is kept', async () => {
    const [ana, bo] = [await client(portal, 'ana', { javaScript }), await client(portal, 'bo', { javaScript, phone: true })]
    await ana.isSignedIn()
    await bo.isSignedIn()
    await ana.opens('/willow/book')
    await bo.opens('/willow/book')
    await ana.picksTheTime('11:30')
    await bo.writesANote('I may be a minute late.')
    await bo.presses('11:30')
    await bo.seesHeading('This time is no longer free')
    expect(await bo.times()).toEqual(['Wed 2 Dec, 10:00 EST', 'Wed 2 Dec, 10:30 EST', 'Wed 2 Dec, 12:30 EST'])
    await bo.picksTheTime('12:30')
    await bo.seesHeading('Waiting for Theo’s answer')
    await bo.page.getByText('I may be a minute late.').waitFor()
    const theo = await therapist(portal, 'theo', { javaScript })
    await theo.opensTheRequests()
    await theo.seesOpenRequests(2)
  })

  test('SCH-21 she withdraws, and asks again', async () => {
    const ana = await client(portal, 'ana', { javaScript, phone: true })
    await ana.isSignedIn()
    await ana.opens('/willow/book')
    await ana.picksTheTime('11:30')
    await ana.page.getByRole('button', { name: 'Withdraw this request' }).click()
    await ana.seesHeading('You withdrew this request')
    await ana.page.getByRole('link', { name: 'Ask for another time' }).click()
    await ana.picksTheTime('11:30')
    await ana.seesHeading('Waiting for Theo’s answer')
  })
})

bothWays((javaScript) => {
  test('SCH-11 she looks for the first afternoon that anybody has, and asks whoever is named with it', async () => {
    const dana = await administrator(portal, 'dana', { javaScript })
    const staff = seats(dana.page)
    await staff.opensTheSeats()
    await staff.givesASeatTo('sta_tess')
    const ana = await client(portal, 'ana', { javaScript, phone: true })
    await ana.isSignedIn()
    await ana.opens('/willow/my/cli_ana/appointments/new')
    await ana.page.getByLabel('With whom').selectOption('First available')
    if (!javaScript) await ana.page.getByRole('button', { name: 'Show times' }).click()
    await ana.page.getByText('Press a time to ask whoever is named with it.').waitFor()
    await ana.page.getByRole('link', { name: 'Afternoon' }).click()
    await ana.page.locator('.chips [aria-current]', { hasText: 'Afternoon' }).waitFor()
    expect(await ana.page.getByLabel('With whom').inputValue()).toBe('first')
    const [first = ''] = await ana.times()
    expect(first).toMatch(/^1[2-7]:\d\d(Tess|Theo)$/)
    await ana.picksTheTime(first.slice(0, 5))
    await ana.seesHeading(`Waiting for ${first.slice(5)}’s answer`)
  })
})

test('UX-3 with JavaScript the note she has begun stays when she looks at another day', async () => {
  const ana = await client(portal, 'ana', { javaScript: true, phone: true })
  await ana.isSignedIn()
  await ana.opens('/willow/book')
  await ana.writesANote('Could we talk about the letter?')
  const day = ana.page.locator('.days a', { hasText: 'Fri' }).first()
  await day.click()
  await ana.page.locator('.days [aria-current]', { hasText: 'Fri' }).waitFor()
  await ana.picksTheTime('11:30')
  await ana.page.getByText('Could we talk about the letter?').waitFor()
})
