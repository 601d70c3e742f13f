import { beforeEach, describe, expect, it } from 'vitest'
import { auditRows, cast, clockBy, cron, element, freshPortal, rows, roundTrips, submit, textOf, visit } from '../support/portal.ts'
import { requested, switchTo } from '../scheduling/support.ts'
import { history, newest, override, overrideOf, page, putBack, switchAll, valueOf } from './history-support.ts'

const thursdayTen = '2026-12-03T15:00:00.000Z'
beforeEach(() => freshPortal())

describe('putting back an entry', () => {
  it('SET-8 a setting is again what it was before the entry; the audit names the entry', async () => {
    await switchTo('contact_access', 'on')
    const { seq } = await newest('contact_access')
    await clockBy(60)
    const answer = await putBack(seq, { confirm: '1' })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, `${page}?key=contact_access`])
    expect(await valueOf('contact_access')).toBe('off')
    expect(await newest('contact_access')).toMatchObject({
      action: 'setting.off',
      version: 2,
      details: { from: 'on', to: 'off', restored: seq },
    })
    expect(textOf(element(await history(), `entry-${(await newest('contact_access')).seq}`))).toContain(`Puts back entry #${seq}`)
  })

  it('SET-8 SPD-1 takes two round trips', async () => {
    await switchAll('contact_access', 'notify_created')
    await clockBy(60)
    expect(roundTrips(await putBack((await newest('contact_access')).seq, { confirm: '1' }))).toBe(2)
    expect(roundTrips(await putBack((await newest('notify_created')).seq))).toBe(2)
  })

  it('SET-8 a notification switch, too', async () => {
    await switchTo('notify_created', 'on')
    const { seq } = await newest('notify_created')
    expect((await putBack(seq)).status).toBe(303)
    expect(await newest('notify_created')).toMatchObject({ action: 'notification.off', details: { restored: seq } })
  })

  it('SET-8 an override of a client, both ways', async () => {
    await override(cast.ana.clientId, 'self_scheduling', 'off')
    const id = `${cast.ana.clientId}/self_scheduling`
    const first = await newest(id)
    expect((await putBack(first.seq)).status).toBe(303)
    expect(await overrideOf(cast.ana.clientId, 'self_scheduling')).toBe('inherit')
    expect(await newest(id)).toMatchObject({ action: 'override.inherit', details: { restored: first.seq, clientId: cast.ana.clientId } })
    await clockBy(60)
    expect((await putBack((await newest(id)).seq)).status).toBe(303)
    expect(await overrideOf(cast.ana.clientId, 'self_scheduling')).toBe('off')
  })

  it('SET-8 an older entry, over newer ones', async () => {
    await switchTo('client_signup', 'off')
    const { seq } = await newest('client_signup')
    await switchAll('client_signup', '-client_signup')
    expect((await putBack(seq)).status).toBe(303)
    expect(await valueOf('client_signup')).toBe('on')
  })

  it('SET-8 already so: nothing happens, and the page offers nothing', async () => {
    await switchAll('contact_access', '-contact_access')
    const entries = await rows<{ seq: number }>("SELECT seq FROM audit WHERE entity_id = 'contact_access' ORDER BY seq")
    const [first] = entries
    expect(textOf(element(await history(), `entry-${first?.seq}`))).toContain('It is so now')
    const answer = await submit('dana', `${page}/${first?.seq}/restoration`, { version: 2, key: 'contact_access' })
    expect(answer.status).toBe(303)
    expect((await newest('contact_access')).version).toBe(2)
  })

  it('SET-5 SET-8 a stale one is refused with what is now and who changed it; nothing moves', async () => {
    await switchTo('contact_access', 'on')
    const { seq } = await newest('contact_access')
    await switchAll('-contact_access', 'contact_access')
    const answer = await submit('dana', `${page}/${seq}/restoration`, { version: 1, key: 'contact_access' })
    expect(answer.status).toBe(409)
    expect(roundTrips(answer)).toBeLessThanOrEqual(3)
    expect(textOf(await answer.text())).toContain('Not saved: Dana Ortiz changed this meanwhile. It is on now.')
    expect(await valueOf('contact_access')).toBe('on')
    await override(cast.ana.clientId, 'contact_access', 'off')
    const of = await newest(`${cast.ana.clientId}/contact_access`)
    const late = await submit('dana', `${page}/${of.seq}/restoration`, { version: 7, key: 'contact_access', client: cast.ana.clientId })
    expect([late.status, textOf(await late.text())]).toEqual([
      409,
      expect.stringContaining('Not put back: Dana Ortiz changed this meanwhile.'),
    ])
  })

  it('SET-5 fifty at once: one puts it back', async () => {
    await switchTo('contact_access', 'on')
    const { seq } = await newest('contact_access')
    await visit('dana', page)
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => submit('dana', `${page}/${seq}/restoration`, { version: 1, key: 'contact_access' })),
    )
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(49)
    expect((await newest('contact_access')).version).toBe(2)
  })

  it('SET-6 SET-8 what is greyed cannot be put back, here neither: parent off, plan, card processing', async () => {
    await switchAll('cancel_within_24h', '-self_scheduling')
    const nested = await newest('cancel_within_24h')
    expect(textOf(element(await history(), `entry-${nested.seq}`))).toContain('Turn on “Allow Clients Self-Scheduling')
    const refused = await submit('dana', `${page}/${nested.seq}/restoration`, { version: nested.version, key: 'cancel_within_24h' })
    expect([refused.status, textOf(await refused.text())]).toEqual([409, expect.stringContaining('Turn on “Allow Clients Self-Scheduling')])
    const { seq, version } = await newest('self_scheduling')
    await rows("UPDATE organizations SET plan = 'essentials' WHERE id = 'org_willow'")
    const planned = await submit('dana', `${page}/${seq}/restoration`, { version, key: 'self_scheduling' })
    expect([planned.status, textOf(await planned.text())]).toEqual([409, expect.stringContaining('Your plan does not include it.')])
    expect(await valueOf('self_scheduling')).toBe('off')
    expect(await valueOf('cancel_within_24h')).toBe('on')
  })

  it('SET-6 SET-40 an override under a setting that is off for everyone, or of an archived client', async () => {
    await switchTo('display_insurance', 'on')
    await override(cast.ana.clientId, 'display_insurance', 'off')
    const { seq, version } = await newest(`${cast.ana.clientId}/display_insurance`)
    const fields = { version, key: 'display_insurance', client: cast.ana.clientId }
    await rows('UPDATE clients SET archived_at = 1 WHERE id = ?', cast.ana.clientId)
    const archived = await submit('dana', `${page}/${seq}/restoration`, fields)
    expect([archived.status, textOf(await archived.text())]).toEqual([409, expect.stringContaining('This client is archived')])
    await rows('UPDATE clients SET archived_at = NULL WHERE id = ?', cast.ana.clientId)
    await switchTo('display_insurance', 'off')
    const off = await submit('dana', `${page}/${seq}/restoration`, fields)
    expect([off.status, textOf(await off.text())]).toEqual([409, expect.stringContaining('This is off for everyone')])
    expect(await overrideOf(cast.ana.clientId, 'display_insurance')).toBe('off')
  })

  it('SET-7 SET-8 what is in flight is shown first; one press confirms; its consequences come as after any switch', async () => {
    await switchAll('-self_scheduling', 'self_scheduling')
    const { seq } = await newest('self_scheduling')
    await requested(thursdayTen)
    await clockBy(5)
    const asked = await putBack(seq)
    const html = await asked.text()
    expect([asked.status, roundTrips(asked)]).toEqual([409, 2])
    expect(textOf(html)).toContain('1 open request stays with its therapist.')
    expect(await valueOf('self_scheduling')).toBe('on')
    const [form = ''] = /<form[^>]*restoration"(?:(?!<\/form>).)*name="confirm".*?<\/form>/s.exec(html) ?? []
    const fields = Object.fromEntries([...form.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]))
    expect(fields).toEqual({ version: '3', key: 'self_scheduling', confirm: '1' })
    expect((await submit('dana', `${page}/${seq}/restoration`, fields)).status).toBe(303)
    expect(await valueOf('self_scheduling')).toBe('off')
    await clockBy(1)
    await cron()
    expect(await auditRows({ action: 'setting.took_effect' })).toHaveLength(1)
  })

  it('SET-4 SET-8 taking back one’s own change within ten seconds asks nothing; an older entry asks', async () => {
    await switchTo('self_scheduling', 'off')
    await clockBy(5)
    await switchTo('self_scheduling', 'on')
    const { seq } = await newest('self_scheduling')
    await requested(thursdayTen)
    expect((await putBack(seq)).status).toBe(303)
    expect(await valueOf('self_scheduling')).toBe('off')
  })

  it('SET-7 an override meets only what is that client’s', async () => {
    await requested(thursdayTen)
    for (const client of [cast.ana.clientId, cast.bo.clientId]) {
      await override(client, 'self_scheduling', 'off')
      await override(client, 'self_scheduling', 'inherit')
    }
    await clockBy(5)
    expect((await putBack((await newest(`${cast.bo.clientId}/self_scheduling`)).seq)).status).toBe(303)
    const asked = await putBack((await newest(`${cast.ana.clientId}/self_scheduling`)).seq)
    expect([asked.status, textOf(await asked.text())]).toEqual([409, expect.stringContaining('1 open request stays with its therapist.')])
  })
})

