import { beforeEach, describe, expect, it } from 'vitest'
import { freeTimes } from '../scheduling/support.ts'
import { auditRows, cast, freshPortal, newKey, rows, services, signIn, submit, textOf, visit } from '../support/portal.ts'

const page = '/willow/manage/staff'
const path = (key: 'dana' | 'theo' | 'tess', what = '') => `${page}/${cast[key].staffId}${what}`
const versionOf = async (key: string) =>
  (await rows<{ version: number }>('SELECT version FROM staff WHERE id = ?', `sta_${key}`))[0]?.version
type Fields = Record<string, string | number | undefined>
const setRoles = async (key: 'dana' | 'theo' | 'tess', fields: Fields, who: Parameters<typeof submit>[0] = 'dana') =>
  submit(who, path(key, '/roles'), { name: cast[key].name, version: await versionOf(key), key: newKey(), ...fields })
const leave = async (key: 'dana' | 'theo' | 'tess', fields: Fields = {}, who: Parameters<typeof submit>[0] = 'dana') =>
  submit(who, path(key, '/deactivation'), { version: await versionOf(key), key: newKey(), ...fields })
const administrators = () =>
  rows<{ id: string }>(
    "SELECT id FROM staff WHERE organization_id = 'org_willow' AND administrator = 1 AND deactivated_at IS NULL ORDER BY id",
  )

async function anaAsks() {
  const [start] = await freeTimes()
  const fields = { therapist: cast.theo.staffId, service: services.session, forum: 'in_person', start, key: newKey() }
  expect((await submit('ana', `/willow/my/${cast.ana.clientId}/requests`, fields)).status).toBe(303)
}

beforeEach(() => freshPortal())

describe('ACC-4 roles', () => {
  it('T-16 hold from the next request on, in a session that is open', async () => {
    const tess = await signIn('tess')
    expect((await visit(tess, '/willow/manage/portal')).status).toBe(403)
    expect((await setRoles('tess', { therapist: 1, administrator: 1 })).status).toBe(303)
    expect((await visit(tess, '/willow/manage/portal')).status).toBe(200)
    expect((await setRoles('tess', { therapist: 1 })).status).toBe(303)
    expect((await visit(tess, '/willow/manage/portal')).status).toBe(403)
    expect((await auditRows({ action: 'staff.roles_changed' })).map(({ entity_version, details }) => [entity_version, details])).toEqual([
      [2, { administrator: true, therapist: true, renamed: false }],
      [3, { administrator: false, therapist: true, renamed: false }],
    ])
  })

  it('who is no therapist any more frees her seat; what it meets is said first', async () => {
    await anaAsks()
    const asked = await setRoles('theo', { administrator: 1 })
    expect(asked.status).toBe(409)
    expect(textOf(await asked.text())).toContain('1 open request stays unanswered until an administrator answers it')
    expect(await versionOf('theo')).toBe(1)
    expect((await setRoles('theo', { administrator: 1, confirm: 1 })).status).toBe(303)
    expect(await rows("SELECT administrator, therapist, subscribed_at FROM staff WHERE id = 'sta_theo'")).toEqual([
      { administrator: 1, therapist: 0, subscribed_at: null },
    ])
  })

  it('SEC-7 without a role, without a name: a sentence, and what was typed stays', async () => {
    const none = await setRoles('tess', {})
    expect([none.status, textOf(await none.text())]).toEqual([422, expect.stringContaining('Choose at least one')])
    const nameless = await setRoles('tess', { name: ' ', therapist: 1 })
    expect([nameless.status, textOf(await nameless.text())]).toEqual([422, expect.stringContaining('Enter the name')])
    expect(await versionOf('tess')).toBe(1)
  })

  it('SET-5 a stale form is refused', async () => {
    await setRoles('tess', { therapist: 1, administrator: 1 })
    const late = await setRoles('tess', { therapist: 1, version: 1 })
    expect([late.status, textOf(await late.text())]).toEqual([409, expect.stringContaining('somebody else changed this meanwhile')])
  })
})

