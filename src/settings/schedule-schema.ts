import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** What became of a scheduled switch: done, or why it was skipped. */
export type Outcome = 'done' | 'already' | 'not_administrator' | 'plan' | 'no_card_processing' | 'parent_off' | 'other'

/** "Off during my leave, back on automatically": one row per switch, the second names the first. */
export const settingSchedules = sqliteTable('setting_schedules', {
  organizationId: text('organization_id').notNull(),
  id: text('id').notNull(),
  key: text('key').notNull(),
  value: text('value').$type<'on' | 'off'>().notNull(),
  dueAt: integer('due_at').notNull(),
  createdAt: integer('created_at').notNull(),
  createdBy: text('created_by').notNull(),
  createdByName: text('created_by_name').notNull(),
  doneAt: integer('done_at'),
  cancelledAt: integer('cancelled_at'),
  outcome: text('outcome').$type<Outcome>(),
  backOf: text('back_of'),
  dismissedAt: integer('dismissed_at'),
})