describe('what cannot be forged', () => {
  it('SEC-7 a form that names another switch or client than the entry is refused', async () => {
    await switchTo('contact_access', 'on')
    await override(cast.ana.clientId, 'contact_access', 'off')
    const setting = await newest('contact_access')
    const of = await newest(`${cast.ana.clientId}/contact_access`)
    const tries: [number, Record<string, string | number>][] = [
      [setting.seq, { version: 1, key: 'client_signup' }],
      [setting.seq, { version: 1, key: 'contact_access', client: cast.bo.clientId }],
      [of.seq, { version: 1, key: 'contact_access', client: cast.bo.clientId }],
      [of.seq, { version: 1, key: 'contact_access' }],
      [setting.seq, { key: 'contact_access' }],
      [setting.seq, { version: -1, key: 'contact_access' }],
    ]
    for (const [seq, fields] of tries)
      expect((await submit('dana', `${page}/${seq}/restoration`, fields)).status, JSON.stringify(fields)).toBe(422)
    expect([await valueOf('contact_access'), await overrideOf(cast.ana.clientId, 'contact_access')]).toEqual(['on', 'off'])
  })

  it('SEC-7 what is no entry of the history, or cannot be put back, is not there', async () => {
    await switchTo('self_scheduling', 'off')
    await clockBy(1)
    await cron()
    const effect = await rows<{ seq: number }>("SELECT seq FROM audit WHERE action = 'setting.took_effect'")
    const other = await rows<{ seq: number }>(
      "SELECT max(seq) AS seq FROM audit WHERE entity_kind NOT IN ('setting', 'notification', 'override', 'effect')",
    )
    for (const seq of [effect[0]?.seq, other[0]?.seq, 0, 999_999, 'x', '1e3'])
      expect((await submit('dana', `${page}/${seq}/restoration`, { version: 1, key: 'self_scheduling' })).status, String(seq)).toBe(404)
  })

  it('SEC-1 another organization’s entry is not there; who is no administrator is refused', async () => {
    await switchTo('contact_access', 'on')
    const { seq } = await newest('contact_access')
    const fields = { version: 1, key: 'contact_access' }
    expect((await submit('amir', `/cedar/manage/portal/history/${seq}/restoration`, fields)).status).toBe(404)
    expect((await submit('amir', `${page}/${seq}/restoration`, fields)).status).toBe(404)
    expect((await submit('theo', `${page}/${seq}/restoration`, fields)).status).toBe(403)
    expect((await submit('theo', page, { at: '2026-12-01T15:00Z', seen: '' })).status).toBe(403)
    expect((await submit('theo', `${page}/export`, {})).status).toBe(403)
    expect(await valueOf('contact_access')).toBe('on')
  })

  it('SEC-1 an entry of a client who was merged into another record is not there', async () => {
    await switchTo('contact_access', 'on')
    await override(cast.ana.clientId, 'contact_access', 'off')
    const { seq } = await newest(`${cast.ana.clientId}/contact_access`)
    await rows('UPDATE clients SET merged_into = ? WHERE id = ?', cast.bo.clientId, cast.ana.clientId)
    expect(
      (await submit('dana', `${page}/${seq}/restoration`, { version: 1, key: 'contact_access', client: cast.ana.clientId })).status,
    ).toBe(404)
    expect(await valueOf('contact_access')).toBe('on')
  })
})
