import type { SQL } from 'drizzle-orm'
import type { Language } from '../current.ts'

/** A sentence in every language we speak. */
export type Sentence = Record<Language, string>

/** What a setting can need, beside another setting: a fact of the organization, with its reason and remedy. */
export type Need = { kind: 'plan'; feature: PlanFeature } | { kind: 'card_processing' } | { kind: 'parent'; key: string }

export type PlanFeature = 'secure_messaging' | 'self_scheduling'

/** Whose things in flight: the organization's, or one client's. Ids come as SQL where nothing is known yet. */
export interface Scope {
  organizationId: SQL | string
  clientId: SQL | string | null
  now: number
}

/** SET-7: one kind of thing that an off-switch meets, and what becomes of it. */
export interface InFlight {
  /** How many there are: a subquery that answers one number. */
  count(scope: Scope): SQL
  /** What the row says before the press: how many, and what will happen to them. */
  says: Record<Language, (count: number) => string>
  /** The statement that does it, once nobody has undone the switch for ten seconds. Left out: nothing happens to them. */
  afterwards?(scope: Scope): SQL
}

/** SET-9: a setting, declared once. The page, client rows, reason codes, route guards, docs and the truth table derive from it. */
export interface Declaration {
  label: Sentence
  /** What it does, in the words of the person who switches it. */
  help: Sentence
  default: 'on' | 'off'
  needs: Need[]
  /** A therapist must be subscribed for it to reach anybody (SET-50). Without one: a warning, not a block (SET-6). */
  seat: boolean
  /** `restrict`: a client can be switched off, never given more (SET-32). */
  perClient: 'restrict' | 'no'
  /** What a contact's grant must allow to use it for the client. */
  permission?: 'forms' | 'pay' | 'schedule' | 'messages'
  /** Addresses that exist only while it is effective for whoever asks (paths.ts). */
  guards: string[]
  /** What an off-switch would meet (SET-7). */
  inFlight: InFlight[]
}

type Written = Pick<Declaration, 'label' | 'help'> & Partial<Declaration>

/** Fills in what most settings have: off, needing nothing, the same for everybody. */
export const setting = (written: Written): Declaration => ({
  default: 'off',
  needs: [],
  seat: false,
  perClient: 'no',
  guards: [],
  inFlight: [],
  ...written,
})

export const plan = (feature: PlanFeature): Need => ({ kind: 'plan', feature })
export const cardProcessing: Need = { kind: 'card_processing' }
export const parent = (key: string): Need => ({ kind: 'parent', key })
