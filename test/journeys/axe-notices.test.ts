import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { administrator } from './steps/administrator.ts'
import { client } from './steps/client.ts'
import { development } from './steps/development.ts'
import { stateOn } from './steps/state.ts'
import { therapist } from './steps/therapist.ts'
import { watch, type Complaints } from './steps/watching.ts'
import { openPortal, type OpenPortal } from './support.ts'

// What was sent, what did not arrive, and what is new: their pages in the states they go through (UX-1, UX-3, T-35).

const withScripts = { javaScript: true }
const complaints: Complaints[] = []
let portal: OpenPortal
let bo: Awaited<ReturnType<typeof client>>
let dana: Awaited<ReturnType<typeof administrator>>
let theo: Awaited<ReturnType<typeof therapist>>

beforeAll(async () => {
  portal = await openPortal()
  await development(portal).everythingIsNew()
  bo = await client(portal, 'bo', withScripts)
  dana = await administrator(portal, 'dana', withScripts)
  theo = await therapist(portal, 'theo', withScripts)
  await bo.isSignedIn()
  for (const { page } of [bo, dana, theo]) complaints.push(watch(page, portal.url))
})
afterAll(() => portal.close())

const ofDana = stateOn(() => dana.page)
const ofTheo = stateOn(() => theo.page)
const ofBo = stateOn(() => bo.page)
const opens = ({ page }: { page: typeof bo.page }, path: string) => page.goto(`/willow/${path}`)
const news = () => bo.page.locator('#bell').getAttribute('data-news')
const inOtherLanguage = async (page: typeof bo.page, name: string) => {
  await page.getByRole('button', { name }).click()
  await page.waitForLoadState()
}

describe('with nothing in them', () => {
  ofBo('what is new', async () => void (await opens(bo, 'my/cli_bo/notices')))
  ofBo('sent to you', async () => void (await opens(bo, 'my/cli_bo/sent')))
  ofTheo('what is new for staff', async () => void (await opens(theo, 'manage/notices')))
  ofDana('e-mails about a client', async () => void (await opens(dana, 'manage/clients/cli_bo/deliveries')))
  ofDana('what was not delivered', async () => void (await opens(dana, 'manage/deliveries')))
})

describe('NOT-23 NOT-21 with e-mails', () => {
  ofBo('sent to you, with everything that can become of one', async () => {
    await development(portal).moreEmails(12)
    await opens(bo, 'my/cli_bo/sent')
  })
  ofDana('the mark on the row of a client', async () => {
    await opens(dana, 'manage/clients')
    await dana.page.getByText('Your e-mail to this client was not delivered.').waitFor()
  })
  ofDana('the mark on her page', async () => void (await opens(dana, 'manage/clients/cli_bo')))
  ofDana('what to do, with a note begun', async () => {
    await dana.page.getByRole('link', { name: 'See what to do' }).click()
    await dana.page.locator('main summary').first().click()
    await dana.page.getByLabel('Note').first().waitFor()
  })
  ofDana('reached by phone', async () => {
    await dana.page.getByLabel('Note').first().fill('Told him the new time.')
    await dana.page.getByRole('button', { name: 'Save' }).first().click()
    await dana.page.getByText('Reached by phone: Dana Ortiz').first().waitFor()
    expect(await dana.page.getByText('Told him the new time.').count()).toBe(1)
  })
  ofDana('the same in Spanish', async () => {
    await inOtherLanguage(dana.page, 'Español')
    await dana.page.getByRole('heading', { level: 1, name: 'Correos sobre Bo Nilsson' }).waitFor()
  })
  ofDana('what was not delivered, some of it dealt with, and of one what keeps it from being sent again', async () => {
    await inOtherLanguage(dana.page, 'English')
    await development(portal).moreEmails(12)
    await opens(dana, 'manage/deliveries')
    await dana.page
      .getByRole('button', { name: /^Try again/ })
      .first()
      .click()
    await dana.page.getByText('Not sent again, because it would not be true any more.').waitFor()
  })
})

describe('NOT-5 what is new', () => {
  ofBo('the bell rings', async () => {
    await opens(bo, 'my/cli_bo/appointments/new?therapist=sta_theo&service=svc_session&forum=telehealth&from=2026-12-09')
    await bo.picksTheTime('10:00')
    await theo.opensTheRequests()
    await theo.page.locator('main').getByRole('button', { name: 'Confirm' }).first().click()
    await theo.page.locator('.request-row.done').waitFor()
    await opens(bo, 'my/cli_bo/appointments')
    expect(await news()).toBe('1')
  })
  test('NOT-5 in front of her for a moment, it is read: the bell is silent, the mark stays until she comes back', async () => {
    await bo.page.locator('#bell').click()
    await bo.page.getByText('A request was confirmed').first().waitFor()
    await bo.page.getByText('Everything here is marked as read.').waitFor()
    expect(await news()).toBe('0')
    expect(await bo.page.locator('.appointment.new').count()).toBe(1)
    await bo.page.reload()
    expect(await bo.page.locator('.appointment.new').count()).toBe(0)
  })
  test('NOT-5 it leads to the appointment itself', async () => {
    await bo.page
      .getByRole('link', { name: /^Details/ })
      .first()
      .click()
    await bo.seesHeading('Confirmed')
  })
  test('NOT-5 without JavaScript it is a button', async () => {
    const plain = await client(portal, 'ana', { javaScript: false })
    await plain.isSignedIn()
    await plain.opens('/willow/my/cli_ana/appointments/new?therapist=sta_theo&service=svc_session&forum=telehealth&from=2026-12-10')
    await plain.page.locator('.slot').first().click()
    await theo.opensTheRequests()
    await theo.page.locator('main').getByRole('button', { name: 'Confirm' }).first().click()
    await theo.page.locator('.request-row.done').first().waitFor()
    await plain.opens('/willow/my/cli_ana/notices')
    await plain.page.getByRole('button', { name: 'Mark all as read' }).click()
    await plain.page.getByText('Nothing new since your last visit.').waitFor()
  })
  ofTheo('what is new for staff, read a moment later', async () => {
    await opens(theo, 'manage/notices')
    await theo.page.getByText('Everything here is marked as read.').waitFor()
  })
})

test('T-35 no page did what its policy forbids, or asked another origin', () => {
  expect(complaints.flatMap(({ foreign, errors }) => [...foreign, ...errors])).toEqual([])
})
