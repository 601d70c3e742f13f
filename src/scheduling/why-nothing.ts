import { slots, type SlotQuestion } from './slots.ts'

/** The one rule without which there would be times. `several`: no single one. `no_hours`: no rule at all is in the way, there are no hours. */
export type WhyNothing = 'no_hours' | 'within24h' | 'notice' | 'horizon' | 'cap' | 'time_off' | 'taken' | 'client_busy' | 'several'

const yearAhead = 366

/** Why nothing is on offer: each rule in turn is lifted, by itself, and the first whose absence gives a time is the reason. Pure. */
export function whyNothing(question: SlotQuestion): WhyNothing {
  const { rules } = question
  const under = (changed: Partial<SlotQuestion['rules']>, rest: Partial<SlotQuestion> = {}) =>
    slots({ ...question, ...rest, rules: { ...rules, ...changed } }).length > 0
  const withoutOff = rules.exceptions.filter(({ kind }) => kind === 'extra')
  const free = { capPerDay: null, noticeMinutes: 0, within24h: true, exceptions: withoutOff, horizonDays: yearAhead }
  if (!under(free, { busy: [], clientBusy: [], days: yearAhead + 1 })) return 'no_hours'
  const lifted: [WhyNothing, () => boolean][] = [
    ['within24h', () => !rules.within24h && under({ within24h: true })],
    ['notice', () => under({ noticeMinutes: 0 })],
    ['cap', () => under({ capPerDay: null })],
    ['taken', () => under({}, { busy: [] })],
    ['client_busy', () => under({}, { clientBusy: [] })],
    ['time_off', () => under({ exceptions: withoutOff })],
    ['horizon', () => under({ horizonDays: yearAhead }, { days: yearAhead + 1 })],
  ]
  return lifted.find(([, gives]) => gives())?.[0] ?? 'several'
}
