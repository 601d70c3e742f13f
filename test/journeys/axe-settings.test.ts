import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { administrator } from './steps/administrator.ts'
import { client } from './steps/client.ts'
import { changeIn } from './steps/database.ts'
import { begin, development } from './steps/development.ts'
import { history } from './steps/history.ts'
import { schedule } from './steps/schedule.ts'
import { seats } from './steps/seats.ts'
import { selection } from './steps/selection.ts'
import { watch, type Complaints } from './steps/watching.ts'
import { stateOn } from './steps/state.ts'
import { openPortal, type OpenPortal } from './support.ts'

// Dana's week with the settings: every page of hers in the states it goes through, each looked at as it comes (UX-1, UX-3).

const complaints: Complaints[] = []
let portal: OpenPortal
let dana: Awaited<ReturnType<typeof administrator>>
let ana: Awaited<ReturnType<typeof client>>

beforeAll(async () => {
  portal = await openPortal()
  await development(portal).everythingIsNew()
  dana = await administrator(portal, 'dana', { javaScript: true })
  ana = await client(portal, 'ana', { javaScript: true })
  await ana.isSignedIn()
  for (const { page } of [dana, ana]) complaints.push(watch(page, portal.url))
})
afterAll(() => portal.close())

const state = stateOn(() => dana.page)

const opens = async (path: string) => void (await dana.page.goto(`/willow/manage/${path}`))

describe('the history', () => {
  state('nothing changed by theo', () => opens('portal/history?person=per_theo'))
  state('changes of one setting, none', () => opens('portal/history?key=hide_location_on_forms'))
  state('full: settings, a client, what was put back', async () => {
    await dana.opensThePortalSettings()
    for (const key of ['secure_messaging', 'contact_access', 'cancel_within_24h']) {
      await dana.presses(`setting-${key}`)
      await dana.seesOn(`setting-${key}`)
    }
    await dana.opensManageClients()
    await dana.presses('client-cli_bo-contact_access')
    await dana.seesOff('client-cli_bo-contact_access')
    await opens('portal/history?key=cancel_within_24h')
    await putsBack('Off')
    await dana.page.locator('tr[id^=entry-] .note').first().waitFor()
    await history(dana.page).opensTheHistory()
  })
  state('somebody else was quicker', async () => {
    await opens('portal/history?key=cancel_within_24h')
    await quicker('cancel_within_24h')
    await putsBack('On')
    await dana.page.locator('main .notice.no').waitFor()
  })
  state('putting back meets something', async () => {
    await asks('11:30')
    await anHourLater() // within ten seconds it would be an undo, and ask nothing
    await opens('portal/history?key=self_scheduling')
    await putsBack('Off')
    await dana.page.locator('.impact').waitFor()
  })
  state('how it was, not asked yet', () => opens('portal/history?at='))
  state('how it was, a time to come', () => opens('portal/history?date=2027-01-01&time=10:00'))
  state('how it was, no time at all', () => opens('portal/history?at=nonsense'))
  state('how it was, nothing different', () => opens('portal/history?at=2026-12-01T11:00'))
  state('how it was an hour ago, and what differs', async () => {
    await quicker('display_insurance')
    await opens('portal/history?at=2026-12-01T10:30')
    await dana.page.getByRole('button', { name: 'Put back this state' }).waitFor()
  })
  state('how it was, somebody else was quicker', async () => {
    for (const key of ['display_insurance', 'display_insurance']) await quicker(key)
    await dana.page.getByRole('button', { name: 'Put back this state' }).click()
    await dana.page.locator('main .notice.no').waitFor()
  })
  state('about the settings', () => opens('portal/help'))
})

describe('a switch for a date', () => {
  const plan = () => schedule(dana.page, 'self_scheduling')
  const pair = { to: 'Off', date: '2026-12-02', time: '09:00', backDate: '2026-12-03', backTime: '09:00' } as const
  state('the form in the page', async () => {
    await dana.opensThePortalSettings()
    await plan().opens()
  })
  state('times that cannot be', async () => {
    await plan().plans({ ...pair, backDate: '2026-12-01' })
    await plan().place.locator('[role=alert]').waitFor()
  })
  state('planned', async () => {
    await dana.opensThePortalSettings()
    await plan().opens()
    await plan().plans(pair)
    await plan().place.locator('.planned').waitFor()
  })
  state('a page of its own', () => opens('portal/settings/self_scheduling/schedules'))
  state('a page of its own, greyed', () => opens('portal/settings/client_payments/schedules'))
  state('not carried out', async () => {
    await quicker('self_scheduling')
    await development(portal).itIs(begin + 23 * hour)
    await development(portal).theScheduledWorkIsDone()
    await portal.signInAs(dana.page, 'dana')
    await dana.opensThePortalSettings()
    await plan().place.locator('.notice').waitFor()
  })
})

