import { clock } from '../../src/clock.ts'
import type { Rig, Waiting } from './rig.ts'

/** How queue and clock behave in a run; by default as they should. */
export interface Weather {
  /** What the queue makes of the messages it hands over. */
  queue?: 'twice' | 'at once' | 'shuffled' | 'a day late' | 'lost'
  cronTwice?: true
  /** How far the consumer's clock is from everybody else's. */
  consumerAheadMs?: number
}

export const hour = 3_600_000

/** When the queue hands a message over. Late is what it was given in the first hours: a daily e-mail that was late every day would never be quiet. */
export const dueAt = ({ begun }: Rig, { at }: Waiting, { queue }: Weather): number =>
  at + (queue === 'a day late' && at < begun + 12 * hour ? 24 * hour : 0)

/** Takes from the queue what is due, in the batches and the order it hands them over: those of one batch are worked on at once. */
export function batchesOf(rig: Rig, weather: Weather): { batches: Waiting[][]; some: boolean } {
  const due = rig.queued.filter((message) => dueAt(rig, message, weather) <= clock.now())
  rig.queued = rig.queued.filter((message) => !due.includes(message))
  const some = due.length > 0
  switch (weather.queue) {
    case 'twice':
      return { some, batches: [due, [...due]] }
    case 'at once':
      return { some, batches: [due, [...due], [...due]] }
    case 'shuffled':
      return { some, batches: due.toReversed().map((message) => [message]) }
    case 'lost':
      return { some, batches: [due.filter((message) => !isLost(rig, message))] }
    default:
      return { some, batches: [due] }
  }
}

/** The first message about a row never comes; what the sweep sends after it does. */
function isLost({ lost }: Rig, { body: { outboxId } }: Waiting): boolean {
  const isFirst = !lost.has(outboxId)
  lost.add(outboxId)
  return isFirst
}
