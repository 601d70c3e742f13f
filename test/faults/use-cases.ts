import { aboutEntering } from './about-entering.ts'
import { byClients } from './by-clients.ts'
import { byStaff } from './by-staff.ts'
import { byTheClock } from './by-the-clock.ts'
import type { UseCase } from './use-case.ts'

/** Everything of which somebody is told by e-mail. Whoever adds a call to the outbox adds a line here (callers.test.ts). */
export const useCases: UseCase[] = [...byClients, ...byStaff, ...aboutEntering, ...byTheClock]

/** For `test.each`: a whole name is printed, and its place in the table. */
export const byName = useCases.map((useCase, at) => [useCase.name, useCase, at] as const)