describe('ACC-4 the last administrator', () => {
  it('cannot give the role up, nor be deactivated, with a yes neither', async () => {
    for (const answer of [
      await setRoles('dana', { therapist: 1 }),
      await setRoles('dana', { therapist: 1, confirm: 1 }),
      await leave('dana'),
      await leave('dana', { confirm: 1 }),
    ]) {
      expect(answer.status).toBe(409)
      expect(textOf(await answer.text())).toContain('This is the last administrator')
    }
    expect(await administrators()).toEqual([{ id: 'sta_dana' }])
  })

  it('with another one there she may, after she was asked', async () => {
    await setRoles('tess', { therapist: 1, administrator: 1 })
    const asked = await setRoles('dana', { therapist: 1 })
    expect([asked.status, textOf(await asked.text())]).toEqual([409, expect.stringContaining('lose your own place')])
    expect((await setRoles('dana', { therapist: 1, confirm: 1 })).status).toBe(303)
    expect(await administrators()).toEqual([{ id: 'sta_tess' }])
  })

  it('two who take it from each other at the same moment: one is left, every time', async () => {
    for (let round = 0; round < 10; round++) {
      await rows("UPDATE staff SET administrator = 1, therapist = 1, deactivated_at = NULL WHERE id IN ('sta_dana', 'sta_tess')")
      const [dana, tess] = [await signIn('dana'), await signIn('tess')]
      const answers = await Promise.all([
        setRoles('tess', { therapist: 1, confirm: 1 }, dana),
        round % 2 ? setRoles('dana', { therapist: 1, confirm: 1 }, tess) : leave('dana', { confirm: 1 }, tess),
      ])
      expect(await administrators()).toHaveLength(1)
      expect(answers.filter(({ status }) => status === 303).length).toBeLessThanOrEqual(1)
    }
  })
})

describe('SET-53 ACC-5 deactivating', () => {
  it('says what it meets, ends the sessions that began here, frees the seat, and can be taken back', async () => {
    await anaAsks()
    const theo = await signIn('theo')
    expect((await leave('theo')).status).toBe(409)
    expect((await leave('theo', { confirm: 1 })).status).toBe(303)
    expect((await visit(theo, '/willow/manage/requests')).headers.get('Location')).toMatch(/^\/willow\/login/)
    expect(await rows("SELECT count(*) AS n FROM sessions WHERE person_id = 'per_theo' AND ended_at IS NULL")).toEqual([{ n: 0 }])
    expect(await rows("SELECT subscribed_at FROM staff WHERE id = 'sta_theo'")).toEqual([{ subscribed_at: null }])
    const shown = textOf(await (await visit('dana', path('theo'))).text())
    expect(shown).toMatch(/Deactivated since 1 Dec, 10:00 EST/)
    const back = await submit('dana', path('theo', '/return'), { version: await versionOf('theo'), key: newKey() })
    expect(back.status).toBe(303)
    expect((await visit('theo', '/willow/manage/requests')).status).toBe(200)
    expect((await auditRows({ entity_id: 'sta_theo', entity_kind: 'staff' })).map(({ action }) => action)).toEqual([
      'staff.deactivated',
      'staff.returned',
    ])
  })

  it('twice, or back twice, is stale', async () => {
    expect((await leave('tess')).status).toBe(303)
    expect((await leave('tess')).status).toBe(409)
    const back = async () => submit('dana', path('tess', '/return'), { version: await versionOf('tess'), key: newKey() })
    expect([(await back()).status, (await back()).status]).toEqual([303, 409])
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
          (await submit(who, path('tess', what), { name: 'x', administrator: 1, version: 1, confirm: 1 })).status,
          `${who} ${what}`,
        ).toBe(status)
    expect((await submit('dana', '/willow/manage/staff/sta_amir/roles', { name: 'x', administrator: 1, version: 1 })).status).toBe(404)
    expect((await visit('dana', '/willow/manage/staff/sta_amir')).status).toBe(404)
    expect(await versionOf('tess')).toBe(1)
  })
})

describe('ACC-5 how long staff stay signed in', () => {
  const setIdle = (minutes: number | string, version: number) => submit('dana', `${page}/idle-limit`, { minutes, version })

  it.each([5, 60, 22])('%d minutes hold from the next request on', async (minutes) => {
    expect((await setIdle(minutes, 1)).status).toBe(303)
    expect((await visit('theo', '/willow/manage/requests')).headers.get('Session-Seconds')).toBe(String(minutes * 60))
    expect(await auditRows({ action: 'organization.idle_limit' })).toMatchObject([
      { entity_version: 2, details: { from: 15, to: minutes } },
    ])
  })

  it.each(['4', '61', '0', '-5', '7.5', 'ten', '', '1e9'])('%j gets a sentence and keeps what was typed', async (minutes) => {
    const answer = await setIdle(minutes, 1)
    const html = await answer.text()
    expect([answer.status, textOf(html)]).toEqual([422, expect.stringContaining('Enter a whole number from 5 to 60')])
    expect(html).toContain(`value="${minutes}"`)
  })

  it('SET-5 of two who change it one is told', async () => {
    const answers = await Promise.all([setIdle(10, 1), setIdle(20, 1)])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409])
  })
})
