import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { administrator } from './steps/administrator.ts'
import { bothWays } from './steps/both-ways.ts'
import { client } from './steps/client.ts'
import { begin, development } from './steps/development.ts'
import { problemsOf } from './steps/inspection.ts'
import { openPortal, type OpenPortal } from './support.ts'

// NOT-4, NOT-8: what people want of e-mails, from the e-mail itself to the page and back.

let portal: OpenPortal
beforeAll(async () => void (portal = await openPortal()))
beforeEach(() => development(portal).everythingIsNew())
afterAll(() => portal.close())

type Dana = Awaited<ReturnType<typeof administrator>>

/** Dana has the practice e-mail clients about new appointments and cancellations. */
async function danaSwitchesEmailsOn(dana: Dana): Promise<void> {
  for (const event of ['created', 'cancelled']) {
    await dana.page.goto('/willow/manage/portal')
    await dana.page.locator(`#notification-${event} button[role=switch]`).click()
    await dana.page.locator(`#notification-${event} button[role=switch][aria-checked=true]`).waitFor()
  }
}

/** Dana makes an appointment for Ana, and the time of grace goes by. */
async function danaMakesAnAppointment(dana: Dana, time: string): Promise<void> {
  await dana.page.goto('/willow/manage/calendar/new?client=cli_ana')
  await dana.page.getByLabel('Client', { exact: true }).selectOption({ label: 'Ana Pereira' })
  await dana.page.getByLabel('Date').fill('2026-12-09')
  await dana.page.getByLabel('Time', { exact: true }).fill(time)
  await dana.page.getByRole('button', { name: 'Save appointment' }).click()
  await dana.page.waitForURL(/appointments\/apt_/)
}

/** From the appointment's own page. */
async function danaCancelsIt(dana: Dana): Promise<void> {
  await dana.page.reload()
  const act = dana.page.locator('details', { has: dana.page.locator('form[action$="/cancellation"]') })
  await act.locator('summary').first().click()
  await act.locator('form[action$="/cancellation"]').getByRole('button').click()
  await dana.page
    .getByText(/Cancelled/)
    .first()
    .waitFor()
}

let minutes = 0
async function theGraceGoesBy(): Promise<void> {
  await development(portal).itIs(begin + 120_000 * ++minutes)
  await development(portal).theScheduledWorkIsDone()
}

bothWays((javaScript) => {
  test('NOT-4 Ana follows the link of an e-mail, wants no news of cancellations and quiet evenings; Dana cancels, and nothing is sent', async () => {
    const [dana, ana] = [
      await administrator(portal, 'dana', { javaScript: true }),
      await client(portal, 'ana', { javaScript, phone: true }),
    ]
    await danaSwitchesEmailsOn(dana)
    await danaMakesAnAppointment(dana, '10:00')
    await theGraceGoesBy()
    const { text } = await development(portal).theNewestMailTo('ana@family.example', 'created')
    await ana.isSignedIn()
    await ana.opens(new URL(/https?:\/\/\S+\/my\/notifications/.exec(text)?.[0] ?? '').pathname)
    await ana.seesHeading('E-mails to you')
    await ana.page.getByLabel('An appointment is cancelled').uncheck()
    await ana.page.getByRole('combobox', { name: 'Quiet hours' }).selectOption({ label: 'My own, as below' })
    await ana.page.getByLabel('From').fill('20:00')
    await ana.page.locator('#wishes').getByRole('button', { name: 'Save' }).click()
    await ana.page.getByText('Saved.', { exact: true }).waitFor()
    expect(await ana.page.getByLabel('An appointment is cancelled').isChecked()).toBe(false)
    await danaCancelsIt(dana)
    await theGraceGoesBy()
    expect((await development(portal).mails()).map(({ kind }) => kind)).toEqual(['created'])
  })

  test('NOT-8 Ana stops optional e-mails from the e-mail itself, by keyboard, and takes them up again', async () => {
    const [dana, ana] = [await administrator(portal, 'dana', { javaScript: true }), await client(portal, 'ana', { javaScript })]
    await danaSwitchesEmailsOn(dana)
    await danaMakesAnAppointment(dana, '11:00')
    await theGraceGoesBy()
    const { text } = await development(portal).theNewestMailTo('ana@family.example', 'created')
    await ana.opens(new URL(/https?:\/\/\S+\/unsubscribe\/\S+/.exec(text)?.[0] ?? '').pathname)
    await ana.page.getByRole('button', { name: 'Stop these e-mails' }).press('Enter')
    await ana.page.getByText('You get no more optional e-mails').waitFor()
    await ana.page.getByRole('button', { name: 'Send them again' }).press('Enter')
    await ana.page.getByRole('button', { name: 'Stop these e-mails' }).waitFor()
  })
})

test('UX-1 nothing for axe to find on these pages, down to 320 px', async () => {
  const [dana, ana] = [
    await administrator(portal, 'dana', { javaScript: true }),
    await client(portal, 'ana', { javaScript: true, phone: true }),
  ]
  await danaSwitchesEmailsOn(dana)
  await danaMakesAnAppointment(dana, '12:00')
  await theGraceGoesBy()
  const { text } = await development(portal).theNewestMailTo('ana@family.example', 'created')
  await ana.isSignedIn()
  const looksAt = async ({ page }: Pick<Dana, 'page'>, path: string) => {
    await page.goto(path)
    expect(await problemsOf(page), path).toEqual([])
  }
  await looksAt(ana, '/willow/my/notifications')
  await ana.page.locator('summary', { hasText: 'Safe address' }).click()
  await ana.page.getByLabel('Safe address').fill('nowhere')
  await ana.page.getByRole('button', { name: 'Send the link' }).click()
  await ana.page.getByText('This is no e-mail address.').waitFor()
  expect(await problemsOf(ana.page)).toEqual([])
  await looksAt(ana, new URL(/https?:\/\/\S+\/unsubscribe\/\S+/.exec(text)?.[0] ?? '').pathname)
  await looksAt(dana, '/willow/manage/notifications')
  await looksAt(dana, '/willow/manage/portal/emails')
  await looksAt(dana, '/willow/manage/clients/cli_ana')
})
