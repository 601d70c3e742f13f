import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { declarationOf, overridableKeys, settingKeys, type SettingKey } from '../../src/settings/declarations.ts'
import { explain, refusedBy, type Asked } from '../../src/settings/explain.ts'
import { plans } from '../../src/settings/plans.ts'
import { standing, type SettingFacts } from '../../src/settings/standing.ts'

const bool = fc.boolean()
const facts: fc.Arbitrary<SettingFacts> = fc.record({
  choices: fc.record(Object.fromEntries(settingKeys.map((key) => [key, bool]))).map((on) => choices(on)),
  plan: fc.constantFrom(...Object.keys(plans), 'unheard-of'),
  cardProcessing: fc.constantFrom('enabled', 'not_connected'),
  subscribedTherapists: fc.nat(2),
  overrides: fc.record(Object.fromEntries(overridableKeys.map((key) => [key, bool]))).map((off) => overrides(off)),
})
const asked: fc.Arbitrary<Asked> = fc.record({
  client: fc.option(fc.record({ archived: bool })),
  access: fc.option(
    fc.oneof(
      fc.constant({ kind: 'self' as const }),
      fc
        .subarray(['forms', 'pay', 'schedule', 'messages', 'notices'] as const)
        .map((permissions) => ({ kind: 'contact' as const, contactId: 'con', permissions: [...permissions] })),
    ),
  ),
  therapist: fc.option(fc.record({ active: bool, subscribed: bool, assigned: bool })),
})
const key = fc.constantFrom(...settingKeys)

describe('SET-30 effective', () => {
  it('SET-30 agrees with the sentence of the specification, written out naively', () => {
    fc.assert(
      fc.property(key, facts, asked, (which, given, whom) => {
        expect(refusedBy(which, given, whom) === null).toBe(naively(which, given, whom))
      }),
      { numRuns: 3000 },
    )
  })

  it('SET-31 every gate is listed, in order, whether it holds or not', () => {
    const codes = explain('self_scheduling', everythingOn(), {
      client: { archived: false },
      access: { kind: 'contact', contactId: 'con', permissions: [] },
      therapist: { active: false, subscribed: true, assigned: true },
    })
    expect(codes.map(({ code, holds }) => `${code} ${holds}`)).toEqual([
      'plan true',
      'setting_off true',
      'client_off true',
      'archived true',
      'therapist_inactive false',
      'no_seat true',
      'not_assigned true',
      'contact_access true',
      'no_grant false',
    ])
  })

  it('SET-31 taking a permission away or adding an override never enables anything', () => {
    fc.assert(
      fc.property(key, key, facts, asked, (which, restricted, given, whom) => {
        const fewer: SettingFacts = { ...given, overrides: { ...given.overrides, ...overrides({ [restricted]: true }) } }
        if (refusedBy(which, given, whom)) expect(refusedBy(which, fewer, whom)).not.toBeNull()
        if (whom.access?.kind !== 'contact') return
        const less: Asked = { ...whom, access: { ...whom.access, permissions: whom.access.permissions.slice(1) } }
        if (refusedBy(which, given, whom)) expect(refusedBy(which, given, less)).not.toBeNull()
      }),
      { numRuns: 3000 },
    )
  })

  it('SET-19 a stored "on" under a parent that is off counts as off, and comes back by itself', () => {
    const on = everythingOn()
    const off = { ...on, choices: { ...on.choices, ...choices({ self_scheduling: false }) } }
    expect(standing('schedule_within_24h', off)).toMatchObject({ chosen: 'on', effective: false, reason: 'parent_off' })
    expect(standing('schedule_within_24h', on)).toMatchObject({ chosen: 'on', effective: true, reason: null })
  })

  it('SET-32 settings without a client override ignore one that is stored', () => {
    const single = settingKeys.filter((candidate) => declarationOf(candidate).perClient === 'no')
    expect(single.sort()).toEqual([
      'add_insurance_payers',
      'cancel_within_24h',
      'client_signup',
      'hide_location_on_forms',
      'schedule_within_24h',
    ])
  })
})

