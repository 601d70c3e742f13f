import { playsAll } from './how-much.ts'
import { modes, type Effect, type Mode } from './rig.ts'

export interface Mishap {
  at: number
  mode: Mode
  effect: Effect
}

/** Where nothing is left behind, a lost answer is as if it had not been asked, and failing from there on as failing at the next. */
const differs = ({ leaves }: Effect, mode: Mode) => leaves || mode === 'before' || mode === 'killed'

/** Every mishap of these effects that is another one than the rest. */
export const mishaps = (effects: Effect[]): Mishap[] =>
  effects.flatMap((effect, at) => modes.filter((mode) => differs(effect, mode)).map((mode) => ({ at, mode, effect })))

/** All of them; in `npm test` one in so many, and always those that `isVital` names. */
export function chosen(
  effects: Effect[],
  counts: { runs: number; of: number },
  isVital: (mishap: Mishap) => boolean = () => false,
): Mishap[] {
  const all = mishaps(effects)
  const taken = playsAll ? all : all.filter((mishap) => isVital(mishap) || dealt++ % oneIn === 0)
  counts.of += all.length
  counts.runs += taken.length
  return taken
}

const oneIn = 6
let dealt = 0
