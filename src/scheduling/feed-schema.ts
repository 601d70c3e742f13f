import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** SCH-42: a secret address from which a calendar app reads somebody's appointments. Only its hash is kept. */
export const calendarFeeds = sqliteTable('calendar_feeds', {
  organizationId: text('organization_id').notNull(),
  id: text('id').notNull(),
  personId: text('person_id').notNull(),
  kind: text('kind').$type<'therapist' | 'client'>().notNull(),
  /** The staff member, or the client. */
  aboutId: text('about_id').notNull(),
  tokenHash: text('token_hash').notNull(),
  createdAt: integer('created_at').notNull(),
  endedAt: integer('ended_at'),
})
