import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { administrator } from './steps/administrator.ts'
import { bothWays } from './steps/both-ways.ts'
import { rowsIn } from './steps/database.ts'
import { development } from './steps/development.ts'
import { requestsDuring } from './steps/watching.ts'
import { openPortal, type OpenPortal } from './support.ts'

const within24h = 'setting-schedule_within_24h'
let portal: OpenPortal
beforeAll(async () => void (portal = await openPortal()))
beforeEach(() => development(portal).everythingIsNew())
afterAll(() => portal.close())

bothWays((javaScript) => {
  test('SET-4 a switch moves, says so, and outlives a power cut with its audit entry', async () => {
    const dana = await administrator(portal, 'dana', { javaScript })
    await dana.opensThePortalSettings()
    await dana.seesOff(within24h)
    await dana.presses(within24h)
    await dana.seesOn(within24h)
    await dana.seesWhoChanged(within24h, 'Dana Ortiz')

    let audited: Record<string, unknown>[] = []
    await portal.restart((folder) => {
      audited = rowsIn(folder, "SELECT actor_name, action, details FROM audit WHERE entity_id = 'schedule_within_24h'")
    })
    expect(audited).toEqual([{ actor_name: 'Dana Ortiz', action: 'setting.on', details: '{"from":"off","to":"on"}' }])
    await dana.opensThePortalSettings()
    await dana.seesOn(within24h)
    await dana.seesWhoChanged(within24h, 'Dana Ortiz')
  })
})

test('SET-3 with JavaScript: one request, the row alone is replaced', async () => {
  const dana = await administrator(portal, 'dana', { javaScript: true })
  await dana.opensThePortalSettings()
  await dana.page.evaluate("document.querySelectorAll('.switch-row').forEach((row) => (row.seen = true))")
  const sent = await requestsDuring(dana.page, async () => {
    await dana.presses(within24h)
    await dana.seesOn(within24h)
  })
  expect(sent.map((request) => `${request.method()} ${new URL(request.url()).pathname}`)).toEqual([
    'POST /willow/manage/portal/settings/schedule_within_24h',
  ])
  const replaced = await dana.page.evaluate("[...document.querySelectorAll('.switch-row')].filter((row) => !row.seen).map(({ id }) => id)")
  expect(replaced).toEqual([within24h])
})

test('UX-3 with JavaScript: the focus stays, the change is announced, Undo takes it back', async () => {
  const dana = await administrator(portal, 'dana', { javaScript: true })
  await dana.opensThePortalSettings()
  await dana.presses(within24h)
  await dana.seesOn(within24h)
  await dana.focusIsOn(dana.switchOf(within24h))
  await dana.hears(/Allow clients to schedule an appointment within 24 hours: now on\./)
  expect(await dana.undoIsOfferedIn(within24h)).toBe(true)
  await dana.pressesUndoIn(within24h)
  await dana.seesOff(within24h)
  await dana.focusIsOn(dana.switchOf(within24h))
  await dana.hears(/now off\./)
})

test('SET-3 without JavaScript: back at the row', async () => {
  const dana = await administrator(portal, 'dana', { javaScript: false })
  await dana.opensThePortalSettings()
  await dana.presses(within24h)
  await dana.seesOn(within24h)
  expect(new URL(dana.page.url()).hash).toBe(`#${within24h}`)
})

test('SET-5 two administrators: the second is told who was quicker, and nothing is overwritten', async () => {
  const [first, second] = [
    await administrator(portal, 'dana', { javaScript: true }),
    await administrator(portal, 'dana', { javaScript: true }),
  ]
  await first.opensThePortalSettings()
  await second.opensThePortalSettings()
  await first.presses(within24h)
  await first.seesOn(within24h)
  await second.presses(within24h)
  await second.seesOn(within24h)
  expect(await second.page.locator(`#${within24h} .notice`).textContent()).toContain(
    'Not saved: Dana Ortiz changed this meanwhile. It is on now.',
  )
  await second.focusIsOn(second.page.locator(`#${within24h} .notice`))
})
