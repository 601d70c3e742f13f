import type { Access } from '../current.ts'
import { declarationOf, isSettingKey, settingKeys, type SettingKey } from '../settings/declarations.ts'
import { explain, type Gate } from '../settings/explain.ts'
import type { SettingFacts } from '../settings/standing.ts'
import { holdsAt, type ClientFile, type ContactOnFile, type TherapistOnFile } from './client-file.ts'

/** SET-33: every gate between a client and a feature: what holds for everybody, then what hangs on a therapist or on a contact. */
export interface Explanation {
  key: SettingKey
  shared: Gate[]
  therapists: { therapist: TherapistOnFile; gates: Gate[] }[]
  contacts: { contact: ContactOnFile; inDates: boolean; gates: Gate[] }[]
  /** A therapist decides, and none is assigned. */
  nobodyAssigned: boolean
}

/** The settings that say something about one client: she can be restricted in them, or in what they are part of. */
export const explainableKeys: SettingKey[] = settingKeys.filter((key) => concernsClients(key))

function concernsClients(key: SettingKey): boolean {
  const { perClient, needs } = declarationOf(key)
  return perClient === 'restrict' || needs.some((need) => need.kind === 'parent' && concernsClients(need.key as SettingKey))
}

/** `explain`, for the client herself, with each therapist where that matters, and for each contact with a grant. */
export function explanationOf(key: SettingKey, facts: SettingFacts, file: ClientFile, now: number, therapistId?: string): Explanation {
  const client = { archived: file.archivedAt !== null }
  const self: Access = { kind: 'self' }
  const shared = explain(key, facts, { client, access: self, therapist: null })
  const asked = file.therapists.filter(({ id }) => id === therapistId)
  const therapists = !declarationOf(key).seat ? [] : asked.length > 0 ? asked : file.therapists
  return {
    key,
    shared,
    therapists: therapists.map((therapist) => ({
      therapist,
      gates: explain(key, facts, { client, access: self, therapist }).slice(shared.length),
    })),
    contacts: file.contacts.map((contact) => {
      const inDates = holdsAt(contact, now)
      const access: Access = { kind: 'contact', contactId: contact.id, permissions: inDates ? contact.permissions : [] }
      const gates = explain(key, facts, { client, access, therapist: null }).slice(shared.length)
      return {
        contact,
        inDates,
        gates: inDates ? gates : gates.map((gate) => (gate.code === 'no_grant' ? { ...gate, holds: false } : gate)),
      }
    }),
    nobodyAssigned: declarationOf(key).seat && file.therapists.length === 0,
  }
}

/** Whose "off" a `client_off` speaks of: the setting's own, or that of what it is part of. */
export function restrictedIn(key: SettingKey, facts: SettingFacts): SettingKey {
  if (facts.overrides[key]?.value === 'off') return key
  const parents = declarationOf(key).needs.flatMap((need) => (need.kind === 'parent' && isSettingKey(need.key) ? [need.key] : []))
  const found = parents.map((parent) => restrictedIn(parent, facts)).find((parent) => facts.overrides[parent]?.value === 'off')
  return found ?? key
}
