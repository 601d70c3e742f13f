import { isOf, type Database, type Preparable, type Query } from './db.ts'
import { withLoan } from './loans.ts'

/** A statement as text, with its values: to be kept, and run as it is later (across.ts). */
export type Text = [text: string, params: unknown[]]

/** A query as text and values, what it is lent included. */
export function textOf(db: Database, query: Query): Text {
  if (!isOf(db, query)) throw new Error('A statement was built for another database.')
  const { sql: text, params } = (query as unknown as Preparable)._prepare().getQuery()
  if (!db.loan) return [text, params]
  const lent = withLoan(text, params, db.loan)
  return [lent.text, lent.params]
}

/** Statements that were kept as text, as one batch. */
export async function runTexts({ d1, meter }: Database, texts: Text[]): Promise<void> {
  meter.roundTrips += 1
  meter.statements += texts.length
  await d1.batch(texts.map(([text, params]) => d1.prepare(text).bind(...params)))
}
