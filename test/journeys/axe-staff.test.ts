import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { administrator } from './steps/administrator.ts'
import { client } from './steps/client.ts'
import { development } from './steps/development.ts'
import { newcomer, staff } from './steps/staff.ts'
import { watch, type Complaints } from './steps/watching.ts'
import { stateOn } from './steps/state.ts'
import { openPortal, type OpenPortal } from './support.ts'

// Who works here: every page in the states it goes through, each looked at as it comes (UX-1, UX-3).

const complaints: Complaints[] = []
const eva_ = 'eva@else.example'
let portal: OpenPortal
let dana: Awaited<ReturnType<typeof administrator>>
let eva: Awaited<ReturnType<typeof newcomer>>
const team = () => staff(dana.page)

beforeAll(async () => {
  portal = await openPortal()
  await development(portal).everythingIsNew()
  dana = await administrator(portal, 'dana', { javaScript: true })
  eva = await newcomer(portal, eva_, { javaScript: true })
  for (const { page } of [dana, eva]) complaints.push(watch(page, portal.url))
})
afterAll(() => portal.close())

const state = stateOn(() => dana.page)

describe('Staff & seats', () => {
  state('the invitation, opened', async () => {
    await team().opensTheStaff()
    await team().opensTheInvitation()
  })
  state('the invitation, not complete', async () => {
    await dana.page.locator('#invite').getByRole('checkbox', { name: 'Therapist' }).uncheck()
    await team().invites('', 'eva at home')
    await dana.page.locator('main [role=alert]').first().waitFor()
  })
  state('for somebody who works here', async () => {
    await dana.page.locator('#invite').getByRole('checkbox', { name: 'Therapist' }).check()
    await team().invites('Theo', 'theo@willow.example')
    await dana.page.getByText('works here already').first().waitFor()
  })
  state('an invitation is open', async () => {
    await team().opensTheStaff()
    await team().opensTheInvitation()
    await team().invites('Eva Roth', eva_)
    await team().seesOpenOffer('Eva Roth')
  })
  state('an idle limit that cannot be', async () => {
    await dana.page.getByLabel('Minutes without').fill('90')
    await dana.page.locator('#idle').getByRole('button', { name: 'Save' }).click()
    await dana.page.locator('#idle [role=alert]').waitFor()
  })
})

describe('the invitation', () => {
  const page = () => eva.page
  state('read by a stranger', async () => {
    await eva.opensTheInvitation()
    await eva.seesHeading('An invitation to work in a portal')
    return page()
  })
  state('read by somebody else', async () => {
    const ana = await client(portal, 'ana', { javaScript: true })
    await ana.isSignedIn()
    await ana.page.goto(new URL(page().url()).pathname)
    await ana.seesHeading('This invitation is for another address')
    return ana.page
  })
  state('taken up', async () => {
    await eva.presses('Send me the code')
    await eva.typesTheCode()
    await eva.isLedTo('/account/second-factor')
    await eva.opensTheInvitation()
    await eva.seesHeading('You work here already')
    return page()
  })
  state('used, and read by a stranger', async () => {
    const stranger = await portal.browser({ javaScript: true })
    await stranger.goto(new URL(page().url()).pathname)
    await stranger.getByRole('heading', { name: 'This invitation no longer works' }).waitFor()
    return stranger
  })
})

describe('a staff member', () => {
  const opens = async (name: string) => {
    await team().opensTheStaff()
    await team().opensTheMember(name)
  }
  state('herself', () => opens('Dana Ortiz'))
  state('the last administrator', async () => {
    await team().deactivates()
    await team().isTold('This is the last administrator.')
  })
  state('without a role', async () => {
    await opens('Tess Moreau')
    await team().changesTheRoles({ Therapist: false })
    await dana.page.locator('main [role=alert]').first().waitFor()
  })
  state('just changed', async () => {
    await opens('Tess Moreau')
    await team().changesTheRoles({ Administrator: true })
    await team().hasDone('The roles of Tess Moreau are changed.')
  })
  state('it meets something', async () => {
    const ana = await client(portal, 'ana', { javaScript: true })
    await ana.isSignedIn()
    await ana.opens('/willow/book')
    await ana.picksTheTime('11:30')
    await opens('Theo Lindqvist')
    await team().deactivates()
    await team().isTold('1 open request stays unanswered')
  })
  state('deactivated', async () => {
    await team().does('Do it all the same')
    await team().hasDone('Theo Lindqvist is deactivated.')
  })
  state('on the list', () =>
    team()
      .opensTheStaff()
      .then(() => undefined),
  )
})

test('no page did what its policy forbids, or asked another origin', () => {
  expect(complaints.flatMap(({ foreign, errors }) => [...foreign, ...errors])).toEqual([])
})
