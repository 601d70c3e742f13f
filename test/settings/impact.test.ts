import { beforeEach, describe, expect, it } from 'vitest'
import {
  attributeOf,
  auditRows,
  cast,
  clockBy,
  cron,
  element,
  freshPortal,
  hidden,
  mail,
  rows,
  roundTrips,
  submit,
  textOf,
  visit,
} from '../support/portal.ts'
import { answerRequest, requested, switchTo } from '../scheduling/support.ts'

const page = '/willow/manage/portal'
const thursdayTen = '2026-12-03T15:00:00.000Z'
const state = async () => (await visit('dana', page)).text()
const turn = async (key: string, value: 'on' | 'off', more: Record<string, string> = {}, how = {}) =>
  submit('dana', `${page}/settings/${key}`, { value, version: hidden(await state(), `setting-${key}`, 'version'), ...more }, how)
const effective = async (key: string) => attributeOf(await state(), `setting-${key}`, 'data-effective')
const aHold = (id: string, minutes: number, startsAt = '2026-12-04T15:00:00Z') => {
  const [now, start] = [Date.parse('2026-12-01T15:00:00Z'), Date.parse(startsAt)]
  return rows(
    `INSERT INTO holds (organization_id, id, staff_id, purpose, starts_at, ends_at, blocked_from, blocked_until, created_at, expires_at)
     VALUES ('org_willow', ?, 'sta_theo', 'visitor', ?, ?, ?, ?, ?, ?)`,
    id,
    start,
    start + 3_000_000,
    start,
    start + 3_000_000,
    now,
    now + minutes * 60_000,
  )
}
const holds = () => rows<{ id: string; released_at: number | null }>('SELECT id, released_at FROM holds ORDER BY id')

beforeEach(() => freshPortal())

describe('SET-7 before an off-switch', () => {
  it('SET-7 with nothing in flight it just switches', async () => {
    expect((await turn('self_scheduling', 'off')).status).toBe(303)
  })

  it('SET-7 shows how many of what, and what becomes of each; one press confirms', async () => {
    await requested(thursdayTen)
    await aHold('hol_a', 15)
    await aHold('hol_over', -1, '2026-12-07T15:00:00Z')
    const asked = await turn('self_scheduling', 'off', {}, { htmx: true })
    const row = await asked.text()
    expect(asked.status).toBe(409)
    expect(roundTrips(asked)).toBe(1)
    expect(textOf(element(row, 'setting-self_scheduling'))).toContain(
      '1 open request stays with its therapist. 1 held time is released. Turn off Keep on',
    )
    expect(await effective('self_scheduling')).toBe('on')
    const whole = await turn('self_scheduling', 'off')
    expect(whole.status).toBe(409)
    expect(textOf(await whole.text())).toContain('1 open request stays with its therapist.')
    expect((await turn('self_scheduling', 'off', { confirm: '1' })).status).toBe(303)
    expect(await effective('self_scheduling')).toBe('off')
  })

  it('SET-7 the consequences happen when it can no longer be undone: holds are released, requests kept', async () => {
    const id = await requested(thursdayTen)
    await aHold('hol_a', 15)
    await turn('self_scheduling', 'off', { confirm: '1' })
    expect(await holds()).toMatchObject([{ released_at: null }])
    await clockBy(1)
    await cron()
    await cron()
    expect((await holds())[0]?.released_at).not.toBeNull()
    expect(await auditRows({ action: 'setting.took_effect' })).toMatchObject([
      { actor_kind: 'system', details: { key: 'self_scheduling', clientId: null } },
    ])
    expect((await answerRequest('confirmation', id)).status).toBe(303)
  })

  it('SET-4 SET-7 undone within ten seconds nothing happens at all', async () => {
    await requested(thursdayTen)
    await aHold('hol_a', 15)
    await turn('self_scheduling', 'off', { confirm: '1' })
    await clockBy(9 / 60)
    expect((await turn('self_scheduling', 'on', { undo: '1' })).status).toBe(303)
    await clockBy(1)
    await cron()
    expect(await holds()).toMatchObject([{ released_at: null }])
    expect(await auditRows({ action: 'setting.took_effect' })).toEqual([])
  })

  it('SET-4 taking back an on-switch asks nothing; later it asks', async () => {
    await switchTo('self_scheduling', 'off')
    await rows("UPDATE settings SET changed_at = 1 WHERE key = 'self_scheduling'")
    await turn('self_scheduling', 'on')
    await requested(thursdayTen)
    expect((await turn('self_scheduling', 'off', { undo: '1' })).status).toBe(303)
    await turn('self_scheduling', 'on')
    await clockBy(1)
    expect((await turn('self_scheduling', 'off', { undo: '1' })).status).toBe(409)
  })

  it('SET-7 counts one organization only', async () => {
    await aHold('hol_a', 15)
    await rows("INSERT INTO settings VALUES ('org_cedar', 'self_scheduling', 'on', 1, 1, 'per_amir', 'Amir Haddad')")
    const html = await (await visit('amir', '/cedar/manage/portal')).text()
    expect(
      (
        await submit('amir', '/cedar/manage/portal/settings/self_scheduling', {
          value: 'off',
          version: hidden(html, 'setting-self_scheduling', 'version'),
        })
      ).status,
    ).toBe(303)
  })

  it('SET-7 a contact who is a minor’s only sign-in is warned about', async () => {
    await turn('contact_access', 'on')
    await clockBy(1)
    const row = textOf(await (await turn('contact_access', 'off', {}, { htmx: true })).text())
    expect(row).toContain('1 minor has no other sign-in.')
  })

  it('SET-7 a client’s override has the same rule, for that client', async () => {
    const id = await requested(thursdayTen)
    const at = '/willow/manage/clients/cli_ana/settings/self_scheduling'
    const list = async () => (await visit('dana', '/willow/manage/clients')).text()
    const version = hidden(await list(), 'client-cli_ana-self_scheduling', 'version')
    const asked = await submit('dana', at, { value: 'off', version }, { htmx: true })
    expect(asked.status).toBe(409)
    expect(textOf(await asked.text())).toContain('1 open request stays with its therapist.')
    expect((await submit('dana', at, { value: 'off', version })).status).toBe(409)
    const other = hidden(await list(), 'client-cli_bo-self_scheduling', 'version')
    expect((await submit('dana', '/willow/manage/clients/cli_bo/settings/self_scheduling', { value: 'off', version: other })).status).toBe(
      303,
    )
    expect((await submit('dana', at, { value: 'off', version, confirm: '1' })).status).toBe(303)
    expect((await visit('ana', `/willow/my/cli_ana/requests/${id}`)).status).toBe(200)
  })

  it('SET-7 NOT-1 e-mails of an event that wait are dropped with its switch, and the audit says so', async () => {
    await switchTo('notify_request_confirmed', 'on')
    const id = await requested(thursdayTen)
    await answerRequest('confirmation', id)
    const version = hidden(await state(), 'notification-request_confirmed', 'version')
    const at = `${page}/notifications/request_confirmed`
    const asked = await submit('dana', at, { value: 'off', version }, { htmx: true })
    expect(asked.status).toBe(409)
    expect(textOf(await asked.text())).toContain('1 e-mail that waits is not sent.')
    expect((await submit('dana', at, { value: 'off', version, confirm: '1' })).status).toBe(303)
    await clockBy(2)
    await cron()
    expect((await mail()).filter(({ to, kind }) => to === cast.ana.email && kind === 'request_confirmed')).toEqual([])
    expect((await auditRows({ action: 'email.dropped' })).map(({ details }) => details.event)).toContain('request_confirmed')
  })
})
