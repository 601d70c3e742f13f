import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Forum } from './schema.ts'

/** SCH-26: the rule of a series, on the therapist's wall clock; its occurrences are appointments with its id. */
export const appointmentSeries = sqliteTable('appointment_series', {
  organizationId: text('organization_id').notNull(),
  id: text('id').notNull(),
  clientId: text('client_id').notNull(),
  staffId: text('staff_id').notNull(),
  serviceId: text('service_id').notNull(),
  everyWeeks: integer('every_weeks').notNull(),
  firstDate: text('first_date').notNull(),
  wallMinute: integer('wall_minute').notNull(),
  zone: text('zone').notNull(),
  untilDate: text('until_date'),
  count: integer('count'),
  createdAt: integer('created_at').notNull(),
  createdBy: text('created_by').notNull(),
  version: integer('version').notNull().default(1),
})

export type StandingStatus = 'requested' | 'confirmed' | 'declined' | 'withdrawn' | 'expired'

/** SCH-27: "every Tuesday 17:00", as a client asks for it. It holds no time; `series_id` is what became of it. */
export const standingRequests = sqliteTable('standing_requests', {
  organizationId: text('organization_id').notNull(),
  id: text('id').notNull(),
  clientId: text('client_id').notNull(),
  staffId: text('staff_id').notNull(),
  serviceId: text('service_id').notNull(),
  forum: text('forum').$type<Forum>().notNull(),
  weekday: integer('weekday').notNull(),
  wallMinute: integer('wall_minute').notNull(),
  everyWeeks: integer('every_weeks').notNull(),
  firstDate: text('first_date').notNull(),
  note: text('note').notNull().default(''),
  status: text('status').$type<StandingStatus>().notNull(),
  seriesId: text('series_id'),
  createdAt: integer('created_at').notNull(),
  createdBy: text('created_by').notNull(),
  answerByAt: integer('answer_by_at'),
  answer: text('answer').notNull().default(''),
  answeredAt: integer('answered_at'),
  answeredBy: text('answered_by'),
  endedAt: integer('ended_at'),
  endedBy: text('ended_by'),
  version: integer('version').notNull().default(1),
})
