import type { PlanFeature, Sentence } from './declare.ts'

/** SET-51: what a plan includes, as data. `freeSeats` null: as many as there are therapists. */
export interface Plan {
  label: Sentence
  features: readonly PlanFeature[]
  freeSeats: number | null
}

/** `everything` is the default, so that a practice hosting itself is never blocked; the others exist so that hosts can sell plans. */
export const plans: Record<string, Plan> = {
  everything: { label: { en: 'Everything', es: 'Todo' }, features: ['secure_messaging', 'self_scheduling'], freeSeats: null },
  standard: { label: { en: 'Standard', es: 'Estándar' }, features: ['secure_messaging', 'self_scheduling'], freeSeats: 1 },
  essentials: { label: { en: 'Essentials', es: 'Esencial' }, features: [], freeSeats: 0 },
}

/** An unknown plan includes nothing: a host's typing error must not give features away. */
export const planNamed = (name: string): Plan =>
  (Object.hasOwn(plans, name) ? plans[name] : undefined) ?? { label: { en: name, es: name }, features: [], freeSeats: 0 }

/** How many seats a plan comes to with those bought beside it; null: as many as there are therapists. */
export const seatsIn = ({ freeSeats }: Plan, bought: number): number | null => (freeSeats === null ? null : freeSeats + bought)
