import type { Language } from '../current.ts'

/** A sentence in every language we speak. */
export type Sentence = Record<Language, string>

/** What a setting can need, beside another setting: a fact of the organization, with its reason and remedy. */
export type Need = { kind: 'plan'; feature: PlanFeature } | { kind: 'card_processing' } | { kind: 'parent'; key: string }

export type PlanFeature = 'secure_messaging' | 'self_scheduling'

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
}

type Written = Pick<Declaration, 'label' | 'help'> & Partial<Declaration>

/** Fills in what most settings have: off, needing nothing, the same for everybody. */
export const setting = (written: Written): Declaration => ({
  default: 'off',
  needs: [],
  seat: false,
  perClient: 'no',
  guards: [],
  ...written,
})

export const plan = (feature: PlanFeature): Need => ({ kind: 'plan', feature })
export const cardProcessing: Need = { kind: 'card_processing' }
export const parent = (key: string): Need => ({ kind: 'parent', key })