describe('SET-6 SET-9 what a switch shows', () => {
  it('SET-9 where nobody chose, the declared default holds: only client_signup is on', () => {
    const nothing: SettingFacts = { ...everythingOn(), choices: {} }
    expect(settingKeys.filter((candidate) => standing(candidate, nothing).chosen === 'on')).toEqual(['client_signup'])
    expect(standing('client_signup', nothing)).toMatchObject({ version: 0, lastChange: null })
  })

  it('SET-6 warns exactly where a seat is needed, it is effective, and nobody is subscribed', () => {
    const nobody: SettingFacts = { ...everythingOn(), subscribedTherapists: 0 }
    const warned = (given: SettingFacts) => settingKeys.filter((candidate) => standing(candidate, given).warning === 'no_seat')
    expect(warned(nobody)).toEqual(['secure_messaging', 'self_scheduling'])
    expect(warned(everythingOn())).toEqual([])
    expect(warned({ ...nobody, plan: 'essentials' })).toEqual([])
    expect(warned({ ...nobody, choices: { ...nobody.choices, ...choices({ self_scheduling: false }) } })).toEqual(['secure_messaging'])
  })

  it('SET-32 the columns of Manage Clients are the settings that a client can be restricted in', () => {
    expect(overridableKeys).toEqual(['client_payments', 'secure_messaging', 'self_scheduling', 'display_insurance', 'contact_access'])
  })
})

/** SET-30, clause by clause, sharing nothing with the implementation. */
function naively(which: SettingKey, given: SettingFacts, { client, access, therapist }: Asked): boolean {
  const on = (one: string) => given.choices[one]?.value === 'on'
  const hasPlan = given.plan === 'everything' || given.plan === 'standard'
  const needs: Record<SettingKey, boolean> = {
    client_payments: given.cardProcessing === 'enabled',
    secure_messaging: hasPlan,
    self_scheduling: hasPlan,
    schedule_within_24h: hasPlan && on('self_scheduling'),
    cancel_within_24h: hasPlan && on('self_scheduling'),
    display_insurance: true,
    add_insurance_payers: on('display_insurance'),
    contact_access: true,
    hide_location_on_forms: true,
    client_signup: true,
  }
  if (!needs[which] || !on(which)) return false
  const family: Partial<Record<SettingKey, SettingKey>> = {
    schedule_within_24h: 'self_scheduling',
    cancel_within_24h: 'self_scheduling',
    add_insurance_payers: 'display_insurance',
  }
  const off = (one: SettingKey | undefined) => one !== undefined && given.overrides[one]?.value === 'off'
  if (client && (off(which) || off(family[which]) || client.archived)) return false
  const bySeat = which === 'secure_messaging' || which === 'self_scheduling'
  if (bySeat && therapist && !(therapist.active && therapist.subscribed && therapist.assigned)) return false
  if (access?.kind !== 'contact') return true
  const permission = (
    { client_payments: 'pay', secure_messaging: 'messages', self_scheduling: 'schedule' } as Record<string, 'pay' | 'messages' | 'schedule'>
  )[which]
  return on('contact_access') && !off('contact_access') && (!permission || access.permissions.includes(permission))
}

function choices(on: Record<string, boolean>): SettingFacts['choices'] {
  return Object.fromEntries(
    Object.entries(on).map(([name, value]) => [
      name,
      { value: value ? ('on' as const) : ('off' as const), version: 1, changedAt: 0, changedByName: '' },
    ]),
  )
}

function overrides(off: Record<string, boolean>): SettingFacts['overrides'] {
  return Object.fromEntries(
    Object.entries(off).map(([name, value]) => [
      name,
      { value: value ? ('off' as const) : ('inherit' as const), version: 1, changedAt: 0, changedByName: '' },
    ]),
  )
}

function everythingOn(): SettingFacts {
  return {
    choices: choices(Object.fromEntries(settingKeys.map((name) => [name, true]))),
    overrides: {},
    plan: 'everything',
    cardProcessing: 'enabled',
    subscribedTherapists: 1,
  }
}
