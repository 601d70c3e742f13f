import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { AboutQueries } from '../accounts/identity.ts'
import { organizations, staff } from '../accounts/schema.ts'
import { audit } from '../audit.ts'
import type { StaffCurrent } from '../current.ts'
import { batch, changedOne, newId, read, type Query } from '../db.ts'
import { notifyOfHours } from '../notifications/outbox.ts'
import { remember } from '../web/idempotency.ts'
import { keepChange, replaceExceptions } from './hours-changing.ts'
import { exceptionColumns } from './hours-columns.ts'
import type { ExceptionDraft } from './hours-fields.ts'
import { dayBefore } from './hours-file.ts'
import type { Exception, HoursAction, LastHoursChange } from './hours-schema.ts'
import { undoable } from './hours-undo.ts'
import type { HoursRefusal, Seen } from './hours-verbs.ts'
import { availabilityExceptions } from './schema.ts'
import { askingAgain } from '../shards.ts'

/** What an administrator sets for everybody: holidays, and how many open requests a client may have. */
export interface PracticeHours {
  version: number
  holidays: Exception[]
  therapists: { id: string; name: string; zone: string; windows: number }[]
  last: LastHoursChange | null
}

/** For the doors of the practice's hours. */
export const practiceHours: AboutQueries = ({ db: { orm }, organizationId, now }) => ({
  practice: orm
    .select({
      version: organizations.version.getSQL().mapWith(Number).as('organization_version'),
      last: sql<LastHoursChange | null>`(SELECT json_object('action', h.action, 'at', h.at, 'was', json(h.was)) FROM hours_changes h
        WHERE h.organization_id = "organizations"."id" AND h.about_id = "organizations"."id" AND h.version = "organizations"."version")`
        .mapWith((text: string | null) => (text === null ? null : (JSON.parse(text) as LastHoursChange)))
        .as('last_change'),
    })
    .from(organizations)
    .where(eq(organizations.id, organizationId)),
  holidays: orm
    .select(exceptionColumns)
    .from(availabilityExceptions)
    .where(
      and(
        eq(availabilityExceptions.organizationId, organizationId),
        isNull(availabilityExceptions.staffId),
        sql`${availabilityExceptions.untilDate} >= ${dayBefore(now)}`,
      ),
    )
    .orderBy(asc(availabilityExceptions.fromDate)),
  therapists: orm
    .select({
      id: staff.id,
      name: staff.name,
      zone: staff.zone,
      windows:
        sql<number>`(SELECT count(*) FROM availability w WHERE w.organization_id = "staff"."organization_id" AND w.staff_id = "staff"."id")`.as(
          'window_count',
        ),
    })
    .from(staff)
    .where(and(eq(staff.organizationId, organizationId), eq(staff.therapist, true), isNull(staff.deactivatedAt)))
    .orderBy(asc(staff.name)),
})

export function practiceFrom(about: Record<string, unknown>): PracticeHours {
  const { practice, holidays, therapists } = about as unknown as { practice: Pick<PracticeHours, 'version' | 'last'>[] } & PracticeHours
  return { version: practice[0]?.version ?? 0, last: practice[0]?.last ?? null, holidays, therapists }
}

/** Read again, after a lost race. */
export async function rereadPractice({ db, organization, person, now }: StaffCurrent): Promise<PracticeHours> {
  const at = { ...askingAgain(db), now, organizationId: sql`${organization.id}`, personId: sql`${person.id}`, params: {}, fields: {} }
  return practiceFrom(await read(db, practiceHours(at)))
}

/** A day on which nobody works here, or on which everybody can. */
export const addHoliday = (current: StaffCurrent, practice: PracticeHours, draft: ExceptionDraft, seen: Seen) =>
  changeHolidays(current, practice, seen, draft.kind === 'off' ? 'off_added' : 'extra_added', [
    ...practice.holidays,
    { ...draft, id: newId('exc'), version: 1 },
  ])

export async function removeHoliday(current: StaffCurrent, practice: PracticeHours, id: string, seen: Seen): Promise<HoursRefusal | null> {
  const left = practice.holidays.filter((holiday) => holiday.id !== id)
  if (practice.version === seen.version && left.length === practice.holidays.length) return 'gone'
  return await changeHolidays(current, practice, seen, 'exception_removed', left)
}

/** Takes the last change of the holidays back, while nothing else was changed. */
export async function undoHolidays(current: StaffCurrent, practice: PracticeHours, seen: Seen): Promise<HoursRefusal | null> {
  const was = undoable(practice.last, current.now)?.was.exceptions
  return was ? await changeHolidays(current, practice, seen, 'undone', was) : 'stale'
}

async function changeHolidays(
  current: StaffCurrent,
  practice: PracticeHours,
  seen: Seen,
  action: HoursAction,
  holidays: Exception[],
): Promise<HoursRefusal | null> {
  if (practice.version !== seen.version) return 'stale'
  const { id } = current.organization
  const version = practice.version + 1
  const others = practice.therapists.filter((therapist) => therapist.id !== current.staff.id).map((therapist) => therapist.id)
  return await change(current, seen, {}, `organization.holidays_${action}`, [
    ...replaceExceptions(current, null, practice.holidays, holidays),
    keepChange(current, id, version, action, { exceptions: practice.holidays }),
    ...notifyOfHours(current, others),
  ])
}

/** How many open requests a client may have at once (SCH-2). */
export async function changeRequestLimit(current: StaffCurrent, limit: number, seen: Seen): Promise<HoursRefusal | null> {
  const from = current.organization.openRequestsPerClient
  return await change(current, seen, { openRequestsPerClient: limit }, 'organization.request_limit', [], { from, to: limit })
}

async function change(
  current: StaffCurrent,
  { version, location }: Seen,
  set: Partial<typeof organizations.$inferInsert>,
  action: string,
  more: Query[],
  details: Record<string, number> = {},
): Promise<'stale' | null> {
  const { db, organization } = current
  const lost = await batch(db, [
    ...remember(current, location),
    db.orm
      .update(organizations)
      .set({ ...set, version: version + 1 })
      .where(and(eq(organizations.id, organization.id), eq(organizations.version, version))),
    changedOne(db),
    ...more,
    audit(current, action, { kind: 'organization', id: organization.id, version: version + 1, details }),
  ])
  return lost ? 'stale' : null
}
