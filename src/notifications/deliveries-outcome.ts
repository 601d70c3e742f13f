// What became of an e-mail, out of its row (NOT-23). Pure.

/** What decides it. Times are epoch ms. */
export interface Fate {
  dueAt: number
  leasedUntil: number
  tries: number
  sentAt: number | null
  droppedAt: number | null
  failedAt: number | null
  reason: string | null
  returnedAt: number | null
  returnedAs: 'bounced' | 'complained' | null
  settledAt: number | null
}

export type Outcome =
  | { state: 'sent' | 'sending'; at: number }
  /** Not before `at`: the grace, quiet hours, a digest. */
  | { state: 'waiting'; at: number }
  /** Tried and not taken: again at `at`. */
  | { state: 'retrying' | 'dropped' | 'failed' | 'returned'; at: number; reason: string }

export function outcomeOf(row: Fate, now: number): Outcome {
  const reason = row.reason ?? ''
  if (row.returnedAt !== null) return { state: 'returned', at: row.returnedAt, reason: row.returnedAs ?? 'bounced' }
  if (row.sentAt !== null) return { state: 'sent', at: row.sentAt }
  if (row.failedAt !== null) return { state: 'failed', at: row.failedAt, reason }
  if (row.droppedAt !== null) return { state: 'dropped', at: row.droppedAt, reason }
  if (row.tries > 0 && reason !== '') return { state: 'retrying', at: Math.max(row.leasedUntil, now), reason }
  return row.dueAt > now ? { state: 'waiting', at: row.dueAt } : { state: 'sending', at: now }
}

/** What is known to be wrong with an address, as its rows and address_health say. */
export const badAddress = ['bounced', 'complained', 'suppressed'] as const

/**
 * Whose trouble a code is (NOT-21): the address's, or the portal's own, which whoever runs it has to mend (a daily limit, a sender that
 * is not verified, a provider that cannot be reached). What is not known to be about the address is the portal's.
 */
export const troubleOf = (reason: string): 'address' | 'portal' =>
  badAddress.some((state) => state === reason) || (/RECIPIENT|ADDRESS/.test(reason) && !reason.endsWith('NOT_ALLOWED'))
    ? 'address'
    : 'portal'

/** Somebody did not get it who should have, and nobody has dealt with that. The index `outbox_undelivered` says the same. */
export const isUndelivered = ({ settledAt, failedAt, returnedAt, reason }: Fate): boolean =>
  settledAt === null && (failedAt !== null || returnedAt !== null || badAddress.some((state) => state === reason))
