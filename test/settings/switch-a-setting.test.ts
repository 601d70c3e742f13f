import { beforeEach, describe, expect, it } from 'vitest'
import { settingKeys } from '../../src/settings/declarations.ts'
import {
  attributeOf,
  auditRows,
  element,
  freshPortal,
  hidden,
  newBrowser,
  roundTrips,
  rows,
  signIn,
  submit,
  textOf,
  visit,
  type Who,
} from '../support/portal.ts'

const page = '/willow/manage/portal'
const path = (key: string) => `${page}/settings/${key}`
const state = async (who: Who = 'dana') => (await visit(who, page)).text()
const versionOf = async (key: string) => hidden(await state(), `setting-${key}`, 'version')
const set = async (key: string, value: 'on' | 'off', how = {}) =>
  submit('dana', path(key), { value, version: await versionOf(key), confirm: '1' }, how)

beforeEach(() => freshPortal())

describe('the page', () => {
  it('SET-9 SET-20 shows the ten settings in their order, and no switch for forms or accounts', async () => {
    const html = await state()
    const drawn = [...html.matchAll(/id="setting-(\w+)"/g)].map(([, key]) => key)
    expect(drawn).toEqual(settingKeys)
    expect(drawn).toHaveLength(10)
  })

  it('SET-1 only administrators see and change it; the attempt of others is audited', async () => {
    expect((await visit('dana', page)).status).toBe(200)
    expect((await visit('theo', page)).status).toBe(403)
    expect((await submit('theo', path('contact_access'), { value: 'on', version: 0 })).status).toBe(403)
    expect((await visit('ana', page)).status).toBe(403)
    expect((await visit('amir', page)).status).toBe(404)
    expect((await visit(null, page)).headers.get('Location')).toContain('/willow/login')
    const denied = await auditRows({ action: 'denied' })
    expect(denied.map(({ actor_id, entity_id }) => [actor_id, entity_id])).toEqual([
      ['per_theo', '/:org/manage/portal'],
      ['per_theo', '/:org/manage/portal/settings/:key'],
      ['per_ana', '/:org/manage/portal'],
      ['per_amir', '/:org/manage/portal'],
    ])
    expect(await (await visit('theo', '/willow/manage/requests')).text()).not.toContain('/willow/manage/portal')
    expect(await rows('SELECT * FROM settings WHERE key = ?', 'contact_access')).toEqual([])
  })

  it('SET-2 a switch of one organization reaches no other', async () => {
    await set('contact_access', 'on')
    const cedar = await (await visit('amir', '/cedar/manage/portal')).text()
    expect(attributeOf(cedar, 'setting-contact_access', 'data-effective')).toBe('off')
    expect(attributeOf(await state(), 'setting-contact_access', 'data-effective')).toBe('on')
  })
})

