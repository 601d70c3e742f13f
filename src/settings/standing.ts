import { declarationOf, type SettingKey } from './declarations.ts'
import type { Need } from './declare.ts'
import { planNamed } from './plans.ts'

/** What decides settings: the choices, and the organization's facts. Loaded with `Current`; nobody else reads the table. */
export interface SettingFacts {
  choices: Readonly<Record<string, Choice>>
  plan: string
  cardProcessing: 'not_connected' | 'enabled'
  /** Active therapists who hold a seat. */
  subscribedTherapists: number
  /** The client's own "off"s, when the address names a client. */
  overrides: Readonly<Record<string, Override>>
}

/** A stored choice and who made it last. `version` 0: nobody has chosen, the default holds. */
export interface Choice {
  value: 'on' | 'off'
  version: number
  changedAt: number
  changedByName: string
}

export interface Override {
  value: 'inherit' | 'off'
  version: number
  changedAt: number
  changedByName: string
}

/** Why a switch cannot be used, as contracts and tests name it (SET-6). */
export type ReasonCode = 'no_card_processing' | 'plan' | 'parent_off' | 'org_off' | 'no_portal_account' | 'no_email'

/** What a setting amounts to, for the whole organization. */
export interface Standing {
  key: SettingKey
  chosen: 'on' | 'off'
  version: number
  /** Chosen on, and everything it needs is there (SET-30, first half). */
  effective: boolean
  /** The first need that is missing: the switch is greyed (SET-6). */
  reason: ReasonCode | null
  /** On, but no therapist is subscribed, so it reaches nobody. */
  warning: 'no_seat' | null
  lastChange: { at: number; by: string } | null
}

/**
 * The one answer to "is it on?". A stored "on" whose need is missing counts as off and comes back by itself when the need
 * does: no cascade of writes (SET-19).
 */
export function standing(key: SettingKey, facts: SettingFacts): Standing {
  const { needs, seat } = declarationOf(key)
  const { value, version, lastChange } = choiceOf(key, facts)
  const reason = needs.map((need) => missing(need, facts)).find((code) => code !== null) ?? null
  const effective = value === 'on' && reason === null
  const warning = seat && effective && facts.subscribedTherapists === 0 ? 'no_seat' : null
  return { key, chosen: value, version, effective, reason, warning, lastChange }
}

/** Whether the organization has it on, all needs included. */
export const isEffective = (key: SettingKey, facts: SettingFacts): boolean => standing(key, facts).effective

/** The reason code of a need that is missing; null when it is there. */
export function missing(need: Need, facts: SettingFacts): ReasonCode | null {
  switch (need.kind) {
    case 'plan':
      return planNamed(facts.plan).features.includes(need.feature) ? null : 'plan'
    case 'card_processing':
      return facts.cardProcessing === 'enabled' ? null : 'no_card_processing'
    case 'parent':
      return isEffective(need.key as SettingKey, facts) ? null : 'parent_off'
  }
}

function choiceOf(key: SettingKey, facts: SettingFacts) {
  const choice = facts.choices[key]
  if (!choice) return { value: declarationOf(key).default, version: 0, lastChange: null }
  return { value: choice.value, version: choice.version, lastChange: { at: choice.changedAt, by: choice.changedByName } }
}
