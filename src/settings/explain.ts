import type { Access, Permission } from '../current.ts'
import { declarationOf, type SettingKey } from './declarations.ts'
import type { Need } from './declare.ts'
import { missing, standing, type SettingFacts } from './standing.ts'

/** For whom a feature is asked: the client, how the actor acts for her, and with which therapist. */
export interface Asked {
  client: { archived: boolean } | null
  access: Access | null
  /** The therapist's standing towards this client; only messaging and scheduling ask for it. */
  therapist: { active: boolean; subscribed: boolean; assigned: boolean } | null
}

/** One condition of SET-30, in its order, with whether it holds. */
export interface Gate {
  code:
    | 'plan'
    | 'no_card_processing'
    | 'parent_off'
    | 'setting_off'
    | 'client_off'
    | 'archived'
    | 'therapist_inactive'
    | 'no_seat'
    | 'not_assigned'
    | 'contact_access'
    | 'no_grant'
  holds: boolean
  /** The setting the gate speaks of: itself, or the parent that is off. */
  key: SettingKey
}

/** SET-31: every gate between an actor and a feature, in order. Effective means: all of them hold (SET-30). */
export function explain(key: SettingKey, facts: SettingFacts, asked: Asked): Gate[] {
  const declaration = declarationOf(key)
  const gates: Gate[] = declaration.needs.map((need) => needGate(need, key, facts))
  gates.push({ code: 'setting_off', holds: standing(key, facts).chosen === 'on', key })
  if (asked.client) {
    gates.push({ code: 'client_off', holds: !restricted(key, facts), key })
    gates.push({ code: 'archived', holds: !asked.client.archived, key })
  }
  if (declaration.seat && asked.therapist) gates.push(...therapistGates(key, asked.therapist))
  if (asked.access?.kind === 'contact') gates.push(...contactGates(key, facts, asked.access.permissions, declaration.permission))
  return gates
}

/** The first gate that does not hold; null when the feature is effective for whoever asks. */
export const refusedBy = (key: SettingKey, facts: SettingFacts, asked: Asked): Gate | null =>
  explain(key, facts, asked).find((gate) => !gate.holds) ?? null

/** A client's own "off" on the setting or on a parent of it: a restriction reaches everything below. */
function restricted(key: SettingKey, facts: SettingFacts): boolean {
  if (facts.overrides[key]?.value === 'off') return true
  return declarationOf(key).needs.some((need) => need.kind === 'parent' && restricted(need.key as SettingKey, facts))
}

function needGate(need: Need, key: SettingKey, facts: SettingFacts): Gate {
  const holds = missing(need, facts) === null
  if (need.kind === 'plan') return { code: 'plan', holds, key }
  if (need.kind === 'card_processing') return { code: 'no_card_processing', holds, key }
  return { code: 'parent_off', holds, key: need.key as SettingKey }
}

function therapistGates(key: SettingKey, therapist: NonNullable<Asked['therapist']>): Gate[] {
  return [
    { code: 'therapist_inactive', holds: therapist.active, key },
    { code: 'no_seat', holds: therapist.subscribed, key },
    { code: 'not_assigned', holds: therapist.assigned, key },
  ]
}

function contactGates(key: SettingKey, facts: SettingFacts, granted: Permission[], needed: Permission | undefined): Gate[] {
  const open = standing('contact_access', facts).effective && !restricted('contact_access', facts)
  return [
    { code: 'contact_access', holds: open, key: 'contact_access' },
    { code: 'no_grant', holds: needed === undefined || granted.includes(needed), key },
  ]
}
