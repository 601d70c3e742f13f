import { cursorOf } from '../../src/notifications/deliveries-cursor.ts'
import { Pager } from '../components/pager.tsx'
import type { ComponentWords } from '../words/components.ts'

interface TimePagerProps<T> {
  words: ComponentWords
  page: { rows: T[]; hasNewer: boolean; hasOlder: boolean }
  at: (row: T) => number
  to: (query: Record<string, string>) => string
}

/** The pages of a list by time: by where the page before ends, so that what comes in meanwhile moves nothing. */
export function TimePager<T extends { id: string }>({ words, page: { rows, hasNewer, hasOlder }, at, to }: TimePagerProps<T>) {
  const cursor = (row: T | undefined) => (row ? cursorOf({ at: at(row), id: row.id }) : '')
  return (
    <Pager
      words={words}
      newer={hasNewer ? { href: rows.length > 0 ? to({ newer: cursor(rows[0]) }) : to({}) } : undefined}
      older={hasOlder ? { href: to({ older: cursor(rows.at(-1)) }) } : undefined}
    />
  )
}
