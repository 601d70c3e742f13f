import { accountSettings } from '../accounts/settings.ts'
import { contactSettings } from '../clients/settings.ts'
import { formSettings } from '../forms/settings.ts'
import { insuranceSettings } from '../insurance/settings.ts'
import { messageSettings } from '../messages/settings.ts'
import { paymentSettings } from '../payments/settings.ts'
import { schedulingSettings } from '../scheduling/settings.ts'
import type { Declaration } from './declare.ts'

/** Every setting, in the order of the page. Adding one means adding its declaration to its area, and nothing here. */
export const declarations = {
  ...paymentSettings,
  ...messageSettings,
  ...schedulingSettings,
  ...insuranceSettings,
  ...contactSettings,
  ...formSettings,
  ...accountSettings,
} satisfies Record<string, Declaration>

export type SettingKey = keyof typeof declarations

export const settingKeys = Object.keys(declarations) as SettingKey[]
export const isSettingKey = (key: string): key is SettingKey => Object.hasOwn(declarations, key)
export const declarationOf = (key: SettingKey): Declaration => declarations[key]

/** The settings a client can be restricted in, in the order of the page: the columns of Manage Clients. */
export const overridableKeys = settingKeys.filter((key) => declarationOf(key).perClient === 'restrict')

/** The settings that exist only under this one: they are redrawn with it (SET-3). */
export const dependents = (key: SettingKey): SettingKey[] =>
  settingKeys.filter((other) => declarationOf(other).needs.some((need) => need.kind === 'parent' && need.key === key))

/** The setting whose effectiveness an address depends on, if any. */
export const guardOf = (path: string): SettingKey | undefined => settingKeys.find((key) => declarationOf(key).guards.includes(path))
