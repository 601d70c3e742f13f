import { dateOf, dayOf, instantsOf } from '../scheduling/zones.ts'
import { declarationOf, isSettingKey } from './declarations.ts'
import { standing, type Choice, type ReasonCode, type SettingFacts } from './standing.ts'
import { defaultOf, switchKeys } from './switch-keys.ts'

/** What somebody typed as a time: the instant it names; `other`, when the clock showed it a second time; or why it names none. */
export type Moment = { at: number; other: number | null } | { problem: 'unreadable' | 'skipped' | 'future' }

/** The first change of a switch after an instant. `from` null: the entry does not say what was before (made-up data). */
export interface NextChange {
  key: string
  at: number
  by: string
  from: 'on' | 'off' | null
}

/** A switch as it was and as it is. `reason`: why it cannot be put back, all before it in the list being put back. */
export interface Difference {
  key: string
  was: 'on' | 'off'
  now: 'on' | 'off'
  version: number
  reason: ReasonCode | null
}

/** "2026-05-03T14:05" on the wall clock of the zone; with a Z at its end the instant itself, for an hour that happened twice. */
export function momentOf(text: string, zone: string, now: number): Moment {
  const [, date = '', hours, minutes, utc] = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d)(Z?)$/.exec(text) ?? []
  if (!isDate(date) || Number(hours) > 23 || Number(minutes) > 59) return { problem: 'unreadable' }
  const [at, other = null] = utc ? [Date.parse(text)] : instantsOf(zone, date, Number(hours) * 60 + Number(minutes))
  if (at === undefined) return { problem: 'skipped' }
  return at > now ? { problem: 'future' } : { at, other: other !== null && other <= now ? other : null }
}

/** SET-8: what was chosen at an instant: what the first change after it changed from; without one, what is chosen now. */
export function choicesAt(facts: SettingFacts, next: NextChange[]): Record<string, 'on' | 'off'> {
  const changes = new Map(next.map((change) => [change.key, change]))
  return Object.fromEntries(
    switchKeys.map((key) => [key, (changes.has(key) ? changes.get(key)?.from : facts.choices[key]?.value) ?? defaultOf(key)]),
  )
}

/** The facts with other choices; plan, card processing and seats stay as they are now. */
export const withChoices = (facts: SettingFacts, chosen: Record<string, 'on' | 'off'>): SettingFacts => ({
  ...facts,
  choices: {
    ...facts.choices,
    ...Object.fromEntries(Object.entries(chosen).map(([key, value]) => [key, { ...(facts.choices[key] ?? nobody), value }])),
  },
})

/** What differs, in an order in which it can be put back: a setting goes on before, and off after, what depends on it. */
export function differences(facts: SettingFacts, then: Record<string, 'on' | 'off'>): Difference[] {
  const nowOf = (key: string) => facts.choices[key]?.value ?? defaultOf(key)
  const differing = switchKeys.filter((key) => then[key] !== nowOf(key)).toSorted((a, b) => rank(a, then) - rank(b, then))
  let meanwhile = facts
  return differing.map((key) => {
    const value = then[key] as 'on' | 'off'
    const reason = isSettingKey(key) ? standing(key, meanwhile).reason : null
    if (!reason) meanwhile = withChoices(meanwhile, { [key]: value })
    return { key, was: value, now: nowOf(key), version: facts.choices[key]?.version ?? 0, reason }
  })
}

const nobody: Choice = { value: 'off', version: 0, changedAt: 0, changedByName: '' }

function rank(key: string, then: Record<string, 'on' | 'off'>): number {
  const nested = isSettingKey(key) && declarationOf(key).needs.some(({ kind }) => kind === 'parent')
  return nested ? 1 : then[key] === 'on' ? 0 : 2
}

/** The calendar's word on it: no 30 February. */
function isDate(date: string): boolean {
  const day = date === '' ? Number.NaN : dayOf(date)
  return Number.isInteger(day) && dateOf(day) === date
}
