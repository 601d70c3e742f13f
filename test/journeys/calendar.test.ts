import { afterAll, beforeAll, beforeEach, describe, test } from 'vitest'
import { bothWays } from './steps/both-ways.ts'
import { calendarOf } from './steps/calendar.ts'
import { development } from './steps/development.ts'
import { stateOn } from './steps/state.ts'
import { openPortal, type OpenPortal } from './support.ts'

let portal: OpenPortal
beforeAll(async () => void (portal = await openPortal()))
afterAll(() => portal.close())

describe('by keyboard', () => {
  beforeEach(() => development(portal).everythingIsNew())

  bothWays((javaScript) => {
    test.each([{ phone: false }, { phone: true }])(
      'SCH-26 SCH-40 theo makes, moves, cancels, deletes and restores appointments (phone: $phone)',
      async ({ phone }) => {
        const theo = await calendarOf(portal, 'theo', { javaScript, phone })
        await theo.opens('view=week&date=2026-12-03')
        await theo.doesNotScrollSideways()
        await theo.follows(/^Free 09:00–17:00/)
        await theo.seesHeading('New appointment')
        await theo.doesNotScrollSideways()
        await theo.chooses('Client', 'Ana')
        await theo.presses('Save appointment')
        await theo.seesHeading('Ana Pereira')
        await theo.says('confirmed')

        await theo.unfolds('Move or reassign')
        await theo.enters('Time', '19:00')
        await theo.presses('Move appointment')
        await theo.sees('This is outside working hours')
        await theo.enters('Time', '14:00')
        await theo.presses('Move appointment')
        await theo.says('14:00–14:50 EST')
        await theo.doesNotScrollSideways()

        await theo.unfolds('Delete')
        await theo.presses('Delete this appointment')
        await theo.says('removed')
        await theo.presses('Restore this appointment')
        await theo.says('confirmed')
        await theo.unfolds('Cancel')
        await theo.presses('Cancel this appointment')
        await theo.says('cancelled')
        await theo.sees(/cancelled it/)
      },
    )
  })
})

describe('looked at', () => {
  let theo: Awaited<ReturnType<typeof calendarOf>>
  beforeAll(async () => {
    await development(portal).everythingIsNew()
    theo = await calendarOf(portal, 'dana', { javaScript: true })
  })
  const state = stateOn(() => theo.page)

  state('the week of several', () => theo.opens('view=week&date=2026-12-03').then(() => undefined))
  state('the week of one', () => theo.opens('view=week&date=2026-12-03&staff=sta_theo').then(() => undefined))
  state('the day', () => theo.opens('view=day&date=2026-12-03').then(() => undefined))
  state('the agenda', () => theo.opens('view=agenda&date=2026-12-03').then(() => undefined))
  state('a new appointment that is not complete', async () => {
    await theo.page.goto('/willow/manage/calendar/new?therapist=sta_theo&date=2026-12-03&time=19:00')
    await theo.page.getByRole('button', { name: 'Save appointment' }).click()
    await theo.sees('Choose a client.')
  })
  state('what stands in its way', async () => {
    await theo.page.getByLabel('Client', { exact: true }).selectOption({ label: 'Ana Pereira' })
    await theo.page.getByRole('button', { name: 'Save appointment' }).click()
    await theo.sees('This is outside working hours')
  })
  state('an appointment', async () => {
    await theo.page.getByLabel('I have seen this, save it all the same').check()
    await theo.page.getByRole('button', { name: 'Save appointment' }).click()
    await theo.says('confirmed')
  })
})
