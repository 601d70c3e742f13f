import { beforeEach, describe, expect, test } from 'vitest'
import { cast, clockBy, cron, freshPortal, mail, newKey, rows, services, signIn, submit, visit, type Who } from '../support/portal.ts'
import { list, pageOf } from './support.ts'

/** T-04: on for the practice, off for her. Whatever way she comes, it is off; for everybody else it is on (SET-30). */

beforeEach(() => freshPortal())

const ana = cast.ana.clientId as string
const bo = cast.bo.clientId as string
const off = (clientId: string, key = 'self_scheduling') =>
  submit('dana', `${list}/${clientId}/settings/${key}`, { value: 'off', version: 0, confirm: 1 })
const wish = (start: string) => ({ therapist: cast.theo.staffId, service: services.session, forum: 'in_person', start, key: newKey() })
const offers = (clientId: string) => `/willow/my/${clientId}/appointments/new`
const freeTimes = async (who: 'ana' | 'bo') =>
  [
    ...(await pageOf(who, `${offers(cast[who].clientId as string)}?therapist=${cast.theo.staffId}&from=2026-12-08`)).matchAll(
      /name="start" value="([^"]*)"/g,
    ),
  ].map(([, start]) => start as string)
const ask = async (who: 'ana' | 'bo', start: string) =>
  ((await submit(who, `/willow/my/${cast[who].clientId}/requests`, wish(start))).headers.get('Location') ?? '').split('/').at(-1) as string

