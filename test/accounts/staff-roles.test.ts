import { beforeEach, describe, expect, it } from 'vitest'
import { freeTimes } from '../scheduling/support.ts'
import { auditRows, cast, clockBy, freshPortal, newKey, rows, services, signIn, submit, textOf, visit } from '../support/portal.ts'
import { accept, administrators, comeBack, invited, leave, pathOf, setRoles, versionOf } from './staff-support.ts'

async function anaAsks() {
  const [start] = await freeTimes()
  const fields = { therapist: cast.theo.staffId, service: services.session, forum: 'in_person', start, key: newKey() }
  expect((await submit('ana', `/willow/my/${cast.ana.clientId}/requests`, fields)).status).toBe(303)
}

beforeEach(() => freshPortal())

describe('ACC-4 roles', () => {
  it('T-16 hold from the next request on, in a session that is open', async () => {
    const before = { wasAdministrator: false, wasTherapist: true, hadSeat: false }
    const tess = await signIn('tess')
    expect((await visit(tess, '/willow/manage/portal')).status).toBe(403)
    expect((await setRoles('tess', { therapist: 1, administrator: 1 })).status).toBe(303)
    expect((await visit(tess, '/willow/manage/portal')).status).toBe(200)
    expect((await setRoles('tess', { therapist: 1 })).status).toBe(303)
    expect((await visit(tess, '/willow/manage/portal')).status).toBe(403)
    expect((await auditRows({ action: 'staff.roles_changed' })).map(({ entity_version, details }) => [entity_version, details])).toEqual([
      [2, { ...before, administrator: true, therapist: true, renamed: false }],
      [3, { ...before, administrator: false, therapist: true, renamed: false, wasAdministrator: true }],
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

  it('SET-4 taken back within ten seconds: her roles, and her seat', async () => {
    await setRoles('theo', { administrator: 1 })
    const html = await (await visit('dana', pathOf('theo'))).text()
    expect(textOf(html)).toContain('The roles of Theo Lindqvist are changed. Undo')
    expect((await setRoles('theo', { undo: 1 })).status).toBe(303)
    expect(await rows("SELECT administrator, therapist, subscribed_at > 0 AS seat FROM staff WHERE id = 'sta_theo'")).toEqual([
      { administrator: 0, therapist: 1, seat: 1 },
    ])
    expect((await setRoles('theo', { undo: 1 })).status, 'an undo is not undone').toBe(409)
  })

  it('SET-4 not after ten seconds, and not after something else was done', async () => {
    await setRoles('tess', { therapist: 1, administrator: 1 })
    await clockBy(11 / 60)
    expect((await setRoles('tess', { undo: 1 })).status).toBe(409)
    await setRoles('tess', { administrator: 1 })
    await rows("UPDATE staff SET version = version + 1 WHERE id = 'sta_tess'")
    expect((await setRoles('tess', { undo: 1 })).status).toBe(409)
    expect(await administrators()).toHaveLength(2)
  })

  it('T-16 an administrator who is none any more takes the offers she made with her', async () => {
    await setRoles('tess', { therapist: 1, administrator: 1 })
    const link = await invited({ administrator: 1 }, 'tess')
    const asked = await setRoles('tess', { therapist: 1 })
    expect([asked.status, textOf(await asked.text())]).toEqual([409, expect.stringContaining('1 invitation that this person sent')])
    expect((await setRoles('tess', { therapist: 1, confirm: 1 })).status).toBe(303)
    expect((await visit(null, link)).status).toBe(410)
    await setRoles('tess', { undo: 1 })
    expect((await accept(link)).answer.status, 'unless it is undone').toBe(303)
  })

  it('a name is corrected alone; the same again changes nothing', async () => {
    expect((await setRoles('tess', { name: 'Tess Moreau-Ek', therapist: 1 })).status).toBe(303)
    expect(textOf(await (await visit('dana', pathOf('tess'))).text())).toContain('Tess Moreau-Ek')
    expect((await setRoles('tess', { name: 'Tess Moreau-Ek', therapist: 1 })).status).toBe(303)
    expect((await auditRows({ action: 'staff.roles_changed' })).map(({ details }) => details.renamed)).toEqual([true])
    expect(await rows("SELECT name FROM people WHERE id = 'per_tess'"), 'her account is hers').toEqual([{ name: cast.tess.name }])
  })

  it('who becomes a therapist gets a word for her link, and no seat', async () => {
    await setRoles('dana', { therapist: 1, administrator: 1 })
    expect(await rows("SELECT slug, subscribed_at FROM staff WHERE id = 'sta_dana'")).toEqual([{ slug: 'dana', subscribed_at: null }])
  })

  it('ACC-3 T-11 need somebody who has proved herself within five minutes', async () => {
    const dana = await signIn('dana')
    await clockBy(6)
    for (const answer of [
      await setRoles('tess', { therapist: 1, administrator: 1 }, dana),
      await leave('tess', { confirm: 1 }, dana),
      await comeBack('tess', {}, dana),
    ])
      expect(answer.headers.get('Location')).toMatch(/^\/account\/confirmation/)
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
      for (const lost of answers.filter(({ status }) => status === 409))
        expect(textOf(await lost.text())).toMatch(/This is the last administrator|somebody else changed this meanwhile/)
    }
  })
})