describe('staff and seats', () => {
  state('full', () => opens('staff'))
  state('taking a seat back meets something', async () => {
    await dana.page.locator('#seat-sta_theo-switch').click()
    await dana.page.locator('.impact').waitFor()
  })
  state('taken back', async () => {
    await dana.page.getByRole('button', { name: 'Take the seat back' }).click()
    await dana.page.locator('.undo').waitFor()
  })
  state('the setting warns', () => dana.opensThePortalSettings().then(() => undefined))
  state('another plan', () => opens('staff/plan?plan=essentials'))
  state('card processing', () => opens('card-processing'))
})

describe('a client', () => {
  state('with an account', () => opens('clients/cli_ana'))
  state('with contacts and no account', () => opens('clients/cli_max'))
  state('just restricted', async () => {
    await opens('clients/cli_bo')
    await dana.presses('client-cli_bo-secure_messaging')
    await dana.page.locator('.undo').waitFor()
  })
  state('why not, crosses and remedies', () => opens('clients/cli_bo/explanation?feature=secure_messaging'))
  state('why not, with contacts', () => opens('clients/cli_max/explanation?feature=self_scheduling'))
  state('why not, nobody assigned', () => opens('clients/cli_nell/explanation?feature=secure_messaging'))
  state('all is well', () => opens('clients/cli_ana/explanation?feature=contact_access'))
  state('her portal as she sees it', () => opens('clients/cli_ana/view'))
})

describe('several at once', () => {
  const list = () => selection(dana.page)
  state('three selected', async () => {
    await dana.opensManageClients()
    await list().selects('cli_ana', 'cli_bo', 'cli_nell')
  })
  state('just switched off', async () => {
    await list().chooses('Messages')
    await list().turnsOff()
    await dana.page.locator('.toast').waitFor()
  })
  state('it meets something', async () => {
    await quicker('self_scheduling')
    await dana.opensManageClients()
    await list().selects('cli_ana', 'cli_bo')
    await list().chooses('Scheduling')
    await list().turnsOff()
    await list().bar.getByRole('group').waitFor()
  })
  state('nobody was changed', async () => {
    await dana.opensManageClients()
    await list().selects('cli_nell')
    await list().turnsOff()
    await list().bar.locator('.notice').waitFor()
  })
})

describe('the archive', () => {
  state('what it meets', async () => {
    await opens('clients/cli_ana')
    await dana.page.getByRole('button', { name: 'Archive this client' }).click()
    await dana.page.locator('#archive .impact').waitFor()
  })
  state('archived', async () => {
    await dana.page.locator('#archive .impact').getByRole('button').click()
    await dana.page.getByRole('button', { name: 'Return from the archive' }).waitFor()
  })
  state('why an archived client cannot', () => opens('clients/cli_ana/explanation?feature=self_scheduling'))
  state('her portal as she sees it now', () => opens('clients/cli_ana/view'))
  state('she reads, and changes nothing', async () => {
    await ana.isSignedIn()
    await ana.opens('/willow/my/cli_ana/appointments')
    return ana.page
  })
})

describe('a smaller plan', () => {
  beforeAll(() => portal.restart((folder) => changeIn(folder, "UPDATE organizations SET plan = 'standard' WHERE id = 'org_willow'")))
  state('every seat used', async () => {
    await opens('staff')
    await seats(dana.page).givesASeatTo('sta_theo')
    await dana.page.locator('#seat-sta_tess[data-reason=no_free_seat]').waitFor()
  })
})

test('no page did what its policy forbids, or asked another origin', () => {
  expect(complaints.flatMap(({ foreign, errors }) => [...foreign, ...errors])).toEqual([])
})

const hour = 3_600_000

async function anHourLater(): Promise<void> {
  await development(portal).itIs(begin + hour)
  await portal.signInAs(dana.page, 'dana')
}

/** Another administrator's window: the switch is moved there. */
async function quicker(key: string): Promise<void> {
  const other = await administrator(portal, 'dana', { javaScript: false })
  await other.opensThePortalSettings()
  await other.presses(`setting-${key}`)
  const sure = other.page.locator('.impact').getByRole('button', { name: 'Turn off' })
  if (await sure.isVisible()) await sure.click()
  await other.page.context().close()
}

const putsBack = (to: 'On' | 'Off') =>
  dana.page
    .getByRole('button', { name: new RegExp(`^Put back to ${to}`) })
    .first()
    .click()

async function asks(clock: string): Promise<void> {
  await ana.opens('/willow/book')
  await ana.picksTheTime(clock)
}