describe('a switch', () => {
  it('SET-3 posts itself: without JavaScript it leads back to its row', async () => {
    const answer = await set('contact_access', 'on')
    expect(answer.status).toBe(303)
    expect(answer.headers.get('Location')).toBe(`${page}#setting-contact_access`)
  })

  it('SET-3 to htmx it answers its row and the rows that depend on it, not the page', async () => {
    const answer = await set('self_scheduling', 'off', { htmx: true })
    const html = await answer.text()
    expect(answer.status).toBe(200)
    expect(html).not.toContain('<html')
    expect([...html.matchAll(/id="setting-(\w+)"/g)].map(([, key]) => key)).toEqual([
      'self_scheduling',
      'schedule_within_24h',
      'cancel_within_24h',
    ])
    expect(element(html, 'setting-cancel_within_24h')).toContain('hx-swap-oob')
    expect(roundTrips(answer)).toBe(2)
  })

  it('SET-4 says its state in words, announces the change, offers undo, and shows who changed it last and when', async () => {
    const html = await (await set('contact_access', 'on', { htmx: true })).text()
    const row = element(html, 'setting-contact_access')
    expect(row).toContain('aria-checked="true"')
    expect(row).toContain('data-announce')
    expect(row).toContain('data-seconds="10"')
    expect(textOf(row)).toContain('Undo')
    expect(textOf(row)).toMatch(/Dana Ortiz, .*1 Dec.*10:00 EST/)
  })

  it('SET-4 undo within ten seconds has no side effect: the choice is as before, nothing was sent', async () => {
    await set('contact_access', 'on')
    expect((await set('contact_access', 'off')).status).toBe(303)
    expect(attributeOf(await state(), 'setting-contact_access', 'data-effective')).toBe('off')
    expect(await rows('SELECT id FROM outbox')).toEqual([])
  })

  it('SET-5 a stale switch is refused with the present state and who changed it', async () => {
    const seen = await versionOf('contact_access')
    await submit('dana', path('contact_access'), { value: 'on', version: seen })
    const answer = await submit('dana', path('contact_access'), { value: 'off', version: seen }, { htmx: true })
    const html = await answer.text()
    expect(answer.status).toBe(409)
    expect(textOf(html)).toContain('Dana Ortiz changed this meanwhile')
    expect(attributeOf(html, 'setting-contact_access', 'data-effective')).toBe('on')
    expect((await submit('dana', path('contact_access'), { value: 'off', version: seen })).status).toBe(409)
  })

  it('SET-5 fifty at once: one moves it, and each version has one audit entry', async () => {
    const dana = await signIn('dana')
    const version = await versionOf('contact_access')
    const answers = await Promise.all(Array.from({ length: 50 }, () => submit(dana, path('contact_access'), { value: 'on', version })))
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(49)
    expect(await auditRows({ entity_id: 'contact_access' })).toHaveLength(1)
  })

  it('SET-8 each change is remembered with who, when, from and to', async () => {
    await set('contact_access', 'on')
    await set('contact_access', 'off')
    const history = await auditRows({ entity_id: 'contact_access' })
    expect(history.map(({ actor_name, entity_version, details }) => [actor_name, entity_version, details])).toEqual([
      ['Dana Ortiz', 1, { from: 'off', to: 'on' }],
      ['Dana Ortiz', 2, { from: 'on', to: 'off' }],
    ])
  })

  it('a switch that is already so is no change: nothing is written', async () => {
    expect((await set('contact_access', 'off')).status).toBe(303)
    expect(await auditRows({ entity_id: 'contact_access' })).toEqual([])
  })

  it('SEC-7 forged keys, values and versions are refused in words', async () => {
    expect((await submit('dana', path('no_such_setting'), { value: 'on', version: 0 })).status).toBe(404)
    expect((await submit('dana', path('__proto__'), { value: 'on', version: 0 })).status).toBe(404)
    expect((await submit('dana', path('contact_access'), { value: 'maybe', version: 0 })).status).toBe(422)
    expect((await submit('dana', path('contact_access'), { value: 'on' })).status).toBe(422)
    expect((await submit('dana', path('contact_access'), { value: 'on', version: -1 })).status).toBe(422)
    expect(await auditRows({ entity_id: 'contact_access' })).toEqual([])
  })
})

