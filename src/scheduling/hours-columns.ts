import { sql } from 'drizzle-orm'
import { staff } from '../accounts/schema.ts'
import type { LastHoursChange } from './hours-schema.ts'
import { availability, availabilityExceptions } from './schema.ts'

/** When a window is open: what every reading of hours needs. */
export const openColumns = {
  weekday: availability.weekday,
  fromMinute: availability.fromMinute,
  toMinute: availability.toMinute,
  validFrom: availability.validFrom,
  validUntil: availability.validUntil,
  everyWeeks: availability.everyWeeks,
  anchorDate: availability.anchorDate,
}

/** And for what: which services, where, how. */
export const forWhatColumns = {
  serviceIds: availability.serviceIds,
  locationId: availability.locationId,
  forum: availability.forum,
}

/** When an exception is. */
export const offColumns = {
  kind: availabilityExceptions.kind,
  fromDate: availabilityExceptions.fromDate,
  untilDate: availabilityExceptions.untilDate,
  fromMinute: availabilityExceptions.fromMinute,
  toMinute: availabilityExceptions.toMinute,
}

/** A window as a change keeps it. */
export const windowColumns = { id: availability.id, ...openColumns, ...forWhatColumns, version: availability.version }

/** An exception as a change keeps it. */
export const exceptionColumns = {
  id: availabilityExceptions.id,
  ...offColumns,
  label: availabilityExceptions.label,
  version: availabilityExceptions.version,
}

// In a select of one table drizzle leaves the table's name out inside `sql`, so the subquery names its outer table in words.
/** A therapist with her rules, and the last change of her hours. */
export const rowOfTherapist = {
  id: staff.id,
  name: staff.name,
  zone: staff.zone,
  version: staff.hoursVersion,
  subscribed: sql<boolean>`${staff.subscribedAt} IS NOT NULL`.mapWith(Boolean).as('subscribed'),
  noticeMinutes: staff.noticeMinutes,
  horizonDays: staff.horizonDays,
  intervalMinutes: staff.intervalMinutes,
  capPerDay: staff.capPerDay,
  last: sql<LastHoursChange | null>`(SELECT json_object('action', h.action, 'at', h.at, 'was', json(h.was)) FROM hours_changes h
    WHERE h.organization_id = "staff"."organization_id" AND h.about_id = "staff"."id" AND h.version = "staff"."hours_version")`
    .mapWith((text: string | null) => (text === null ? null : (JSON.parse(text) as LastHoursChange)))
    .as('last_change'),
}
