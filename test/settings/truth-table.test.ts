import { describe, expect, test } from 'vitest'
import type { Access, Permission } from '../../src/current.ts'
import { declarationOf, isSettingKey, settingKeys, type SettingKey } from '../../src/settings/declarations.ts'
import { explain, refusedBy, type Asked, type Gate } from '../../src/settings/explain.ts'
import type { SettingFacts } from '../../src/settings/standing.ts'

/**
 * SET-31: every combination of gates, features and actors. Made from the declarations alone: a new setting is in it by itself.
 * A combination is a list of switches, one per condition of SET-30; the feature is effective exactly if all that concern it are up.
 */
const permissions: Permission[] = ['forms', 'pay', 'schedule', 'messages', 'notices']
const therapists = ['none', 'good', 'inactive', 'unsubscribed', 'unassigned'] as const
const clients = ['none', 'active', 'archived'] as const
const actors = ['none', 'self', 'contact with every permission', 'contact without the permission'] as const

interface Case {
  key: SettingKey
  /** Conditions of the organization that do not hold: `plan`, `card_processing`, or the key of a setting that is off. */
  missing: string[]
  /** Settings that are off for the client. */
  overrides: SettingKey[]
  client: (typeof clients)[number]
  actor: (typeof actors)[number]
  therapist: (typeof therapists)[number]
  contactsOpen: boolean
}

describe.each(settingKeys)('SET-31 %s', (key) => {
  const cases = casesOf(key)

  test(`SET-30 is effective exactly if everything holds, in ${cases.length} combinations`, () => {
    for (const one of cases)
      expect(refusedBy(key, factsOf(one), askedOf(one)) === null, JSON.stringify(one)).toBe(expectedGates(one).every(({ holds }) => holds))
  })

  test('SET-31 lists every gate that concerns it, in the order of SET-30, whether it holds or not', () => {
    for (const one of cases)
      expect(explain(key, factsOf(one), askedOf(one)).map(named), JSON.stringify(one)).toEqual(expectedGates(one).map(named))
  })

  test('SET-30 everybody is refused as soon as one thing is missing, and by that', () => {
    const whole: Case = {
      key,
      missing: [],
      overrides: [],
      client: 'active',
      actor: 'contact with every permission',
      therapist: 'good',
      contactsOpen: true,
    }
    expect(refusedBy(key, factsOf(whole), askedOf(whole))).toBeNull()
    for (const one of cases) {
      const crosses = expectedGates(one).filter(({ holds }) => !holds)
      if (crosses.length === 1) expect(refusedBy(key, factsOf(one), askedOf(one))).toEqual(crosses[0])
    }
  })
})

test('SET-9 the table grows with the declarations', () => {
  expect(settingKeys.length).toBeGreaterThanOrEqual(10)
  const sizes = settingKeys.map((key) => casesOf(key).length)
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(clients.length * actors.length * therapists.length * 2)
})

const named = ({ code, holds, key }: Gate): string => `${code} ${key} ${holds}`

/** Every combination for a setting: of what it needs (and its parents need), of what can be off for a client, and of who asks with whom. */
function casesOf(key: SettingKey): Case[] {
  const family = [key, ...parentsOf(key)]
  const conditions = [
    ...new Set([
      ...family.flatMap((one) =>
        declarationOf(one).needs.map((need) =>
          need.kind === 'plan' ? 'plan' : need.kind === 'card_processing' ? 'card_processing' : need.key,
        ),
      ),
      ...family,
    ]),
  ]
  const cases: Case[] = []
  for (const missing of subsetsOf(conditions))
    for (const overrides of subsetsOf([...new Set([...family, 'contact_access' as const])]))
      for (const client of clients)
        for (const actor of actors)
          for (const therapist of therapists)
            for (const contactsOpen of key === 'contact_access' ? [!missing.includes(key)] : [true, false])
              cases.push({ key, missing, overrides, client, actor, therapist, contactsOpen })
  return cases
}

/** SET-30 in the words of the specification, from the declaration and the case alone. */
function expectedGates({ key, missing, overrides, client, actor, therapist, contactsOpen }: Case): Gate[] {
  const { needs, seat, permission } = declarationOf(key)
  const gates: Gate[] = needs.map((need) => {
    if (need.kind === 'plan') return { code: 'plan', holds: !missing.includes('plan'), key }
    if (need.kind === 'card_processing') return { code: 'no_card_processing', holds: !missing.includes('card_processing'), key }
    return { code: 'parent_off', holds: settingHolds(need.key as SettingKey, missing), key: need.key as SettingKey }
  })
  gates.push({ code: 'setting_off', holds: !missing.includes(key), key })
  const restricts = (one: SettingKey) => [one, ...parentsOf(one)].some((other) => overrides.includes(other))
  if (client !== 'none')
    gates.push({ code: 'client_off', holds: !restricts(key), key }, { code: 'archived', holds: client !== 'archived', key })
  if (seat && therapist !== 'none')
    gates.push(
      { code: 'therapist_inactive', holds: therapist !== 'inactive', key },
      { code: 'no_seat', holds: therapist !== 'unsubscribed', key },
      { code: 'not_assigned', holds: therapist !== 'unassigned', key },
    )
  if (actor.startsWith('contact'))
    gates.push(
      { code: 'contact_access', holds: contactsOpen && !overrides.includes('contact_access'), key: 'contact_access' },
      { code: 'no_grant', holds: permission === undefined || actor !== 'contact without the permission', key },
    )
  return gates
}

function settingHolds(key: SettingKey, missing: string[]): boolean {
  return (
    !missing.includes(key) &&
    declarationOf(key).needs.every((need) =>
      need.kind === 'parent' ? settingHolds(need.key as SettingKey, missing) : !missing.includes(need.kind),
    )
  )
}

function parentsOf(key: SettingKey): SettingKey[] {
  return declarationOf(key).needs.flatMap((need) =>
    need.kind === 'parent' && isSettingKey(need.key) ? [need.key, ...parentsOf(need.key)] : [],
  )
}

function factsOf({ key, missing, overrides, contactsOpen }: Case): SettingFacts {
  const entry = { version: 1, changedAt: 0, changedByName: '' }
  const isOn = (one: SettingKey) => (one === 'contact_access' && key !== 'contact_access' ? contactsOpen : !missing.includes(one))
  return {
    choices: Object.fromEntries(settingKeys.map((one) => [one, { value: isOn(one) ? ('on' as const) : ('off' as const), ...entry }])),
    overrides: Object.fromEntries(overrides.map((one) => [one, { value: 'off' as const, ...entry }])),
    plan: missing.includes('plan') ? 'essentials' : 'everything',
    cardProcessing: missing.includes('card_processing') ? 'not_connected' : 'enabled',
    subscribedTherapists: 1,
  }
}

function askedOf({ key, client, actor, therapist }: Case): Asked {
  const granted =
    actor === 'contact with every permission' ? permissions : permissions.filter((one) => one !== declarationOf(key).permission)
  const access: Access | null =
    actor === 'none' ? null : actor === 'self' ? { kind: 'self' } : { kind: 'contact', contactId: 'con', permissions: granted }
  return {
    client: client === 'none' ? null : { archived: client === 'archived' },
    access,
    therapist:
      therapist === 'none'
        ? null
        : { active: therapist !== 'inactive', subscribed: therapist !== 'unsubscribed', assigned: therapist !== 'unassigned' },
  }
}

const subsetsOf = <T>(list: T[]): T[][] => list.reduce<T[][]>((sets, one) => [...sets, ...sets.map((set) => [...set, one])], [[]])
