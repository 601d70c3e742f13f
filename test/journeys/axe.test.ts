import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { administrator } from './steps/administrator.ts'
import { client } from './steps/client.ts'
import { changeIn } from './steps/database.ts'
import { development } from './steps/development.ts'
import { overflows, problemsOf } from './steps/inspection.ts'
import { therapist } from './steps/therapist.ts'
import { watch, type Complaints } from './steps/watching.ts'
import { openPortal, type OpenPortal } from './support.ts'

// One day at Willow House: every page in the states it goes through, each looked at as it comes (UX-1, UX-3, T-35).

const withScripts = { javaScript: true }
const complaints: Complaints[] = []
let portal: OpenPortal
let visitor: Awaited<ReturnType<typeof client>>
let ana: typeof visitor
let gail: typeof visitor
let dana: Awaited<ReturnType<typeof administrator>>
let theo: Awaited<ReturnType<typeof therapist>>

beforeAll(async () => {
  portal = await openPortal()
  await development(portal).everythingIsNew()
  visitor = await client(portal, 'ana', withScripts)
  ana = await client(portal, 'ana', withScripts)
  gail = await client(portal, 'gail', withScripts)
  dana = await administrator(portal, 'dana', withScripts)
  theo = await therapist(portal, 'theo', withScripts)
  await ana.isSignedIn()
  await gail.isSignedIn()
  for (const { page } of [visitor, ana, gail, dana, theo]) complaints.push(watch(page, portal.url))
})
afterAll(() => portal.close())

/** A page in a state: nothing for axe to find, nothing too wide. */
const state = (name: string, reach: () => Promise<Page | void>, on?: () => Page) =>
  test(name, async () => {
    const page = (await reach()) ?? on?.()
    if (!page) throw new Error('Which page?')
    expect(await problemsOf(page)).toEqual([])
  })

describe('visitors', () => {
  const here = () => visitor.page
  state('signing in', async () => void (await visitor.opens('/willow/login')), here)
  state(
    'signing in, no address',
    async () => {
      await here().getByLabel('E-mail address').fill('ana')
      await here().getByRole('button', { name: 'Send me a code' }).click()
      await here().locator('[role=alert] a').waitFor()
    },
    here,
  )
  state(
    'the code',
    async () => {
      await visitor.asksForACode()
      await visitor.seesHeading('Look at your e-mail')
    },
    here,
  )
  state(
    'the code, refused',
    async () => {
      await visitor.types('000000')
      await here().locator('main [role=alert]').waitFor()
    },
    here,
  )
  state('the link', async () => void (await visitor.opens(await visitor.linkInTheMail())), here)
  state('the link, dead', async () => void (await visitor.opens('/willow/login/link/nothing')), here)
  state('booking', async () => void (await visitor.opens('/willow/book')), here)
  state('joining', async () => void (await visitor.opens('/willow/join')), here)
  state('nothing here', async () => void (await visitor.opens('/willow/nothing')), here)
  state('signed out', async () => void (await visitor.opens('/logout')), here)
  state('every component', async () => void (await visitor.opens('/dev/gallery')), here)
  test('every component fits in Spanish, too', async () => {
    await visitor.opens('/dev/gallery?language=es')
    expect(await overflows(here())).toEqual([])
  })
})

describe('staff, before anybody asked', () => {
  state(
    'requests, none',
    async () => void (await theo.opensTheRequests()),
    () => theo.page,
  )
  state(
    'settings, one greyed',
    async () => void (await dana.opensThePortalSettings()),
    () => dana.page,
  )
  state(
    'settings, just switched',
    async () => {
      await dana.presses('setting-contact_access')
      await dana.seesOn('setting-contact_access')
      await dana.page.locator('.undo').waitFor()
    },
    () => dana.page,
  )
  state(
    'clients',
    async () => void (await dana.opensManageClients()),
    () => dana.page,
  )
  state(
    'clients, one just restricted',
    async () => {
      await dana.presses('client-cli_bo-self_scheduling')
      await dana.page.locator('.undo').waitFor()
    },
    () => dana.page,
  )
  state(
    'clients, nobody found',
    async () => {
      await dana.page.getByRole('searchbox').fill('zzzz')
      await dana.page.getByText('Nobody found').waitFor()
    },
    () => dana.page,
  )
  state(
    'clients, an empty list',
    async () => void (await dana.page.goto('/willow/manage/clients?filter=archived')),
    () => dana.page,
  )
  state(
    'the menu of a phone',
    async () => {
      await dana.opensThePortalSettings()
      await dana.page.setViewportSize({ width: 360, height: 740 })
      await dana.page.locator('.rail-menu summary').click()
    },
    () => dana.page,
  )
})

