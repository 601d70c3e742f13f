import type { Current } from '../current.ts'

// After a change: the queue is told to look at its rows. The rows are the state (NOT-20); to wake only makes it soon.

/** As many messages as a request hands to the queue without the reader noticing; the sweep brings the others. */
export const wokenAtOnce = 25

/** Has the queue look at a row of this `current` when it is woken. */
export function willWake(current: Current, outboxId: string, delaySeconds: number): void {
  written.set(current, [...(written.get(current) ?? []), { outboxId, delaySeconds }])
}

/** What was written on behalf of somebody else is woken with what is one's own. */
export function wakeWith(current: Current, other: Current): void {
  written.set(current, [...(written.get(current) ?? []), ...(written.get(other) ?? [])])
}

/**
 * After the commit: has the queue look at what this `current` wrote, when its grace is over. The rows are the state, so a
 * lost wake only delays (the sweep finds them), and one for a batch that was refused finds nothing.
 */
export function wake(executionContext: Pick<ExecutionContext, 'waitUntil'>, current: Current): void {
  const waiting = written.get(current) ?? []
  written.delete(current)
  if (waiting.length === 0) return
  const messages = waiting.map(({ outboxId, delaySeconds }) => ({
    body: { organizationId: current.organization.id, outboxId },
    delaySeconds,
  }))
  executionContext.waitUntil(current.env.OUTBOX.sendBatch(messages).catch(() => undefined))
}

/** What was put into statements on behalf of a `current`, until it is woken. */
const written = new WeakMap<Current, { outboxId: string; delaySeconds: number }[]>()
