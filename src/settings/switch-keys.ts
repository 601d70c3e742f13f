import { events, eventNames, switchKey, type NotificationEvent } from '../notifications/events.ts'
import { waitingEmails } from '../notifications/in-flight.ts'
import { declarationOf, isSettingKey, settingKeys } from './declarations.ts'
import type { InFlight, Sentence } from './declare.ts'

// Everything that is chosen on or off for the whole organization: the settings and the notification switches, by their keys.

export const switchKeys: string[] = [...settingKeys, ...eventNames.map(switchKey)]

export const eventOf = (key: string): NotificationEvent | undefined => eventNames.find((event) => switchKey(event) === key)

/** What a switch is called; undefined for a key that is no longer declared. */
export function labelOfSwitch(key: string): Sentence | undefined {
  const event = eventOf(key)
  if (event) return events[event].label
  return isSettingKey(key) ? declarationOf(key).label : undefined
}

export function defaultOf(key: string): 'on' | 'off' {
  const event = eventOf(key)
  if (event) return events[event].default
  return isSettingKey(key) ? declarationOf(key).default : 'off'
}

/** What its off-switch would meet (SET-7). */
export function inFlightOf(key: string): InFlight[] {
  const event = eventOf(key)
  if (event) return [waitingEmails(event)]
  return isSettingKey(key) ? declarationOf(key).inFlight : []
}
