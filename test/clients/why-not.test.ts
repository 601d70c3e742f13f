import { beforeEach, describe, expect, test } from 'vitest'
import { auditRows, cast, freshPortal, newKey, roundTrips, rows, services, submit, textOf, visit } from '../support/portal.ts'
import { list, pageOf } from './support.ts'

beforeEach(() => freshPortal())

const ana = cast.ana.clientId as string
const max = cast.max.clientId as string
const why = (clientId: string, feature = 'self_scheduling', more = '') =>
  pageOf('dana', `${list}/${clientId}/explanation?feature=${feature}${more}`)
/** The gates of a page in their order: `plan yes`. */
const gatesOn = (html: string) => [...html.matchAll(/data-holds="(\w+)" data-gate="(\w+)"/g)].map(([, holds, code]) => `${code} ${holds}`)
const shared = ['plan yes', 'setting_off yes', 'client_off yes', 'archived yes']
const sees = async (who: 'ana', path: string) => textOf(await pageOf(who, path))

describe('SET-33 "Why can’t this client ...?"', () => {
  test('SET-31 SET-33 every gate, in order: for her, with each assigned therapist, for each contact', async () => {
    expect(gatesOn(await why(ana))).toEqual([
      ...shared,
      'therapist_inactive yes',
      'no_seat no',
      'not_assigned yes',
      'therapist_inactive yes',
      'no_seat yes',
      'not_assigned yes',
    ])
    expect(gatesOn(await why(max))).toEqual([
      ...shared,
      'therapist_inactive yes',
      'no_seat yes',
      'not_assigned yes',
      'contact_access no',
      'no_grant yes',
    ])
    expect(gatesOn(await why(ana, 'self_scheduling', `&therapist=${cast.tess.staffId}`))).toEqual([
      ...shared,
      'therapist_inactive yes',
      'no_seat no',
      'not_assigned yes',
    ])
    expect(gatesOn(await why(max, 'self_scheduling', `&therapist=${cast.tess.staffId}`)).slice(4, 7)).toEqual([
      'therapist_inactive yes',
      'no_seat no',
      'not_assigned no',
    ])
  })

  test('SET-33 each cross leads to its remedy', async () => {
    await rows("UPDATE organizations SET plan = 'essentials' WHERE slug = 'willow'")
    await rows("INSERT INTO client_overrides VALUES ('org_willow', ?, 'self_scheduling', 'off', 1, 0, 'x', 'X')", ana)
    await rows('UPDATE clients SET archived_at = 1 WHERE id = ?', ana)
    const html = await why(ana)
    expect(gatesOn(html).slice(0, 4)).toEqual(['plan no', 'setting_off yes', 'client_off no', 'archived no'])
    for (const to of [
      '/willow/manage/staff',
      `/willow/manage/clients/${ana}#client-${ana}-self_scheduling`,
      `/willow/manage/clients/${ana}#archive`,
    ])
      expect(html).toContain(`href="${to}"`)
    expect(await why(ana, 'client_payments')).toContain('href="/willow/manage/card-processing"')
    expect(await why(ana, 'display_insurance')).toContain('href="/willow/manage/portal#setting-display_insurance"')
    const part = await why(ana, 'schedule_within_24h')
    expect(gatesOn(part)).toContain('client_off no')
    expect(part).toContain(`#client-${ana}-self_scheduling`)
  })

  test('SET-33 a grant that has ended, or lacks the permission, is a cross; who has no account is told', async () => {
    await submit('dana', '/willow/manage/portal/settings/contact_access', { value: 'on', version: 0 })
    await rows('UPDATE grants SET valid_until_at = 1')
    expect(textOf(await why(max))).toContain('Has permissions, but not today')
    await rows(`UPDATE grants SET valid_until_at = NULL, permissions = '["pay"]'`)
    const html = await why(max)
    expect(gatesOn(html).slice(-2)).toEqual(['contact_access yes', 'no_grant no'])
    expect(textOf(html)).toContain('Has no account to sign in with')
  })

  test('SET-33 SPD-1 without a feature it begins with one that is closed; in one round trip', async () => {
    const answer = await visit('dana', `${list}/${ana}/explanation`)
    expect([answer.status, roundTrips(answer)]).toEqual([200, 1])
    expect(gatesOn(await answer.text())[0]).toBe('no_card_processing no')
    expect(gatesOn(await why(ana, '__proto__'))[0]).toBe('no_card_processing no')
  })

  test('SET-31 the client herself learns nothing of plans and seats', async () => {
    const offers = `/willow/my/${ana}/appointments/new`
    const forbidden = /\bplan\b|\bseat|subscri|subscription|licen[cs]e|upgrade/i
    await rows("UPDATE organizations SET plan = 'essentials' WHERE slug = 'willow'")
    expect(await sees('ana', offers)).not.toMatch(forbidden)
    expect(await sees('ana', offers)).toContain('does not take appointment requests online')
    await rows("UPDATE organizations SET plan = 'everything' WHERE slug = 'willow'")
    await rows('UPDATE staff SET subscribed_at = NULL')
    expect(await sees('ana', offers)).not.toMatch(forbidden)
    await submit('dana', `${list}/${ana}/settings/self_scheduling`, { value: 'off', version: 0 })
    expect(await sees('ana', offers)).not.toMatch(forbidden)
  })
})

