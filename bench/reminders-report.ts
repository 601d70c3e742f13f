import { short } from './arithmetic.ts'
import type { Invocation, Reminders } from './reminders.ts'
import { table } from './table.ts'

/** What the clock and a queue's batch ask for, beside what the platform allows an invocation (paid plan). */
export function remindersTable(all: Reminders[]): string {
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
    all.flatMap(({ organizations, count, clock, batches, quiet }) => [
      row(organizations, 'the clock', count, clock),
      row(organizations, 'a batch of 50, mean', 50, averageOf(batches)),
      row(organizations, 'a batch of 50, most', 50, mostOf(batches)),
      row(organizations, `all ${batches.length} batches`, count, sumOf(batches)),
      row(organizations, 'the clock a minute later', 0, quiet),
    ]),
  )
}

const keys = ['roundTrips', 'statements', 'rowsRead', 'rowsWritten', 'databaseMs', 'sendBatches', 'cpu', 'wall'] as const

function row(organizations: number, what: string, e_mails: number, of: Pick<Invocation, (typeof keys)[number]>): string[] {
  return [String(organizations), what, String(e_mails), ...keys.map((key) => String(short(of[key])))]
}

type Numbers = Record<(typeof keys)[number], number>
const each = (fold: (key: (typeof keys)[number]) => number) => Object.fromEntries(keys.map((key) => [key, fold(key)])) as Numbers

const sumOf = (all: Invocation[]): Numbers => each((key) => all.reduce((sum, one) => sum + one[key], 0))
const averageOf = (all: Invocation[]): Numbers => each((key) => sumOf(all)[key] / all.length)
const mostOf = (all: Invocation[]): Numbers => each((key) => Math.max(...all.map((one) => one[key])))
