import { settingKeys, type SettingKey } from './declarations.ts'
import { plans } from './plans.ts'
import { standing, type SettingFacts, type Standing } from './standing.ts'

/** A setting as it is, and as it would be. */
export interface Changed {
  key: SettingKey
  before: Standing
  after: Standing
}

/** SET-53: what every setting would amount to under another plan. The same resolver, on facts that are not so. */
export function settingsUnder(plan: string, facts: SettingFacts): Changed[] {
  const supposed = { ...facts, plan }
  return settingKeys.map((key) => ({ key, before: standing(key, facts), after: standing(key, supposed) }))
}

/** Those that would stop or begin to work, or whose switch would be greyed or freed. */
export const changedUnder = (plan: string, facts: SettingFacts): Changed[] =>
  settingsUnder(plan, facts).filter(({ before, after }) => before.effective !== after.effective || before.reason !== after.reason)

export const isPlan = (name: string): boolean => Object.hasOwn(plans, name)
