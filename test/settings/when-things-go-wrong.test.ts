import { beforeEach, describe, expect, it } from 'vitest'
import {
  attributeOf,
  auditRows,
  cast,
  clockAt,
  element,
  freshPortal,
  hidden,
  rows,
  signIn,
  submit,
  textOf,
  visit,
  type Who,
} from '../support/portal.ts'

// What can go wrong while somebody moves a switch: each has a sentence, and leaves the state as the page says it is.

const page = '/willow/manage/portal'
const path = (key: string) => `${page}/settings/${key}`
const state = async (who: Who = 'dana') => (await visit(who, page)).text()
const versionOf = async (key: string, who: Who = 'dana') => hidden(await state(who), `setting-${key}`, 'version')
const effective = async (key: string) => attributeOf(await state(), `setting-${key}`, 'data-effective')

beforeEach(() => freshPortal())

describe('SET-5 when a switch was moved meanwhile', () => {
  it('SET-5 two administrators: the later one reads who was quicker, and what it is now', async () => {
    await rows("UPDATE staff SET administrator = 1 WHERE id = 'sta_tess'")
    const seen = await versionOf('display_insurance', 'tess')
    await submit('dana', path('display_insurance'), { value: 'on', version: await versionOf('display_insurance') })
    const late = await submit('tess', path('display_insurance'), { value: 'on', version: seen }, { htmx: true })
    expect(late.status).toBe(409)
    expect(textOf(await late.text())).toContain('Not saved: Dana Ortiz changed this meanwhile. It is on now.')
  })

  it('SET-5 ten tabs: the first to press moves it, nine are told, one entry is written', async () => {
    const dana = await signIn('dana')
    const tabs = await Promise.all(Array.from({ length: 10 }, () => versionOf('display_insurance', dana)))
    const answers = []
    for (const version of tabs) answers.push(await submit(dana, path('display_insurance'), { value: 'on', version }, { htmx: true }))
    expect(answers.map(({ status }) => status)).toEqual([200, ...Array.from({ length: 9 }, () => 409)])
    expect(await auditRows({ entity_id: 'display_insurance' })).toHaveLength(1)
  })

  it('SET-5 a lost answer, and a double click: the repeat changes nothing and says how it stands', async () => {
    const version = await versionOf('display_insurance')
    const [, again] = [
      await submit('dana', path('display_insurance'), { value: 'on', version }, { htmx: true }),
      await submit('dana', path('display_insurance'), { value: 'on', version }, { htmx: true }),
    ]
    expect(again.status).toBe(409)
    const row = await again.text()
    expect(textOf(row)).toContain('It is on now.')
    expect(attributeOf(row, 'setting-display_insurance', 'data-effective')).toBe('on')
    expect(hidden(row, 'setting-display_insurance', 'version')).toBe('1')
    expect(await auditRows({ entity_id: 'display_insurance' })).toHaveLength(1)
  })
})

describe('SET-1 when the person may not any more', () => {
  it('SET-1 ACC-5 a session that ended meanwhile: she signs in and comes back, htmx is led there; nothing moved', async () => {
    const dana = await signIn('dana')
    const version = await versionOf('display_insurance', dana)
    await clockAt('2026-12-01T15:15:00Z')
    const whole = await submit({ cookies: new Map(dana.cookies) }, path('display_insurance'), { value: 'on', version })
    expect([whole.status, whole.headers.get('Location')]).toEqual([303, '/willow/login'])
    const part = await submit(dana, path('display_insurance'), { value: 'on', version }, { htmx: true })
    expect([part.status, part.headers.get('HX-Redirect')]).toEqual([401, '/willow/login'])
    expect(await effective('display_insurance')).toBe('off')
  })

  it('SET-1 no administrator any more: the next press is refused and audited', async () => {
    const dana = await signIn('dana')
    const version = await versionOf('display_insurance', dana)
    await rows("UPDATE staff SET administrator = 0, therapist = 1 WHERE id = 'sta_dana'")
    const answer = await submit(dana, path('display_insurance'), { value: 'on', version })
    expect(answer.status).toBe(403)
    expect(textOf(await answer.text())).toContain('An administrator of your practice can change what you may do.')
    expect(await auditRows({ action: 'denied' })).toHaveLength(1)
  })
})

describe('SEC-7 when the form was forged', () => {
  it('SEC-7 a key that is none, a value that is none, a version that is none: a sentence each, nothing moved', async () => {
    const version = await versionOf('display_insurance')
    const unknown = await submit('dana', path('everything'), { value: 'on', version })
    const value = await submit('dana', path('display_insurance'), { value: 'on; off', version })
    const number = await submit('dana', path('display_insurance'), { value: 'on', version: 'one' })
    expect([unknown.status, value.status, number.status]).toEqual([404, 422, 422])
    expect(textOf(await unknown.text())).toContain('This page does not exist')
    expect(textOf(await value.text())).toContain('Something in the form was missing or unreadable, so nothing was changed.')
    expect(await effective('display_insurance')).toBe('off')
  })

  it('SET-6 a greyed switch: its reason code and its sentence', async () => {
    const version = await versionOf('client_payments')
    const answer = await submit('dana', path('client_payments'), { value: 'on', version }, { htmx: true })
    const row = await answer.text()
    expect([answer.status, attributeOf(row, 'setting-client_payments', 'data-reason')]).toEqual([409, 'no_card_processing'])
    expect(textOf(element(row, 'setting-client_payments'))).toContain('Card processing is not connected yet.')
  })

  it('SEC-1 a client of another practice answers as one that does not exist, to the byte', async () => {
    const foreign = await submit('dana', `/willow/manage/clients/${cast.cyd.clientId}/settings/self_scheduling`, {
      value: 'off',
      version: 0,
    })
    const missing = await submit('dana', '/willow/manage/clients/cli_nobody/settings/self_scheduling', { value: 'off', version: 0 })
    expect([foreign.status, missing.status]).toEqual([404, 404])
    expect(await foreign.text()).toBe(await missing.text())
    expect(await rows('SELECT key FROM client_overrides WHERE client_id = ?', cast.cyd.clientId)).toEqual([])
  })
})
