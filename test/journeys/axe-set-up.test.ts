import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { administrator } from './steps/administrator.ts'
import { development } from './steps/development.ts'
import { stateOn } from './steps/state.ts'
import { watch, type Complaints } from './steps/watching.ts'
import { openPortal, type OpenPortal } from './support.ts'

// What a practice sets up: its pages in the states they go through (SCH-1, UX-1, UX-3).

const complaints: Complaints[] = []
let portal: OpenPortal
let dana: Awaited<ReturnType<typeof administrator>>

beforeAll(async () => {
  portal = await openPortal()
  await development(portal).everythingIsNew()
  dana = await administrator(portal, 'dana', { javaScript: true })
  complaints.push(watch(dana.page, portal.url))
})
afterAll(() => portal.close())

const state = stateOn(() => dana.page)
const opens = async (path: string): Promise<void> => void (await dana.page.goto(`/willow/manage/${path}`))
const presses = (name: string) => dana.page.locator('main').getByRole('button', { name, exact: true })

describe('SCH-1 the set-up', () => {
  state('the services', () => opens('services'))
  state('a service', () => opens('services/svc_session'))
  state('a service, not complete', async () => {
    await dana.page.getByLabel('Length in minutes').fill('5')
    await presses('Save').first().click()
    await dana.page.locator('main [role=alert]').waitFor()
  })
  state('a location with rooms', async () => {
    await opens('locations/loc_main')
    await dana.page.getByLabel('Name of the new room').fill('Larch')
    await presses('Add the room').click()
    await dana.page.locator('#rooms').getByRole('button', { name: 'Archive Larch' }).waitFor()
  })
  state('a location whose archive meets something', async () => {
    await presses('Archive').last().click()
    await dana.page.getByText('2 therapists offer something here').waitFor()
  })
  state('the locations', () => opens('locations'))
})

test('no page did what its policy forbids, or asked another origin', () => {
  expect(complaints.flatMap(({ foreign, errors }) => [...foreign, ...errors])).toEqual([])
})
