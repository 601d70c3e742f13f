import { and, eq, sql } from 'drizzle-orm'
import { staff } from '../accounts/schema.ts'
import { audit } from '../audit.ts'
import type { StaffCurrent } from '../current.ts'
import { batch, changedOne, inList, within, type Query } from '../db.ts'
import { notifyOfHours } from '../notifications/outbox.ts'
import { remember } from '../web/idempotency.ts'
import type { HoursFile } from './hours-file.ts'
import { hoursChanges, type Exception, type HoursAction, type HoursRules, type Was, type Window } from './hours-schema.ts'
import { availability, availabilityExceptions } from './schema.ts'

/** A change of a therapist's hours: how what it touches is from now on, whole. What it does not name stays. */
export interface HoursChange {
  action: HoursAction
  windows?: Window[]
  exceptions?: Exception[]
  rules?: HoursRules
  /** Where a repeat of the form leads (SCH-25). */
  location: string
}

/**
 * One batch: the version that was seen and no other (SCH-25), the rows as they are now, what they were (for an undo), the audit entry, and,
 * when somebody else did it, the notice to the therapist. Appointments are never touched (SCH-3).
 */
export async function changeHours(current: StaffCurrent, file: HoursFile, change: HoursChange): Promise<'stale' | null> {
  const { db } = current
  const { windows, exceptions, rules, action, location } = change
  const own = file.exceptions.filter(({ mine }) => mine)
  const was: Was = {
    ...(windows && { windows: file.windows }),
    ...(exceptions && { exceptions: own }),
    ...(rules && { rules: rulesOf(file) }),
  }
  const version = file.version + 1
  const lost = await batch(db, [
    ...remember(current, location),
    db.orm
      .update(staff)
      .set({ hoursVersion: version, ...rules })
      .where(within(current, staff, and(eq(staff.id, file.id), eq(staff.hoursVersion, file.version)))),
    changedOne(db),
    ...(windows ? replaceWindows(current, file.id, file.windows, windows) : []),
    ...(exceptions ? replaceExceptions(current, file.id, own, exceptions) : []),
    keepChange(current, file.id, version, action, was),
    audit(current, `hours.${action}`, { kind: 'hours', id: `${file.id}/hours`, version, details: { staff: file.id } }),
    ...(file.id === current.staff.id ? [] : notifyOfHours(current, [file.id])),
  ])
  return lost ? 'stale' : null
}

/** The rules alone. */
export const rulesOf = ({ noticeMinutes, horizonDays, intervalMinutes, capPerDay }: HoursRules): HoursRules => ({
  noticeMinutes,
  horizonDays,
  intervalMinutes,
  capPerDay,
})

/** What a change replaced, for its undo. */
export const keepChange = (current: StaffCurrent, aboutId: string, version: number, action: HoursAction, was: Was): Query =>
  current.db.orm.insert(hoursChanges).values({ organizationId: current.organization.id, aboutId, version, at: current.now, action, was })

function replaceWindows(current: StaffCurrent, staffId: string, before: Window[], after: Window[]): Query[] {
  const { db, organization } = current
  const ids = before.map(({ id }) => id)
  return [
    db.orm.delete(availability).where(within(current, availability, and(eq(availability.staffId, staffId), inList(availability.id, ids)))),
    db.orm
      .run(sql`INSERT INTO availability (organization_id, id, staff_id, weekday, from_minute, to_minute, service_ids, location_id, forum,
        valid_from, valid_until, every_weeks, anchor_date, version)
      SELECT ${organization.id}, value->>'id', ${staffId}, value->>'weekday', value->>'fromMinute', value->>'toMinute', value->>'serviceIds',
        value->>'locationId', value->>'forum', value->>'validFrom', value->>'validUntil', value->>'everyWeeks', value->>'anchorDate', value->>'version'
      FROM json_each(${JSON.stringify(after)})`),
  ]
}

/** Those of a therapist, or with null those of the practice. */
export function replaceExceptions(current: StaffCurrent, staffId: string | null, before: Exception[], after: Exception[]): Query[] {
  const { db, organization } = current
  const ids = before.map(({ id }) => id)
  return [
    db.orm
      .delete(availabilityExceptions)
      .where(
        within(
          current,
          availabilityExceptions,
          sql`${availabilityExceptions.staffId} IS ${staffId}`,
          inList(availabilityExceptions.id, ids),
        ),
      ),
    db.orm
      .run(sql`INSERT INTO availability_exceptions (organization_id, id, staff_id, kind, from_date, until_date, from_minute, to_minute, label, version)
      SELECT ${organization.id}, value->>'id', ${staffId}, value->>'kind', value->>'fromDate', value->>'untilDate', value->>'fromMinute',
        value->>'toMinute', value->>'label', value->>'version'
      FROM json_each(${JSON.stringify(after)})`),
  ]
}
