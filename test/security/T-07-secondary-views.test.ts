import { beforeAll, describe, expect, test } from 'vitest'
import { cast, rows, signIn, submit, visit } from '../support/portal.ts'
import { addressOf, portalInUse, type Situation } from '../house/situation.ts'

// T-07: files, feeds, sheets, exports, fragments and error pages are views like any other. Who may open them is in the matrix (T-01); here, what they hold.

let situation: Situation
beforeAll(async () => {
  situation = await portalInUse()
})

const others = [cast.ana, cast.max, cast.gail, cast.nell, cast.amir, cast.cyd]
const names = (of: readonly { name: string; email: string | null }[]) => of.flatMap(({ name, email }) => [name, ...(email ? [email] : [])])

/** Nothing of these people is in it. */
function expectNothingOf(text: string, people: readonly { name: string; email: string | null }[]): void {
  for (const name of names(people)) expect(text).not.toContain(name)
}

describe('T-07 a view beside the page holds no more than the page', () => {
  test("the file of an appointment is of that appointment, and says nothing of anybody's care", async () => {
    const answer = await visit('bo', addressOf('/:org/my/:clientId/appointments/:appointmentId/appointment.ics', situation))
    const file = await answer.text()
    expect(answer.headers.get('Content-Type')).toContain('text/calendar')
    expect(file.match(/BEGIN:VEVENT/g)).toHaveLength(1)
    expectNothingOf(file, others)
  })

  test('a feed ends with what opened it: the sign-in, or the address itself', async () => {
    await portalInUse()
    const page = await (await submit('bo', `/willow/my/${cast.bo.clientId}/calendar-feed`, {}, { htmx: true })).text()
    const whole = page.includes('/feeds/') ? page : await (await visit('bo', `/willow/my/${cast.bo.clientId}/calendar-feed`)).text()
    const [feed] = /\/feeds\/[\w-]+\/calendar\.ics/.exec(whole) ?? []
    const open = await visit(null, String(feed))
    expect(open.status).toBe(200)
    expectNothingOf(await open.text(), others)
    await rows("UPDATE client_logins SET ended_at = 1 WHERE client_id = 'cli_bo'")
    expect((await visit(null, String(feed))).status).toBe(404)
  })

  test('the export of the history is of its practice alone', async () => {
    await portalInUse()
    const answer = await submit('dana', '/willow/manage/portal/history/export', {})
    expect(answer.headers.get('Content-Type')).toContain('text/csv')
    expectNothingOf(await answer.text(), [cast.amir, cast.cyd])
  })

  test.each([
    '/willow/manage/portal/links/join/sheet',
    '/willow/manage/portal/links/join/qr.svg',
    '/willow/manage/requests/badge',
    '/willow/manage/staff/plan?plan=solo',
  ])('%s names no client', async (path) => {
    await portalInUse()
    expectNothingOf(await (await visit('dana', path, { htmx: path.endsWith('badge') })).text(), [...others, cast.bo])
  })

  test('a page that refuses, or did not understand, names nobody', async () => {
    await portalInUse()
    const dana = await signIn('dana')
    const pages = [
      await visit('theo', '/willow/manage/portal'),
      await visit(dana, '/willow/manage/clients/cli_made_up'),
      await submit(dana, `/willow/manage/clients/${cast.bo.clientId}/archive`, {}),
      await submit(dana, '/willow/manage/portal', {}, { headers: { 'Sec-Fetch-Site': 'cross-site' } }),
      await submit(dana, '/willow/login', { email: 'x'.repeat(70_000) }),
    ]
    expect(pages.map(({ status }) => status)).toEqual([403, 404, 422, 403, 413])
    for (const page of pages) expectNothingOf(await page.text(), [...others, cast.bo])
  })
})
