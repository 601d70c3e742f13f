import type { Language } from '../current.ts'
import type { InFlight } from './declare.ts'

/** SET-7: how many things of each kind an off-switch would meet, in the order of the declaration. */
export type Impact = { kind: InFlight; count: number }[]

/** The impact in sentences, each with its number and what will happen. */
export const linesOf = (impact: Impact, language: Language): string[] => impact.map(({ kind, count }) => kind.says[language](count))
