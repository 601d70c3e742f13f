import { beforeEach, describe, expect, it } from 'vitest'
import {
  attributeOf,
  auditRows,
  cast,
  clockBy,
  cron,
  freshPortal,
  hidden,
  mail,
  rows,
  signIn,
  submit,
  textOf,
  visit,
} from '../support/portal.ts'
import { freeTimes, requested } from '../scheduling/support.ts'
import { accept, comeBack, eva, invited, leave, pathOf, setRoles, staffPage as page, versionOf } from './staff-support.ts'

const thursdayTen = '2026-12-03T15:00:00.000Z'
const seats = async () =>
  (await rows<{ id: string }>('SELECT id FROM staff WHERE subscribed_at IS NOT NULL ORDER BY id')).map(({ id }) => id)
const state = async () => (await visit('dana', page)).text()
const seat = async (staff: string, value: 'on' | 'off') =>
  submit('dana', `${page}/sta_${staff}/seat`, { value, version: hidden(await state(), `seat-sta_${staff}`, 'version') })

beforeEach(() => freshPortal())

describe('SET-53 a deactivated staff member', () => {
  it('frees her seat, is greyed, cannot get one, and is not offered any more', async () => {
    await rows("UPDATE organizations SET plan = 'standard' WHERE id = 'org_willow'")
    await rows("UPDATE staff SET deactivated_at = 1 WHERE id = 'sta_theo'")
    expect(textOf(await state())).toContain('0 of 1 seat used, 1 available.')
    expect(attributeOf(await state(), 'seat-sta_theo', 'data-reason')).toBe('deactivated')
    expect((await seat('theo', 'on')).status).toBe(409)
    expect((await seat('tess', 'on')).status).toBe(303)
    expect(await freeTimes()).toEqual([])
  })

  it('reaches nothing when she signs in', async () => {
    const theo = await signIn('theo')
    expect((await visit(theo, '/willow/manage/requests')).status).toBe(200)
    await rows("UPDATE staff SET deactivated_at = 1 WHERE id = 'sta_theo'")
    for (const who of [theo, await signIn('theo')])
      for (const path of ['/willow/manage', '/willow/manage/requests', page, '/willow/manage/portal', '/willow/my'])
        expect((await visit(who, path)).status, path).toBe(404)
  })
})