describe('what a switch needs', () => {
  it('SET-6 SET-10 client_payments is greyed while card processing is not enabled; a forged POST gets the same reason', async () => {
    const html = await state()
    expect(attributeOf(html, 'setting-client_payments', 'data-reason')).toBe('no_card_processing')
    expect(element(html, 'setting-client_payments')).toContain('aria-disabled="true"')
    const forged = await submit('dana', path('client_payments'), { value: 'on', version: 0 }, { htmx: true })
    expect(forged.status).toBe(409)
    expect(attributeOf(await forged.text(), 'setting-client_payments', 'data-reason')).toBe('no_card_processing')
  })

  it('SET-10 the stored choice comes back with card processing', async () => {
    await rows("UPDATE organizations SET card_processing = 'enabled' WHERE id = 'org_willow'")
    await set('client_payments', 'on')
    await rows("UPDATE organizations SET card_processing = 'not_connected' WHERE id = 'org_willow'")
    expect(attributeOf(await state(), 'setting-client_payments', 'data-effective')).toBe('off')
    await rows("UPDATE organizations SET card_processing = 'enabled' WHERE id = 'org_willow'")
    expect(attributeOf(await state(), 'setting-client_payments', 'data-effective')).toBe('on')
  })

  it('SET-11 SET-12 SET-50 messaging and scheduling need the plan', async () => {
    await rows("UPDATE organizations SET plan = 'essentials' WHERE id = 'org_willow'")
    const html = await state()
    for (const key of ['secure_messaging', 'self_scheduling']) {
      expect(attributeOf(html, `setting-${key}`, 'data-reason')).toBe('plan')
      expect(attributeOf(html, `setting-${key}`, 'data-effective')).toBe('off')
      expect((await submit('dana', path(key), { value: 'on', version: hidden(html, `setting-${key}`, 'version') })).status).toBe(409)
    }
  })

  it('SET-6 without a subscribed therapist it warns and does not block', async () => {
    await rows("UPDATE staff SET subscribed_at = NULL WHERE organization_id = 'org_willow'")
    const html = await state()
    expect(attributeOf(html, 'setting-self_scheduling', 'data-reason')).toBeNull()
    expect(textOf(element(html, 'setting-self_scheduling'))).toContain('No therapist is subscribed')
    expect((await set('self_scheduling', 'off')).status).toBe(303)
  })

  it('SET-13 SET-14 SET-19 sub-settings are greyed under a parent that is off, and come back with their stored value', async () => {
    await set('schedule_within_24h', 'on')
    await set('self_scheduling', 'off')
    const off = await state()
    expect(attributeOf(off, 'setting-schedule_within_24h', 'data-reason')).toBe('parent_off')
    expect(attributeOf(off, 'setting-schedule_within_24h', 'data-effective')).toBe('off')
    expect(attributeOf(off, 'setting-cancel_within_24h', 'data-reason')).toBe('parent_off')
    expect(
      (await submit('dana', path('schedule_within_24h'), { value: 'off', version: hidden(off, 'setting-schedule_within_24h', 'version') }))
        .status,
    ).toBe(409)
    await set('self_scheduling', 'on')
    expect(attributeOf(await state(), 'setting-schedule_within_24h', 'data-effective')).toBe('on')
  })

  it('SET-15 SET-16 new payers hang under the insurance display', async () => {
    expect(attributeOf(await state(), 'setting-add_insurance_payers', 'data-reason')).toBe('parent_off')
    await set('display_insurance', 'on')
    expect((await set('add_insurance_payers', 'on')).status).toBe(303)
    expect(attributeOf(await state(), 'setting-add_insurance_payers', 'data-effective')).toBe('on')
  })

  it('SET-17 with contact_access off a contact sees nobody; on, she acts for whom she was granted', async () => {
    const at = '/willow/my/cli_max/appointments'
    expect((await visit('gail', at)).status).toBe(404)
    await set('contact_access', 'on')
    expect((await visit('gail', at)).status).toBe(200)
    await set('contact_access', 'off')
    expect((await visit('gail', at)).status).toBe(404)
  })

  it('SET-18 hide_location_on_forms leaves the street address out of what the client sees', async () => {
    await rows("UPDATE appointments SET location_id = 'loc_main', forum = 'in_person' WHERE client_id = 'cli_ana'")
    const [row] = await rows<{ id: string }>("SELECT id FROM appointments WHERE client_id = 'cli_ana' LIMIT 1")
    const at = `/willow/my/cli_ana/requests/${row?.id}`
    const address = (await rows<{ address: string }>("SELECT address FROM locations WHERE id = 'loc_main'"))[0]?.address ?? 'none'
    expect(textOf(await (await visit('ana', at)).text())).toContain(address)
    await set('hide_location_on_forms', 'on')
    expect(textOf(await (await visit('ana', at)).text())).not.toContain(address)
  })
})

describe('the eight notification switches', () => {
  it('NOT-1 each is independent, versioned and audited', async () => {
    const at = `${page}/notifications/request_confirmed`
    const version = hidden(await state(), 'notification-request_confirmed', 'version')
    expect((await submit('dana', at, { value: 'on', version })).status).toBe(303)
    const html = await state()
    expect([...html.matchAll(/id="notification-(\w+)" [^>]*data-effective="on"/g)].map(([, event]) => event)).toEqual(['request_confirmed'])
    expect((await submit('dana', at, { value: 'off', version })).status).toBe(409)
    expect((await submit('dana', `${page}/notifications/nothing`, { value: 'on', version: 0 })).status).toBe(404)
    expect(await auditRows({ action: 'notification.on' })).toHaveLength(1)
  })
})

describe('the three links', () => {
  it('LNK-1 LNK-2 LNK-3 are shown whole, with Copy', async () => {
    const html = await state()
    for (const link of ['login', 'book', 'join']) expect(html).toContain(`data-copy="https://portal.test/willow/${link}"`)
  })

  it('SET-9 client_signup changes what the New Invitation Link says', async () => {
    expect(textOf(await (await visit(newBrowser(), '/willow/join')).text())).toContain('takes new clients')
    await set('client_signup', 'off')
    expect(textOf(await (await visit(newBrowser(), '/willow/join')).text())).toContain('by invitation')
  })
})
