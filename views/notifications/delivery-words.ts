import type { Delivery } from '../../src/notifications/deliveries.ts'
import { troubleOf, type Outcome } from '../../src/notifications/deliveries-outcome.ts'
import type { Words } from '../words/words.ts'

// What is said of an e-mail: never more than its kind.

/** What kind of e-mail: NOT-2 joins the events of one change with a plus. */
export const kindOf = ({ deliveries: { kinds } }: Words, { event, aboutKind }: Pick<Delivery, 'event' | 'aboutKind'>): string =>
  event
    .split('+')
    .map((one) => (one.startsWith('reminder') ? 'reminder' : one.includes('digest') ? 'digest' : one))
    .map((one) => kinds[one] ?? kinds[aboutKind === 'person' ? 'security' : 'other'] ?? '')
    .join(' · ')

/** To whom, by a name the practice has; whoever has none is called by why she was written to. */
export const whomOf = ({ deliveries: { nobody } }: Words, { name, recipient }: Pick<Delivery, 'name' | 'recipient'>): string =>
  name ?? nobody[recipient.split(':')[0] ?? ''] ?? nobody['other'] ?? ''

/** Why it was not sent, or did not arrive; '' where there is nothing to explain. */
export function whyOf({ deliveries: said }: Words, outcome: Outcome): string {
  if (!('reason' in outcome)) return ''
  const { state, reason } = outcome
  const { reasons, failures } = said
  if (state === 'dropped') return reasons[reason] ?? said.otherReason
  return failures[state === 'returned' ? reason : troubleOf(reason)] ?? ''
}