describe('T-04 on for everyone, off for one', () => {
  test('T-04 deep links: no times, however the address is put, by page and by htmx', async () => {
    await off(ana)
    for (const query of [
      '',
      `?therapist=${cast.theo.staffId}`,
      `?therapist=${cast.theo.staffId}&service=${services.session}&forum=telehealth&from=2026-12-08`,
    ])
      for (const htmx of [true, false]) {
        const answer = await visit('ana', offers(ana) + query, { htmx })
        expect([answer.status, (await answer.text()).includes('name="start"')], query).toEqual([409, false])
      }
    expect((await visit('bo', offers(bo))).status).toBe(200)
  })

  test('T-04 the New Appointment Link leads her to the refusal, not around it', async () => {
    await off(ana)
    const link = await visit('ana', '/willow/book')
    expect(link.status).toBe(303)
    expect((await visit('ana', link.headers.get('Location') ?? '')).status).toBe(409)
    const named = await visit('ana', '/willow/book/theo')
    expect((await visit('ana', named.headers.get('Location') ?? '')).status).toBe(409)
  })

  test('T-04 a form that was open before, and forged ones', async () => {
    const [start = ''] = await freeTimes('ana')
    await off(ana)
    for (const htmx of [true, false]) expect((await submit('ana', `/willow/my/${ana}/requests`, wish(start), { htmx })).status).toBe(409)
    expect(
      (await submit('ana', `/willow/my/${ana}/requests`, { ...wish(start), value: 'inherit', override: 1, self_scheduling: 'on' })).status,
    ).toBe(409)
    expect(await rows("SELECT id FROM appointments WHERE client_id = ? AND status = 'requested'", ana)).toEqual([])
    expect((await submit('bo', `/willow/my/${bo}/requests`, wish(start))).status).toBe(303)
  })

  test('T-04 her cancel control goes, and a forged cancellation is refused; withdrawing stays possible', async () => {
    const [first = '', , second = ''] = await freeTimes('ana')
    const [request, appointment] = [await ask('ana', first), await ask('ana', second)]
    await submit('theo', `/willow/manage/requests/${appointment}/confirmation`, { version: 1, key: newKey() })
    expect(await pageOf('ana', `/willow/my/${ana}/requests/${appointment}`)).toContain('/cancellation')
    await off(ana)
    expect(await pageOf('ana', `/willow/my/${ana}/requests/${appointment}`)).not.toContain('/cancellation')
    expect((await submit('ana', `/willow/my/${ana}/appointments/${appointment}/cancellation`, { version: 2, key: newKey() })).status).toBe(
      409,
    )
    expect((await submit('ana', `/willow/my/${ana}/requests/${request}/withdrawal`, { version: 1, key: newKey() })).status).toBe(303)
  })

  test('T-04 a contact who may schedule for others may not for her', async () => {
    await submit('dana', '/willow/manage/portal/settings/contact_access', { value: 'on', version: 0 })
    const gail = await signIn('gail')
    const max = cast.max.clientId as string
    expect((await visit(gail, offers(max))).status).toBe(200)
    await off(max)
    expect((await visit(gail, offers(max))).status).toBe(409)
  })

  test('T-04 SET-30 contacts off for one client: her contacts have lost her, other contacts have theirs', async () => {
    await submit('dana', '/willow/manage/portal/settings/contact_access', { value: 'on', version: 0 })
    const gail = await signIn('gail')
    const max = cast.max.clientId as string
    expect((await visit(gail, offers(max))).status).toBe(200)
    await off(max, 'contact_access')
    expect((await visit(gail, offers(max))).status).toBeGreaterThanOrEqual(400)
    expect((await submit(gail, `/willow/my/${max}/requests`, wish('2026-12-08T15:00:00Z'))).status).toBeGreaterThanOrEqual(400)
  })

  test('T-04 the link of an e-mail sent before opens what can be read, and no times', async () => {
    await submit('dana', '/willow/manage/portal/notifications/request_confirmed', { value: 'on', version: 0 })
    const [start = ''] = await freeTimes('ana')
    const request = await ask('ana', start)
    await submit('theo', `/willow/manage/requests/${request}/confirmation`, { version: 1, key: newKey() })
    await off(ana)
    await clockBy(5)
    await cron()
    const { text = '' } = (await mail()).findLast(({ to }) => to === 'ana@family.example') ?? {}
    const links = [...text.matchAll(/https:\/\/portal\.test(\/\S+)/g)].map(([, path]) => path as string)
    expect(links.length).toBeGreaterThan(0)
    for (const link of links) {
      const body = await follow('ana', link)
      expect(body, link).not.toContain('name="start"')
      expect(body, link).not.toContain('/cancellation')
    }
  })

  test('T-04 what waits for the clock: her holds are released, nobody else’s; her reminders go on', async () => {
    const hold = (about: string, shift: number) =>
      rows(
        "INSERT INTO holds (organization_id, id, staff_id, purpose, about_id, starts_at, ends_at, blocked_from, blocked_until, created_at, expires_at) VALUES ('org_willow', 'hol_' || ?1, ?2, 'counter_offer', ?1, ?3, ?3 + 3000000, ?3, ?3 + 3000000, 0, 1900000000000)",
        about,
        cast.theo.staffId,
        1_799_000_000_000 + shift,
      )
    await hold(ana, 0)
    await hold(bo, 90_000_000)
    await off(ana)
    await clockBy(1)
    await cron()
    expect(await rows('SELECT about_id FROM holds WHERE released_at IS NOT NULL')).toEqual([{ about_id: ana }])
  })

  test('T-04 SET-19 off for everyone wins over any override, and comes back as it was', async () => {
    await off(ana)
    await submit('dana', '/willow/manage/portal/settings/self_scheduling', { value: 'off', version: 1, confirm: 1 })
    for (const [who, clientId] of [
      ['ana', ana],
      ['bo', bo],
    ] as const)
      expect((await visit(who, offers(clientId))).status).toBe(409)
    await submit('dana', '/willow/manage/portal/settings/self_scheduling', { value: 'on', version: 2 })
    expect([(await visit('ana', offers(ana))).status, (await visit('bo', offers(bo))).status]).toEqual([409, 200])
  })
})

async function follow(who: Who, path: string): Promise<string> {
  const answer = await visit(who, path)
  return answer.status === 303 ? await follow(who, answer.headers.get('Location') ?? '') : await answer.text()
}
