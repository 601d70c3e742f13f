import { eventsOf } from './net-effect.ts'

/** What can be unsubscribed from as one (NOT-8): the events of appointments, reminders, a staff member's own notices. */
export type OptionalClass = 'events' | 'reminder' | 'staff'
export const optionalClasses: readonly OptionalClass[] = ['events', 'reminder', 'staff']

/** Which of them an e-mail belongs to; null for what is always sent (NOT-6). Pure. */
export function classOf({ event, recipient }: { event: string; recipient: string }): OptionalClass | null {
  if (recipient.startsWith('staff:')) return 'staff'
  if (event === 'reminder') return 'reminder'
  return eventsOf(event).length > 0 || event === 'digest' ? 'events' : null
}

/** Whether what its reader does not want covers an e-mail. Several events of one change are unwanted when each of them is. */
export function isUnwanted(kind: OptionalClass | null, event: string, unwanted: string[]): boolean {
  if (kind === null) return false
  if (kind === 'reminder') return unwanted.includes('reminder')
  if (kind === 'staff') return unwanted.includes(event)
  const events = eventsOf(event)
  return unwanted.includes('all') || (events.length > 0 && events.every((one) => unwanted.includes(one)))
}
