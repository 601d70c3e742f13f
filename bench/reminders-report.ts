import { short } from './arithmetic.ts'
import type { Reminders } from './reminders.ts'
import { keys, type Numbers } from './reminders-sums.ts'
import { table } from './table.ts'

/** What the clock and a queue's batch ask for, beside what the platform allows an invocation (paid plan). */
export function remindersTable(runs: Reminders[]): string {
  return table(
    [
      'practices',
      'invocation',
      'e-mails',
      'D1 calls',
      'statements (of 1,000)',
      'rows read',
      'rows written',
      'D1 ms',
      'sendBatch',
      'CPU ms',
      'wall ms',
    ],
    runs.flatMap(({ organizations, count, clock, batches, mean, most, all, quiet }) => [
      row(organizations, 'the clock', count, clock),
      row(organizations, 'a batch of 25, mean', 25, mean),
      row(organizations, 'a batch of 25, most', 25, most),
      row(organizations, `all ${batches} batches`, count, all),
      row(organizations, 'the clock a minute later', 0, quiet),
    ]),
  )
}

function row(organizations: number, what: string, e_mails: number, of: Numbers): string[] {
  return [String(organizations), what, String(e_mails), ...keys.map((key) => String(short(of[key])))]
}
