import { eq } from 'drizzle-orm'
import { audit } from '../audit.ts'
import type { StaffCurrent } from '../current.ts'
import { batch, changedOne, type DatabaseRefusal, type Query } from '../db.ts'
import { declarationOf, type SettingKey } from './declarations.ts'
import type { InFlight } from './declare.ts'
import { cancelEffects, scheduleEffects, undoFor } from './effects.ts'
import type { Impact } from './impact-lines.ts'
import { clientOverrides, settings } from './schema.ts'
import { standing, type Choice, type ReasonCode, type SettingFacts } from './standing.ts'

/** A switch as somebody wants it, with the version she saw. */
export interface Wish<V extends string = 'on' | 'off'> {
  value: V
  version: number
  /** What an off-switch would meet, counted with who asks; empty when she has seen it and says yes. */
  impact?: Impact
  /** For the audit: what of the history it puts back, an entry by its `seq` or everything as it was `asOf` an instant (SET-8); or the schedule that asked for it. */
  restores?: { restored: number } | { asOf: number } | { scheduled: string }
}

/** Why a switch did not move: its need is missing, somebody else moved it meanwhile, or it meets something and wants a yes (SET-7). */
export type SwitchRefusal = { kind: 'reason'; code: ReasonCode } | { kind: 'stale' } | { kind: 'impact'; impact: Impact }

/**
 * Switches a setting of the organization. One batch: the choice, guarded by the version it was seen at, what it will do to things
 * in flight, and its audit entry. Answers the facts as they are afterwards, so that the row and what depends on it are redrawn
 * without asking again.
 */
export async function switchSetting(current: StaffCurrent, key: SettingKey, wish: Wish) {
  const { reason, chosen } = standing(key, current.facts)
  if (reason) return refused({ kind: 'reason', code: reason })
  return await choose(current, { key, chosen, wish, kind: 'setting', inFlight: declarationOf(key).inFlight })
}

/** Switches one of the notification events; they need nothing, and what waits is looked at when it is due. */
export async function switchNotification(current: StaffCurrent, key: string, wish: Wish) {
  const chosen = current.facts.choices[key]?.value ?? 'off'
  return await choose(current, { key, chosen, wish, kind: 'notification', inFlight: [] })
}

/** Restricts a client in one setting, or lets her inherit again (SET-32, SET-40). */
export async function overrideSetting(current: StaffCurrent, clientId: string, key: SettingKey, wish: Wish<'inherit' | 'off'>) {
  const { overrides } = current.facts
  const before = overrides[key] ?? { value: 'inherit' as const, version: 0 }
  if (declarationOf(key).perClient === 'no' || !standing(key, current.facts).effective) return refused({ kind: 'reason', code: 'org_off' })
  if (before.version !== wish.version) return refused({ kind: 'stale' })
  if (before.value === wish.value) return done(current.facts)
  if (wish.impact?.length) return refused({ kind: 'impact', impact: wish.impact })
  const after = { value: wish.value, version: wish.version + 1, changedAt: current.now, changedByName: current.staff.name }
  const row = { organizationId: current.organization.id, clientId, key, changedBy: current.person.id, ...after }
  const lost = await batch(current.db, [
    current.db.orm
      .insert(clientOverrides)
      .values(row)
      .onConflictDoUpdate({
        target: [clientOverrides.organizationId, clientOverrides.clientId, clientOverrides.key],
        set: row,
        setWhere: eq(clientOverrides.version, wish.version),
      }),
    changedOne(current.db),
    ...(wish.value === 'off'
      ? scheduleEffects(current, key, declarationOf(key).inFlight, clientId)
      : [cancelEffects(current, key, clientId)]),
    audit(current, `override.${wish.value}`, {
      kind: 'override',
      id: `${clientId}/${key}`,
      version: after.version,
      details: { key, clientId, from: before.value, to: wish.value, ...wish.restores },
    }),
  ])
  return settled(lost, { ...current.facts, overrides: { ...overrides, [key]: after } })
}

/** Whether somebody takes back what she has just done: then nothing has happened yet, and nothing is asked (SET-4). */
export const isUndo = (asked: boolean, lastChange: { at: number } | null, now: number): boolean =>
  asked && lastChange !== null && now - lastChange.at <= undoFor

export interface Choosing {
  key: string
  chosen: 'on' | 'off'
  wish: Wish
  kind: 'setting' | 'notification'
  inFlight: InFlight[]
}

/** For a batch: the choice over the version it was made on, what it does to things in flight, and its audit entry. */
export function choosing(current: StaffCurrent, { key, chosen, wish, kind, inFlight }: Choosing): { after: Choice; statements: Query[] } {
  const after = { value: wish.value, version: wish.version + 1, changedAt: current.now, changedByName: current.staff.name }
  const statements = [
    ...store(current, key, after),
    ...(wish.value === 'off' ? scheduleEffects(current, key, inFlight, null) : [cancelEffects(current, key, null)]),
    audit(current, `${kind}.${wish.value}`, {
      kind,
      id: key,
      version: after.version,
      details: { from: chosen, to: wish.value, ...wish.restores },
    }),
  ]
  return { after, statements }
}

async function choose(current: StaffCurrent, asked: Choosing) {
  const { key, chosen, wish } = asked
  const seen = current.facts.choices[key]?.version ?? 0
  if (seen !== wish.version) return refused({ kind: 'stale' })
  if (chosen === wish.value) return done(current.facts)
  if (wish.impact?.length) return refused({ kind: 'impact', impact: wish.impact })
  const { after, statements } = choosing(current, asked)
  const lost = await batch(current.db, statements)
  return settled(lost, { ...current.facts, choices: { ...current.facts.choices, [key]: after } })
}

/** Writes a choice only over the version it was made on; the first choice has nothing to overwrite. */
function store(current: StaffCurrent, key: string, after: Choice): Query[] {
  const row = { organizationId: current.organization.id, key, changedBy: current.person.id, ...after }
  return [
    current.db.orm
      .insert(settings)
      .values(row)
      .onConflictDoUpdate({ target: [settings.organizationId, settings.key], set: row, setWhere: eq(settings.version, after.version - 1) }),
    changedOne(current.db),
  ]
}

const refused = (refusal: SwitchRefusal) => ({ refusal, facts: null }) as const
const done = (facts: SettingFacts) => ({ refusal: null, facts }) as const
const settled = (lost: DatabaseRefusal | null, facts: SettingFacts) => (lost ? refused({ kind: 'stale' }) : done(facts))
