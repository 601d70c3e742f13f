import type { Choice } from './booking-rows.ts'
import type { Forum } from './schema.ts'

/** The forums a choice is offered in, the asked one first if it is among them. */
export const forumsOf = (choice: Pick<Choice, 'inPerson' | 'telehealth' | 'locationId'>): Forum[] => [
  ...(choice.inPerson && choice.locationId ? (['in_person'] as const) : []),
  ...(choice.telehealth ? (['telehealth'] as const) : []),
]