describe('a client asks', () => {
  const here = () => ana.page
  state('appointments', async () => void (await ana.opens('/willow/my/cli_ana/appointments')), here)
  state('free times', async () => void (await ana.opens('/willow/book')), here)
  state('free times, with a note', () => ana.writesANote('Could we talk about the letter?'), here)
  state('a request', () => ana.picksTheTime('11:30'), here)
  state('a time that is taken', async () => {
    const late = await client(portal, 'gail', withScripts)
    await late.isSignedIn()
    await late.opens('/willow/my/cli_max/appointments/new')
    await ana.opens('/willow/book')
    await ana.picksTheTime('14:00')
    await late.presses('14:00')
    await late.seesHeading('This time is no longer free')
    return late.page
  })
  state(
    'a contact, appointments, none',
    async () => void (await gail.opens('/willow/my')),
    () => gail.page,
  )
  state(
    'the session is about to end',
    async () => {
      await ana.opens('/willow/my/cli_ana/appointments')
      await here().evaluate("document.querySelector('#session').showModal()")
    },
    here,
  )
  state('not allowed', async () => void (await ana.opens('/willow/manage/portal')), here)
})

describe('the therapist answers', () => {
  state(
    'requests',
    async () => void (await theo.opensTheRequests()),
    () => theo.page,
  )
  state(
    'requests, declining',
    () => theo.rowOf('11:30').locator('summary').click(),
    () => theo.page,
  )
  state(
    'requests, one confirmed',
    async () => {
      await theo.rowOf('11:30').getByRole('button', { name: 'Confirm' }).click()
      await theo.page.locator('.request-row.done').waitFor()
    },
    () => theo.page,
  )
  state(
    'requests, answered from another window',
    async () => {
      const other = await therapist(portal, 'theo', withScripts)
      await other.opensTheRequests()
      await theo.opensTheRequests()
      await other.rowOf('14:00').locator('summary').click()
      await other.rowOf('14:00').getByRole('button', { name: 'Decline this request' }).click()
      await other.page.locator('.request-row.done', { hasText: '14:00' }).waitFor()
      await theo.rowOf('14:00').getByRole('button', { name: 'Confirm' }).click()
      await theo.page.getByText('Not saved').first().waitFor()
    },
    () => theo.page,
  )
  state(
    'a confirmed appointment',
    () => opensDetails('11:30'),
    () => ana.page,
  )
  state(
    'a confirmed appointment, cancelling',
    async () => {
      await ana.page.getByRole('link', { name: 'Cancel this appointment' }).click()
      await ana.seesHeading('Cancel this appointment?')
    },
    () => ana.page,
  )
  state(
    'a cancelled appointment',
    async () => {
      await ana.page.getByRole('button', { name: 'Yes, cancel it' }).click()
      await ana.seesHeading('Appointments')
      await opensDetails('11:30')
    },
    () => ana.page,
  )
  state(
    'a declined request',
    () => opensDetails('14:00'),
    () => ana.page,
  )
  state(
    'a withdrawn request',
    async () => {
      await ana.opens('/willow/book')
      await ana.picksTheTime('15:00')
      await ana.page.getByRole('button', { name: 'Withdraw this request' }).click()
      await ana.seesHeading('You withdrew this request')
    },
    () => ana.page,
  )
  state(
    'a past appointment',
    async () => void (await ana.opens('/willow/my/cli_ana/requests/apt_ana_2')),
    () => ana.page,
  )
})

