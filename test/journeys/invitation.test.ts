import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { administrator } from './steps/administrator.ts'
import { bothWays } from './steps/both-ways.ts'
import { development } from './steps/development.ts'
import { invitedPerson } from './steps/invitation.ts'
import { selection } from './steps/selection.ts'
import { openPortal, type OpenPortal } from './support.ts'

let portal: OpenPortal
beforeAll(async () => void (portal = await openPortal()))
beforeEach(() => development(portal).everythingIsNew())
afterAll(() => portal.close())

bothWays((javaScript) => {
  test('ACC-20 ACC-21 SET-42 Dana invites Nell from the list, with words of her own; Nell confirms by code on her phone and is the same record', async () => {
    const dana = await administrator(portal, 'dana', { javaScript })
    const nell = await invitedPerson(portal, 'nell', { javaScript, phone: true })
    await dana.opensManageClients()
    await selection(dana.page).selects('cli_nell', 'cli_max')
    // Without JavaScript the boxes show the bar too: it is CSS that does.
    await selection(dana.page).bar.getByRole('button', { name: 'Invite' }).click()
    await dana.page.getByRole('heading', { level: 1, name: 'Invite to the portal' }).waitFor()
    expect(await dana.page.title()).toBe('Invite to the portal · Willow House Therapy')
    await dana.page.locator('[data-reason=no_email]', { hasText: 'No e-mail address on file.' }).waitFor()

    await dana.page.getByRole('textbox', { name: 'Message' }).fill('Dear {name}, welcome.')
    await dana.page.getByRole('button', { name: 'Update preview' }).click()
    await dana.page.locator('.error', { hasText: '{name} cannot be used' }).waitFor()
    await dana.page.getByRole('textbox', { name: 'Message' }).fill('Dear {first_name}, welcome. Call {phone} when in doubt.')
    await dana.page.getByRole('button', { name: 'Update preview' }).click()
    await dana.page.locator('#preview', { hasText: 'Dear Nell, welcome. Call +1 212 555 0142 when in doubt.' }).waitFor()
    await dana.page.getByRole('button', { name: 'Send invitation' }).click()
    await dana.page.waitForURL(/\/invitations\/bat_/)
    await development(portal).theScheduledWorkIsDone()
    if (!javaScript)
      await dana.page
        .getByRole('link', { name: 'Look again' })
        .click({ timeout: 2000 })
        .catch(() => undefined)
    await dana.page.locator('#progress', { hasText: '1 of 1 sent' }).waitFor()

    expect((await nell.letter()).text).toContain('Dear Nell, welcome.')
    await nell.opensTheInvitation()
    await nell.seesHeading('You are invited')
    await nell.confirmsByCode()
    await nell.isInHerPortal('cli_nell')

    await dana.opensManageClients()
    await dana.page.locator('[id="client-cli_nell"]', { hasText: 'Active' }).waitFor()
    await nell.opensTheInvitation()
    await nell.seesHeading('You are invited')
    await nell.page.getByRole('button', { name: 'Open my portal' }).click()
    await nell.isInHerPortal('cli_nell')
  })

  test('ACC-20 Dana invites the half of a hundred and twenty who have no account, and watches them go out', async () => {
    await development(portal).moreClients(120)
    const dana = await administrator(portal, 'dana', { javaScript })
    await dana.page.goto('/willow/manage/clients?filter=no_account')
    const boxes = dana.page.locator('input[name=client]')
    for (const box of await boxes.all()) await box.check()
    const chosen = await boxes.count()
    expect(chosen).toBeGreaterThan(40)
    await selection(dana.page).bar.getByRole('button', { name: 'Invite' }).click()
    await dana.page.getByRole('heading', { level: 1, name: 'Invite to the portal' }).waitFor()
    const reachable = await dana.page.locator('input[name=client]:checked').count()
    expect(await dana.page.locator('[data-reason=no_email]').count()).toBe(chosen - reachable)
    await dana.page.getByRole('button', { name: `Send ${reachable} invitations` }).click()
    await dana.page.waitForURL(/\/invitations\/bat_/)
    const waiting = () => dana.page.locator('#progress').getAttribute('data-waiting')
    // How many still wait is a matter of moments: twenty-five are handed to the queue at once, and may be out before she looks.
    expect(await dana.page.locator('#progress progress').getAttribute('max')).toBe(String(reachable))
    await development(portal).theScheduledWorkIsDone()
    // With JavaScript the page looks again by itself; without, its reader does.
    const lookAgain = dana.page.getByRole('link', { name: 'Look again' })
    if (!javaScript && (await lookAgain.count()) > 0) await lookAgain.click()
    await expect.poll(waiting, { timeout: 10_000 }).toBe('0')
    await dana.page.locator('#progress', { hasText: `${reachable} of ${reachable} sent` }).waitFor()
    const sent = (await development(portal).mails()).filter(({ kind }) => kind === 'invitation').map(({ to }) => to)
    expect([sent.length, new Set(sent).size]).toEqual([reachable, reachable])
  })

  test('ACC-21 an invitation that has run out is renewed by Nell herself', async () => {
    const dana = await administrator(portal, 'dana', { javaScript })
    const nell = await invitedPerson(portal, 'nell', { javaScript, phone: true })
    await dana.page.goto('/willow/manage/clients/cli_nell')
    await dana.page.getByRole('link', { name: 'Invite to the portal' }).click()
    await dana.page.getByRole('button', { name: 'Send invitation' }).click()
    await dana.page.waitForURL(/\/invitations\/bat_/)
    await nell.letter()
    await development(portal).itIs(Date.parse('2026-12-10T15:00:00Z'))
    await nell.opensTheInvitation()
    await nell.seesHeading('This invitation has run out')
    await development(portal).theMailboxIsEmptied()
    await nell.page.getByRole('button', { name: 'Send me a new one' }).click()
    await nell.seesHeading('Look at your e-mail')
    await nell.opensTheInvitation()
    await nell.confirmsByCode()
    await nell.isInHerPortal('cli_nell')
  })
})
