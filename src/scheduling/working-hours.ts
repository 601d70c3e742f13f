import { and, eq, isNull, or, type SQL } from 'drizzle-orm'
import type { Database } from '../db.ts'
import type { Hours } from './conflicts.ts'
import { availability, availabilityExceptions } from './schema.ts'
import { offColumns, openColumns } from './hours-columns.ts'

/** Weekly windows and exceptions of one therapist or several, with whose they are. */
export const hoursQueries = (orm: Database['orm'], organizationId: SQL, whoseWindows: SQL, whoseExceptions: SQL) => ({
  windows: orm
    .select({ staffId: availability.staffId, ...openColumns })
    .from(availability)
    .where(and(eq(availability.organizationId, organizationId), whoseWindows)),
  exceptions: orm
    .select({ staffId: availabilityExceptions.staffId, ...offColumns, label: availabilityExceptions.label })
    .from(availabilityExceptions)
    .where(and(eq(availabilityExceptions.organizationId, organizationId), or(isNull(availabilityExceptions.staffId), whoseExceptions))),
})

/** A therapist's hours as rules know them. */
export const hoursOf = (zone: string, { windows, exceptions }: Omit<Hours, 'zone'>): Hours => ({
  zone,
  windows,
  exceptions,
})