describe('SET-34 view as this client', () => {
  const view = `${list}/${ana}/view`
  const main = (html: string) => /<main[\s\S]*<\/main>/.exec(html)?.[0] ?? ''
  async function ask() {
    const page = await pageOf(
      'ana',
      `/willow/my/${ana}/appointments/new?therapist=${cast.theo.staffId}&service=${services.session}&from=2026-12-08`,
    )
    const [, start = ''] = /name="start" value="([^"]*)"/.exec(page) ?? []
    await submit('ana', `/willow/my/${ana}/requests`, {
      therapist: cast.theo.staffId,
      service: services.session,
      forum: 'in_person',
      start,
      key: newKey(),
    })
  }

  test('SET-34 shows what she sees, says so, and can change nothing: no form, no way into her portal', async () => {
    await ask()
    const answer = await visit('dana', view)
    const html = main(await answer.text())
    expect([answer.status, roundTrips(answer)]).toEqual([200, 2])
    expect(textOf(html)).toContain('You see what Ana Pereira sees. Nothing can be changed from here.')
    expect(html).not.toMatch(/<form|<input|<button|hx-(get|post|boost)|\/willow\/my\//)
    const hers = [...main(await pageOf('ana', `/willow/my/${ana}/appointments`)).matchAll(/<p class="when">[\s\S]*?<\/p>/g)].map(([when]) =>
      textOf(when),
    )
    expect(hers.length).toBeGreaterThan(1)
    expect([...html.matchAll(/<p class="when">[\s\S]*?<\/p>/g)].map(([when]) => textOf(when))).toEqual(hers)
  })

  test('SET-34 is remembered: who looked at whom', async () => {
    await visit('dana', view)
    expect(await auditRows({ action: 'client.viewed_as' })).toMatchObject([
      { actor_id: cast.dana.personId, actor_kind: 'staff', entity_id: ana, entity_version: null },
    ])
  })

  test('SET-34 keeps what is off for her off', async () => {
    expect(textOf(main(await pageOf('dana', view)))).toContain('Ask for an appointment')
    await submit('dana', `${list}/${ana}/settings/self_scheduling`, { value: 'off', version: 0 })
    expect(textOf(main(await pageOf('dana', view)))).not.toContain('Ask for an appointment')
    await rows('UPDATE clients SET archived_at = 1 WHERE id = ?', ana)
    expect(textOf(main(await pageOf('dana', view)))).toContain('you can read everything here, and change nothing')
  })

  test('SET-34 SEC-1 opens no door of hers', async () => {
    await visit('dana', view)
    expect((await visit('dana', `/willow/my/${ana}/appointments`)).status).toBe(404)
    expect((await submit('dana', view, {})).status).toBe(404)
  })
})
