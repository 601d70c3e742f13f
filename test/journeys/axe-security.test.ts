import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { administrator } from './steps/administrator.ts'
import { client } from './steps/client.ts'
import { begin, development } from './steps/development.ts'
import { watch, type Complaints } from './steps/watching.ts'
import { stateOn } from './steps/state.ts'
import { openPortal, type OpenPortal } from './support.ts'

// The pages about the person herself, each in the states it goes through (UX-1, UX-3).

const complaints: Complaints[] = []
let portal: OpenPortal
let dana: Awaited<ReturnType<typeof administrator>>
let ana: Awaited<ReturnType<typeof client>>

beforeAll(async () => {
  portal = await openPortal()
  await development(portal).everythingIsNew()
  dana = await administrator(portal, 'dana', { javaScript: true })
  ana = await client(portal, 'ana', { javaScript: true })
  for (const { page } of [dana, ana]) complaints.push(watch(page, portal.url))
  await ana.isSignedIn()
})
afterAll(() => portal.close())

const state = stateOn(() => ana.page)

describe('security', () => {
  state('a client, one session', async () => void (await ana.opens('/account/security')))
  state('an administrator', async () => (await dana.page.goto('/account/security'), dana.page))
  state('several sessions', async () => {
    for (let i = 0; i < 2; i++) await (await client(portal, 'ana', { javaScript: false, phone: i === 0 })).isSignedIn()
    await ana.opens('/account/security')
  })
  state('one of them just signed out', async () => {
    await ana.page.locator('#sessions form[action*="/ses_"] button').first().click()
    await ana.page.locator('#sessions .notice').waitFor()
  })
})

describe('who opened her record, and the sealed audit (SEC-5)', () => {
  const log = '/willow/my/cli_ana/access-log'
  state('nobody yet', async () => void (await ana.opens(log)))
  state('somebody', async () => {
    await dana.page.goto('/willow/manage/clients/cli_ana')
    await expect.poll(async () => (await ana.opens(log), await ana.page.locator('[id^="opening-"]').count())).toBe(1)
  })
  state('the audit, not sealed yet', async () => (await dana.page.goto('/willow/manage/audit'), dana.page))
  state('the audit, sealed', async () => {
    await development(portal).theScheduledWorkIsDone()
    return (await dana.page.goto('/willow/manage/audit'), dana.page)
  })
})

describe('another address', () => {
  const wanted = 'ana.new@family.example'
  state('the form', async () => void (await ana.opens('/account/email')))
  state('no address', async () => {
    await ana.page.getByRole('button', { name: 'Send the link' }).click()
    await ana.page.locator('[role=alert]').first().waitFor()
  })
  state('a link is on its way', async () => {
    await ana.page.getByLabel('New e-mail address').fill(wanted)
    await ana.page.getByRole('button', { name: 'Send the link' }).click()
    await ana.page.getByText('Look at your new e-mail').waitFor()
  })
  state('the link', async () => {
    const { text } = await development(portal).theNewestMailTo(wanted, 'email_change')
    await ana.opens(/https?:\/\/\S+\/my\/email\/\S+/.exec(text)?.[0] ?? '')
    await ana.seesHeading('Your new e-mail address')
  })
  state('changed', async () => {
    const address = ana.page.url()
    await ana.page.getByRole('button', { name: 'Use this address' }).click()
    await ana.page.getByText('Your e-mail address was changed.').waitFor()
    used = address
  })
  state('a link that no longer works', async () => {
    await ana.opens(used)
    await ana.seesHeading('This link no longer works')
  })
  let used = ''
})

describe('a text that came back', () => {
  state('a note', async () => {
    await ana.isSignedIn()
    await ana.opens('/willow/my/cli_ana/appointments/new?therapist=sta_theo&from=2026-12-08')
    await ana.writesANote('I can only come after my shift.')
    await ana.page.evaluate(
      "const f = document.querySelector('[data-draft]'); fetch(f.dataset.draft, { method: 'POST', body: new FormData(f) })",
    )
    await ana.page.reload()
    await ana.page.getByText('We kept what you had written.').waitFor()
  })
  state('the warning', async () => {
    await development(portal).itIs(begin)
    await ana.page.evaluate("document.querySelector('#session').showModal()")
  })
})

test('no page did what its policy forbids, or asked another origin', () => {
  expect(complaints.flatMap(({ foreign, errors }) => [...foreign, ...errors])).toEqual([])
})
