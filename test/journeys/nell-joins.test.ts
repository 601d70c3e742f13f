import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { administrator } from './steps/administrator.ts'
import { bothWays } from './steps/both-ways.ts'
import { rowsIn } from './steps/database.ts'
import { development } from './steps/development.ts'
import { problemsOf } from './steps/inspection.ts'
import { visitor } from './steps/visitor.ts'
import { openPortal, type OpenPortal } from './support.ts'

let portal: OpenPortal
beforeAll(async () => void (portal = await openPortal()))
beforeEach(() => development(portal).everythingIsNew())
afterAll(() => portal.close())

bothWays((javaScript) => {
  test('LNK-3 LNK-4 Nell, on file without an account, registers on her phone: it is being checked, and there is no second record', async () => {
    const nell = await visitor(portal, 'nell@family.example', { javaScript, phone: true })
    await nell.opens('/willow/join')
    await nell.seesHeading('Become a client')
    await nell.saysWhoSheIs('Nell Okafor')
    await nell.page.getByLabel('Phone').fill('+1 212 555 0188')
    await nell.sends('Register')
    await nell.seesHeading('Look at your e-mail')
    await nell.provesHerAddress()
    await nell.seesHeading('We are checking')
    await nell.sees(/gets in touch with you/)
    expect(await nell.page.content()).not.toContain('cli_nell')

    // Wherever she comes back, it is here.
    await nell.opens('/willow/my')
    await nell.seesHeading('We are checking')
    await nell.opens('/willow/login')
    await nell.seesHeading('We are checking')

    await portal.restart((folder) => {
      expect(rowsIn(folder, "SELECT count(*) AS n FROM clients WHERE email = 'nell@family.example'")).toEqual([{ n: 1 }])
      expect(rowsIn(folder, 'SELECT origin, state, client_id AS client FROM registrations')).toEqual([
        { origin: 'join', state: 'claim', client: null },
      ])
    })

    // Dana knows her: it is the record on file.
    const dana = await administrator(portal, 'dana', { javaScript })
    await dana.page.goto('/willow/manage/clients')
    await dana.page.getByText('1 registration waits for you.').waitFor()
    await dana.page.getByRole('link', { name: 'Decide' }).click()
    await dana.page.getByRole('button', { name: 'Link with Nell Okafor' }).click()
    await dana.page.getByText('linked to a record by Dana Ortiz').waitFor()
    if (javaScript) expect(await problemsOf(dana.page)).toEqual([])

    // One press later she is in her portal, and it is the one record.
    await nell.opens('/willow/my')
    await nell.page.waitForURL('**/my/cli_nell/appointments')
    await portal.restart((folder) => {
      expect(rowsIn(folder, "SELECT count(*) AS n FROM clients WHERE email = 'nell@family.example'")).toEqual([{ n: 1 }])
      expect(rowsIn(folder, 'SELECT state, client_id AS client FROM registrations')).toEqual([{ state: 'linked', client: 'cli_nell' }])
    })
  }, 120_000)
})