async function opensDetails(clock: string): Promise<void> {
  await ana.opens('/willow/my/cli_ana/appointments')
  await ana.page
    .locator('.appointment', { hasText: `${clock}–` })
    .first()
    .getByRole('link')
    .click()
  await ana.page.waitForURL(/\/requests\/apt_/)
}

describe('what is off', () => {
  state(
    'settings, somebody else was quicker',
    async () => {
      const other = await administrator(portal, 'dana', withScripts)
      await other.opensThePortalSettings()
      await dana.opensThePortalSettings()
      await other.presses('setting-self_scheduling')
      await other.page.locator('#setting-self_scheduling .impact, #setting-self_scheduling[data-effective=off]').first().waitFor()
      const sure = other.page.locator('.impact .danger')
      if (await sure.isVisible()) {
        expect(await problemsOf(other.page)).toEqual([])
        await sure.click()
        await other.seesOff('setting-self_scheduling')
      }
      await dana.presses('setting-self_scheduling')
      await dana.page.locator('#setting-self_scheduling .notice').waitFor()
    },
    () => dana.page,
  )
  state(
    'settings, children greyed',
    async () => void (await dana.opensThePortalSettings()),
    () => dana.page,
  )
  state(
    'booking, closed',
    async () => void (await visitor.opens('/willow/book')),
    () => visitor.page,
  )
  state(
    'scheduling, off',
    async () => void (await ana.opens('/willow/book')),
    () => ana.page,
  )
  state(
    'joining, closed',
    async () => {
      await dana.presses('setting-client_signup')
      await dana.seesOff('setting-client_signup')
      await visitor.opens('/willow/join')
    },
    () => visitor.page,
  )
})

describe('after a night', () => {
  beforeAll(async () => {
    await dana.presses('setting-self_scheduling')
    await dana.seesOn('setting-self_scheduling')
    await portal.restart((folder) => {
      changeIn(
        folder,
        "INSERT INTO client_logins (organization_id, client_id, person_id, created_at) VALUES ('org_willow', 'cli_nell', 'per_gail', 1)",
      )
      changeIn(folder, "UPDATE assignments SET ended_at = 1 WHERE client_id = 'cli_ana'")
      changeIn(folder, "UPDATE availability SET valid_until = '2020-01-01'")
    })
  })
  state(
    'for whom',
    async () => void (await gail.opens('/willow/my')),
    () => gail.page,
  )
  state(
    'acting for one of two, the menu open',
    async () => {
      await gail.opens('/willow/my/cli_max/appointments')
      await gail.page.locator('.acting-for summary').click()
    },
    () => gail.page,
  )
  state(
    'no free times',
    async () => void (await gail.opens('/willow/my/cli_max/appointments/new')),
    () => gail.page,
  )
  state(
    'nobody to book',
    async () => void (await ana.opens('/willow/my/cli_ana/appointments/new')),
    () => ana.page,
  )
})

test('the inspection itself finds what is put there: pale text, a picture without words, a wide line, a foreign request', async () => {
  const page = await portal.browser(withScripts)
  const { errors } = watch(page, portal.url)
  await page.goto('/willow/login')
  await page.evaluate(`document.querySelector('h1').innerHTML = '<span style="color: #ddd">pale</span><img src="/favicon.ico">'`)
  await page.evaluate(
    "Object.assign(document.querySelector('h1 span').style, { color: '#ddd', display: 'block', width: '400px', background: 'white' })",
  )
  await page.evaluate("fetch('https://elsewhere.example/').catch(() => {})")
  const found = (await problemsOf(page)).join(' ')
  for (const problem of ['color-contrast', 'image-alt', '320 px wide']) expect(found).toContain(problem)
  expect(errors.join(' ')).toMatch(/elsewhere\.example.*Content Security Policy/)
})

test('T-35 no page asked another origin for anything, or did what its policy forbids', () => {
  expect(complaints.flatMap(({ foreign }) => foreign)).toEqual([])
  expect(complaints.flatMap(({ errors }) => errors)).toEqual([])
})
