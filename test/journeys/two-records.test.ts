import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { administrator } from './steps/administrator.ts'
import { bothWays } from './steps/both-ways.ts'
import { development } from './steps/development.ts'
import { problemsOf } from './steps/inspection.ts'
import { visitor } from './steps/visitor.ts'
import { openPortal, type OpenPortal } from './support.ts'

let portal: OpenPortal
beforeAll(async () => void (portal = await openPortal()))
beforeEach(() => development(portal).everythingIsNew())
afterAll(() => portal.close())

bothWays((javaScript) => {
  test('LNK-5 UX-1 Bo is on file twice: Dana compares the two, merges them, and takes the merge apart again', async () => {
    // He registers once more with an address nobody knows.
    const bo = await visitor(portal, 'bo.at.work@else.example', { javaScript, phone: true })
    await bo.opens('/willow/join')
    await bo.saysWhoSheIs('Bo Nilsson')
    await bo.sends('Register')
    await bo.provesHerAddress()

    const { page } = await administrator(portal, 'dana', { javaScript })
    await page.goto('/willow/manage/clients/duplicates')
    await page.getByText('same name').waitFor()
    if (javaScript) expect(await problemsOf(page)).toEqual([])
    await page.getByRole('link', { name: 'Compare Bo Nilsson and Bo Nilsson' }).click()
    await page.getByRole('heading', { level: 1, name: 'Compare two records' }).waitFor()
    await page.getByText('Both records have an account').waitFor()
    if (javaScript) expect(await problemsOf(page)).toEqual([])

    // Two accounts: the new one is ended first.
    const [, second] = await page.getByRole('link', { name: 'Open Bo Nilsson' }).all()
    const [first] = await page.getByRole('link', { name: 'Open Bo Nilsson' }).all()
    const [one, other] = [await first?.getAttribute('href'), await second?.getAttribute('href')]
    await page.goto((one?.includes('cli_bo#') ? other : one) ?? '')
    await page.locator('#account button').click()
    await page.locator('#account').waitFor({ state: 'detached' })
    await page.goto('/willow/manage/clients/duplicates')
    await page.getByRole('link', { name: 'Compare Bo Nilsson and Bo Nilsson' }).click()
    await page.locator('#keep-cli_bo').check()
    if (javaScript) expect(await problemsOf(page)).toEqual([])
    await page.getByRole('button', { name: 'Merge into the chosen record' }).click()
    await page.waitForURL('**/manage/clients/cli_bo#merges')
    if (javaScript) expect(await problemsOf(page)).toEqual([])
    await page.goto('/willow/manage/clients/duplicates')
    await page.getByText('No possible duplicates').waitFor()

    await page.goto('/willow/manage/clients/cli_bo')
    await page.getByRole('button', { name: 'Take the merge back' }).click()
    await page.waitForURL('**/manage/clients/cli_bo#merges')
    await page.goto('/willow/manage/clients/duplicates')
    await page.getByText('same name').waitFor()
  }, 120_000)
})
