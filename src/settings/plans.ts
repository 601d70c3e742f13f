import type { PlanFeature } from './declare.ts'

/** SET-51: what a plan includes, as data. `freeSeats` null: as many as there are therapists. */
export interface Plan {
  features: readonly PlanFeature[]
  freeSeats: number | null
}

/** `everything` is the default, so that a practice hosting itself is never blocked; the others exist so that hosts can sell plans. */
export const plans: Record<string, Plan> = {
  everything: { features: ['secure_messaging', 'self_scheduling'], freeSeats: null },
  standard: { features: ['secure_messaging', 'self_scheduling'], freeSeats: 1 },
  essentials: { features: [], freeSeats: 0 },
}

/** An unknown plan includes nothing: a host's typing error must not give features away. */
export const planNamed = (name: string): Plan => plans[name] ?? { features: [], freeSeats: 0 }