describe('SET-53 ACC-5 deactivating', () => {
  it('says what it meets, ends the sessions that began here, frees the seat, and can be taken back', async () => {
    await requested(thursdayTen)
    const theo = await signIn('theo')
    expect((await leave('theo')).status).toBe(409)
    expect((await leave('theo', { confirm: 1 })).status).toBe(303)
    expect((await visit(theo, '/willow/manage/requests')).headers.get('Location')).toMatch(/^\/willow\/login/)
    expect(await rows("SELECT count(*) AS n FROM sessions WHERE person_id = 'per_theo' AND ended_at IS NULL")).toEqual([{ n: 0 }])
    expect(await rows("SELECT subscribed_at FROM staff WHERE id = 'sta_theo'")).toEqual([{ subscribed_at: null }])
    const shown = textOf(await (await visit('dana', pathOf('theo'))).text())
    expect(shown).toMatch(/Deactivated since 1 Dec, 10:00 EST/)
    await clockBy(1)
    expect((await comeBack('theo')).status).toBe(303)
    expect((await visit('theo', '/willow/manage/requests')).status).toBe(200)
    expect((await auditRows({ entity_id: 'sta_theo', entity_kind: 'staff' })).map(({ action }) => action)).toEqual([
      'staff.deactivated',
      'staff.returned',
    ])
  })

  it('SET-4 taken back within ten seconds it leaves nothing behind: the seat is hers, and so are the offers she made', async () => {
    await setRoles('theo', { therapist: 1, administrator: 1 })
    const link = await invited({}, 'theo')
    const asked = await leave('theo')
    expect(textOf(await asked.text())).toContain('1 invitation that this person sent to future staff stops working.')
    await leave('theo', { confirm: 1 })
    expect((await visit(null, link)).status).toBe(410)
    const shown = await (await visit('dana', pathOf('theo'))).text()
    expect(textOf(shown)).toContain('Theo Lindqvist is deactivated. Undo')
    expect((await comeBack('theo', { undo: 1 })).status).toBe(303)
    expect(await seats()).toEqual(['sta_theo'])
    expect((await visit(null, link)).status).toBe(200)
    expect((await accept(link)).answer.status, 'the offer that came back can be taken up').toBe(303)
  })

  it('SET-4 later she comes back without a seat, and dead links stay dead', async () => {
    await setRoles('theo', { therapist: 1, administrator: 1 })
    const link = await invited({}, 'theo')
    await leave('theo', { confirm: 1 })
    await clockBy(11 / 60)
    expect(textOf(await (await visit('dana', pathOf('theo'))).text())).not.toContain('Undo')
    expect((await comeBack('theo', { undo: 1 })).status).toBe(303)
    expect(await seats()).toEqual([])
    expect((await visit(null, link)).status).toBe(410)
  })

  it('SET-51 the undo does not take a seat that somebody else has by now', async () => {
    await rows("UPDATE organizations SET plan = 'standard' WHERE id = 'org_willow'")
    await leave('theo')
    expect((await seat('tess', 'on')).status).toBe(303)
    expect((await comeBack('theo', { undo: 1 })).status).toBe(303)
    expect(await seats()).toEqual(['sta_tess'])
  })

  it('T-16 nobody comes in on the word of an administrator who is gone', async () => {
    await setRoles('tess', { therapist: 1, administrator: 1 })
    const link = await invited({ administrator: 1 }, 'tess')
    await leave('tess', { confirm: 1 })
    expect((await accept(link)).answer.status).toBe(422)
    expect(await rows('SELECT id FROM staff WHERE name = ?', eva.name)).toEqual([])
    expect(await auditRows({ action: 'staff_invitation.withdrawn' })).toMatchObject([{ actor_id: 'per_dana', entity_version: 2 }])
  })

  it('NOT-4 an e-mail that was on its way to her is dropped', async () => {
    await requested(thursdayTen)
    await leave('theo', { confirm: 1 })
    await cron()
    expect((await mail()).filter(({ to }) => to === cast.theo.email)).toEqual([])
    expect(await rows("SELECT reason FROM outbox WHERE recipient = 'staff:sta_theo'")).toEqual([{ reason: 'inactive' }])
  })

  it('ACC-6 her sessions of another practice, and the other people here, go on', async () => {
    const [bo, elsewhere] = [await signIn('bo'), await signIn('theo')]
    await rows("UPDATE sessions SET organization_id = 'org_cedar' WHERE person_id = 'per_theo'")
    const here = await signIn('theo')
    await leave('theo')
    expect(
      await rows("SELECT organization_id AS org, ended_at IS NULL AS runs FROM sessions WHERE person_id = 'per_theo' ORDER BY org"),
    ).toEqual([
      { org: 'org_cedar', runs: 1 },
      { org: 'org_willow', runs: 0 },
    ])
    for (const who of [elsewhere, here]) expect((await visit(who, '/willow/manage/requests')).status).not.toBe(200)
    expect((await visit(bo, '/willow/my/cli_bo/appointments')).status).toBe(200)
  })

  it('twice, or back twice, is stale', async () => {
    expect((await leave('tess')).status).toBe(303)
    expect((await leave('tess')).status).toBe(409)
    expect([(await comeBack('tess')).status, (await comeBack('tess')).status]).toEqual([303, 409])
  })

  it('SEC-1 T-05 nobody but an administrator of this practice, and nobody of another one', async () => {
    for (const what of ['/roles', '/deactivation', '/return'])
      for (const [who, status] of [
        ['theo', 403],
        ['ana', 403],
        ['amir', 404],
        [null, 303],
      ] as const)
        expect(
          (await submit(who, pathOf('tess', what), { name: 'x', administrator: 1, version: 1, confirm: 1 })).status,
          `${who} ${what}`,
        ).toBe(status)
    expect((await submit('dana', '/willow/manage/staff/sta_amir/roles', { name: 'x', administrator: 1, version: 1 })).status).toBe(404)
    expect((await visit('dana', '/willow/manage/staff/sta_amir')).status).toBe(404)
    expect(await versionOf('tess')).toBe(1)
  })
})
