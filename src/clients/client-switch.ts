import type { SettingKey } from '../settings/declarations.ts'
import { refusedBy } from '../settings/explain.ts'
import { isEffective, type Override, type ReasonCode, type SettingFacts } from '../settings/standing.ts'

/** What decides a client's switches, beside the organization's settings. */
export interface SwitchedClient {
  id: string
  name: string
  archivedAt: number | null
  hasAccount: boolean
  /** Somebody with an account may act for her today. */
  hasContact: boolean
  overrides: Readonly<Record<string, Override>>
}

/** Why a client's switch cannot be used; `archived` as `explain` names that gate (SET-43). */
export type SwitchReason = Extract<ReasonCode, 'org_off' | 'no_portal_account'> | 'archived'

/** What a client's switch shows (SET-32, SET-40). */
export interface ClientSwitch {
  value: 'inherit' | 'off'
  version: number
  effective: boolean
  reason: SwitchReason | null
  lastChange: { at: number; by: string } | null
}

/** One switch of one client: her own choice, what it amounts to, and why it cannot be used. */
export function clientSwitch(key: SettingKey, facts: SettingFacts, client: SwitchedClient): ClientSwitch {
  const { value, version, changedAt, changedByName } = client.overrides[key] ?? {
    value: 'inherit',
    version: 0,
    changedAt: 0,
    changedByName: '',
  }
  const reason = reasonAgainst(key, facts, client)
  const gates = refusedBy(
    key,
    { ...facts, overrides: client.overrides },
    { client: { archived: client.archivedAt !== null }, access: null, therapist: null },
  )
  return {
    value,
    version,
    reason,
    effective: reason === null && gates === null,
    lastChange: version > 0 ? { at: changedAt, by: changedByName } : null,
  }
}

/**
 * SET-6. A client without an account cannot use the portal, so there is nothing to restrict; unless a contact with an account
 * uses it for her: then the switch is the only way to say no.
 */
export function reasonAgainst(key: SettingKey, facts: SettingFacts, client: Omit<SwitchedClient, 'overrides'>): SwitchReason | null {
  if (!isEffective(key, facts)) return 'org_off'
  if (client.archivedAt !== null) return 'archived'
  const somebodyMayEnter = client.hasAccount || (client.hasContact && isEffective('contact_access', facts))
  return somebodyMayEnter ? null : 'no_portal_account'
}

/** Why a client of a bulk change stays as she is: as for one switch, or it is so `already`, or somebody `changed` it meanwhile. */
export type SkipReason = SwitchReason | 'already' | 'changed'

export type Skipped = Partial<Record<SkipReason, number>>

/** Which of the selected a bulk change moves, and how many stay for which reason (SET-41). `seen`: only at these versions, for an undo. */
export function sortOut<C extends SwitchedClient>(
  key: SettingKey,
  value: 'inherit' | 'off',
  facts: SettingFacts,
  selected: C[],
  seen: Map<string, number> | null,
) {
  const reasonOf = (client: C): SkipReason | null => {
    const { value: has, version } = client.overrides[key] ?? { value: 'inherit', version: 0 }
    if (seen && seen.get(client.id) !== version) return 'changed'
    return reasonAgainst(key, facts, client) ?? (has === value ? 'already' : null)
  }
  const sorted = Map.groupBy(selected, reasonOf)
  const changing = sorted.get(null) ?? []
  sorted.delete(null)
  return { changing, skipped: Object.fromEntries([...sorted].map(([reason, clients]) => [reason, clients.length])) as Skipped }
}
