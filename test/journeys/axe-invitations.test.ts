import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { administrator } from './steps/administrator.ts'
import { development } from './steps/development.ts'
import { invitedPerson } from './steps/invitation.ts'
import { selection } from './steps/selection.ts'
import { watch, type Complaints } from './steps/watching.ts'
import { state } from './steps/state.ts'
import { openPortal, type OpenPortal } from './support.ts'

// Inviting clients and being invited, in the states it goes through (UX-1, UX-3).

const complaints: Complaints[] = []
let portal: OpenPortal
let dana: Awaited<ReturnType<typeof administrator>>
let nell: Awaited<ReturnType<typeof invitedPerson>>

beforeAll(async () => {
  portal = await openPortal()
  await development(portal).everythingIsNew()
  dana = await administrator(portal, 'dana', { javaScript: true })
  nell = await invitedPerson(portal, 'nell', { javaScript: true, phone: true })
  for (const { page } of [dana, nell]) complaints.push(watch(page, portal.url))
})
afterAll(() => portal.close())

const [danas, nells] = [() => dana.page, () => nell.page]
const presses = (name: string) => dana.page.getByRole('button', { name }).click()

describe('Dana', () => {
  state('has sent nothing yet', danas, () => dana.page.goto('/willow/manage/clients/invitations'))
  state('has selected some', danas, async () => {
    await dana.opensManageClients()
    await selection(dana.page).selects('cli_nell', 'cli_max', 'cli_ana')
  })
  state('writes to them, where the list was', danas, async () => {
    await presses('Invite')
    await dana.page.locator('#preview').waitFor()
    await dana.focusIsOn(dana.page.getByRole('heading', { level: 1 }))
  })
  state('has used a word that is none', danas, async () => {
    await dana.page.getByRole('textbox', { name: 'Message' }).fill('Dear {name}')
    await presses('Update preview')
    await dana.page.locator('main [role=alert]').waitFor()
  })
  state('reads the plain text', danas, async () => {
    await dana.page.getByRole('textbox', { name: 'Message' }).fill('Dear {first_name}')
    await presses('Update preview')
    await dana.page.locator('#preview summary').click()
  })
  state('has sent it', danas, async () => {
    await presses('Send invitation')
    await dana.page.waitForURL(/\/invitations\/bat_/)
    await development(portal).theScheduledWorkIsDone()
    await dana.page.locator('#progress', { hasText: '1 of 1 sent' }).waitFor()
  })
  state('looks at what she has sent', danas, () => dana.page.goto('/willow/manage/clients/invitations'))
  state('can invite nobody', danas, () => dana.page.goto('/willow/manage/clients/invitations?client=cli_max'))
})

describe('Nell', () => {
  state('is invited', nells, () => nell.opensTheInvitation())
  state('comes too late', nells, async () => {
    await development(portal).itIs(Date.parse('2026-12-10T15:00:00Z'))
    await nell.opensTheInvitation()
  })
  state('has asked for a new one', nells, async () => {
    await development(portal).theMailboxIsEmptied()
    await nell.page.getByRole('button', { name: 'Send me a new one' }).click()
    await nell.seesHeading('Look at your e-mail')
  })
  state('reads hers where somebody else is signed in', danas, async () => {
    await portal.signInAs(dana.page, 'dana')
    await dana.page.goto(/https?:\/\/\S+\/invite\/\S+/.exec((await nell.letter()).text)?.[0] ?? '')
    await dana.page.getByRole('heading', { name: 'This invitation is for another address' }).waitFor()
  })
})

describe('Dana, on the page of Nell', () => {
  state('sees them all', danas, async () => {
    await portal.signInAs(dana.page, 'dana')
    await dana.page.goto('/willow/manage/clients/cli_nell')
  })
  state('revokes the last one, and could take it back', danas, async () => {
    await dana.page.locator('#invitations').getByRole('button', { name: 'Revoke' }).click()
    await dana.page.locator('#invitations .toast').waitFor()
  })
  state('takes it back', danas, async () => {
    await dana.page.locator('#invitations .toast').getByRole('button').first().click()
    await dana.page.locator('#invitations [data-state=open]').waitFor()
  })
  state('Nell opens one that is revoked', nells, async () => {
    await dana.page.locator('#invitations').getByRole('button', { name: 'Revoke' }).click()
    await dana.page.locator('#invitations .toast').waitFor()
    await nell.opensTheInvitation()
    await nell.seesHeading('This invitation does not work')
  })
})

test('no page did what its policy forbids, or asked another origin', () => {
  // What is refused, gone, or asked for after the days have passed in which nobody was signed in.
  const expected = /the server responded with a status of (401|409|410|422)/
  expect(complaints.flatMap(({ foreign, errors }) => [...foreign, ...errors.filter((error) => !expected.test(error))])).toEqual([])
})
