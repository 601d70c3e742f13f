import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { administrator } from './steps/administrator.ts'
import { development } from './steps/development.ts'
import { visitor } from './steps/visitor.ts'
import { watch, type Complaints } from './steps/watching.ts'
import { state } from './steps/state.ts'
import { openPortal, type OpenPortal } from './support.ts'

// The three links: what visitors meet by them, in the states it goes through, and what Dana hands out (UX-1, UX-3, LNK-8).

const complaints: Complaints[] = []
let portal: OpenPortal
let vera: Awaited<ReturnType<typeof visitor>>
let nell: Awaited<ReturnType<typeof visitor>>
let dana: Awaited<ReturnType<typeof administrator>>

beforeAll(async () => {
  portal = await openPortal()
  await development(portal).everythingIsNew()
  vera = await visitor(portal, 'vera@new.example', { javaScript: true, phone: true })
  nell = await visitor(portal, 'nell@family.example', { javaScript: true })
  dana = await administrator(portal, 'dana', { javaScript: true })
  for (const { page } of [vera, nell, dana]) complaints.push(watch(page, portal.url))
})
afterAll(() => portal.close())

const [hers, nells, danas] = [() => vera.page, () => nell.page, () => dana.page]

describe('a visitor', () => {
  state('registers', hers, () => vera.opens('/willow/join'))
  state('has typed too little', hers, async () => {
    await vera.sends('Register')
    await vera.page.locator('main [role=alert]').waitFor()
  })
  state('looks at times', hers, () => vera.opens('/willow/book'))
  state("by a therapist's link that is none", hers, () => vera.opens('/willow/book/nobody'))
  state('has chosen one', hers, () => vera.choosesTheTime('11:30'))
  state('chose one that is taken', nells, async () => {
    await vera.saysWhoSheIs('Vera Lindt')
    await nell.opens('/willow/book')
    await nell.choosesTheTime('11:30')
    await vera.sends('Ask for this time')
    await vera.seesHeading('Look at your e-mail')
    await nell.saysWhoSheIs('Nell Okafor')
    await nell.sends('Ask for this time')
    await nell.seesHeading('That time is taken')
  })
  state('is being looked at, with a time', nells, async () => {
    await nell.page.locator('.slot').first().click()
    await nell.provesHerAddress()
    await nell.seesHeading('We are checking')
  })
  state('is registered', hers, async () => {
    await registersAnew()
    await vera.seesHeading('You are registered')
  })
  state('has an account already', hers, async () => {
    await registersAnew()
    await vera.seesHeading('You have an account here already')
  })
})

describe('Dana', () => {
  state('looks at the links', danas, () => dana.page.goto('/willow/manage/portal/links'))
  state('is about to replace one', danas, () => dana.page.locator('#link-join summary').click())
  state('has replaced it', danas, async () => {
    await dana.page.locator('#link-join').getByRole('button', { name: 'Make a new address' }).click()
    await dana.page.getByText('This address is new').waitFor()
  })
  state('prints one', danas, () => dana.page.goto('/willow/manage/portal/links/join/sheet'))
  test('copies one, and is told in words', async () => {
    await dana.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await dana.page.setViewportSize({ width: 1280, height: 900 })
    await dana.page.goto('/willow/manage/portal/links')
    await dana.page.locator('#link-book [data-copy]').click()
    await expect.poll(() => dana.page.locator('#live').textContent()).toMatch(/Copied/)
    expect(await dana.page.evaluate('navigator.clipboard.readText()')).toBe(`${portal.url}/willow/book`)
  })
  state('a visitor meets the old address', hers, async () => {
    await vera.page.context().clearCookies()
    await vera.opens('/willow/join')
    await vera.seesHeading('This link was replaced')
  })
})

/** Vera, in a browser that has forgotten her. */
async function registersAnew(): Promise<void> {
  await vera.page.context().clearCookies()
  await development(portal).theMailboxIsEmptied()
  await vera.opens('/willow/join')
  await vera.saysWhoSheIs('Vera Lindt')
  await vera.sends('Register')
  await vera.provesHerAddress()
}

test('no page did what its policy forbids, or asked another origin', () => {
  expect(complaints.flatMap(({ foreign, errors }) => [...foreign, ...errors])).toEqual([])
})
