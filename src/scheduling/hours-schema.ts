import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { availability, availabilityExceptions } from './schema.ts'

export type Window = Omit<typeof availability.$inferSelect, 'organizationId' | 'staffId'>
export type Exception = Omit<typeof availabilityExceptions.$inferSelect, 'organizationId' | 'staffId'>

/** The limits a therapist sets beside her windows (SCH-2). */
export interface HoursRules {
  noticeMinutes: number
  horizonDays: number
  intervalMinutes: number
  capPerDay: number | null
}

/** What a change replaced: only what it touched. */
export interface Was {
  windows?: Window[]
  exceptions?: Exception[]
  rules?: HoursRules
}

/** A change of somebody's hours, or of the practice's holidays, with what it takes to take it back. */
export const hoursChanges = sqliteTable('hours_changes', {
  organizationId: text('organization_id').notNull(),
  aboutId: text('about_id').notNull(),
  version: integer('version').notNull(),
  at: integer('at').notNull(),
  action: text('action').$type<HoursAction>().notNull(),
  was: text('was', { mode: 'json' }).$type<Was>().notNull(),
})

export type HoursAction =
  | 'window_added'
  | 'window_changed'
  | 'window_removed'
  | 'day_copied'
  | 'extra_added'
  | 'off_added'
  | 'exception_removed'
  | 'rules_changed'
  | 'undone'

/** The last change, whatever it was. */
export interface LastHoursChange {
  action: HoursAction
  at: number
  was: Was
}
