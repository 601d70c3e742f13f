import { and, eq, isNull, sql } from 'drizzle-orm'
import { unionAll, type SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { staff } from '../accounts/schema.ts'
import { clients } from '../clients/schema.ts'
import type { StaffCurrent } from '../current.ts'
import { inList, read, within } from '../db.ts'
import { datesOf, type CalendarView } from './calendar-dates.ts'
import { calendarDays, type CalendarDay, type CalendarItem, type CalendarRows } from './calendar-days.ts'
import { hoursQueries } from './working-hours.ts'
import { appointments, availability, availabilityExceptions, holds, services } from './schema.ts'
import { dayMs, dayOf, wallClock } from './zones.ts'

/** Which calendar is asked for, as the address says it. */
export interface CalendarAsked {
  view: CalendarView
  date: string | undefined
  staff: string[]
}

/** A page of the calendar (SCH-40). `zone` is the clock it is printed on. */
export interface Calendar {
  view: CalendarView
  /** The date asked for, and the dates shown. */
  date: string
  dates: string[]
  zone: string
  therapists: { id: string; name: string; zone: string }[]
  shown: string[]
  days: CalendarDay[]
}

/** What is in the calendars of some therapists: a therapist's own, or whoever an administrator ticks. One round trip, bounded by the range. */
export async function findCalendar(current: StaffCurrent, asked: CalendarAsked): Promise<Calendar> {
  const date = dateAsked(current, asked.date)
  const dates = datesOf(asked.view, date)
  const rows = await read(current.db, calendarQueries(current, asked.staff, dates))
  const therapists = rows.therapists
  const shown = shownOf(current, therapists, asked.staff)
  const zone = zoneOf(current, therapists, shown)
  return {
    view: asked.view,
    date,
    dates,
    zone,
    therapists,
    shown: shown.map(({ id }) => id),
    days: calendarDays(named(rows as unknown as Rows), { zone, dates, therapists: shown, now: current.now }),
  }
}

type Rows = CalendarRows & { services: { id: string; name: string }[] }

/** Services by their names: a practice has a few, and a week has hundreds of appointments. */
function named({ services: all, items, ...rows }: Rows): CalendarRows {
  const names = new Map(all.map(({ id, name }) => [id, name]))
  return { ...rows, items: items.map((item) => ({ ...item, service: names.get(item.service ?? '') ?? null })) }
}

/** The date of the address if it is one; today on the practice's clock otherwise. */
function dateAsked({ now, organization }: StaffCurrent, asked: string | undefined): string {
  const isDate = asked !== undefined && /^(19|20|21)\d\d-\d{2}-\d{2}$/.test(asked) && Number.isFinite(dayOf(asked))
  return isDate ? asked : wallClock(organization.zone, now).date
}

type Therapist = Calendar['therapists'][number]

function shownOf({ staff: me }: StaffCurrent, therapists: Therapist[], asked: string[]): Therapist[] {
  const ticked = therapists.filter(({ id }) => asked.includes(id))
  if (ticked.length > 0) return ticked
  return me.therapist ? therapists.filter(({ id }) => id === me.id) : therapists
}

/** The therapists' own clock when they share one; the practice's when they do not. */
function zoneOf({ organization }: StaffCurrent, therapists: Therapist[], shown: Therapist[]): string {
  const zones = new Set((shown.length > 0 ? shown : therapists).map(({ zone }) => zone))
  return zones.size === 1 ? ([...zones][0] as string) : organization.zone
}

function calendarQueries(current: StaffCurrent, asked: string[], dates: string[]) {
  const { staff: me, now, organization } = current
  const { orm } = current.db
  const whose = me.administrator ? (asked.length > 0 ? asked : me.therapist ? [me.id] : null) : [me.id]
  const everybody = sql`(SELECT id FROM staff t WHERE t.organization_id = ${organization.id} AND t.therapist = 1 AND t.deactivated_at IS NULL)`
  const of = (column: SQLiteColumn) => (whose ? inList(column, whose) : sql`${column} IN ${everybody}`)
  const [from, until] = [(dayOf(dates[0] ?? '') - 1) * dayMs, (dayOf(dates.at(-1) ?? '') + 2) * dayMs]
  return {
    services: orm.select({ id: services.id, name: services.name }).from(services).where(within(current, services)),
    therapists: orm
      .select({ id: staff.id, name: staff.name, zone: staff.zone })
      .from(staff)
      .where(
        within(current, staff, eq(staff.therapist, true), isNull(staff.deactivatedAt), me.administrator ? undefined : eq(staff.id, me.id)),
      )
      .orderBy(staff.name),
    items: unionAll(
      orm
        .select({
          id: appointments.id.getSQL().mapWith(String).as('item_id'),
          kind: sql<CalendarItem['kind']>`${appointments.status}`.as('kind'),
          staffId: appointments.staffId,
          client: sql<string | null>`${clients.name}`.as('client'),
          service: sql<string | null>`${appointments.serviceId}`.as('service'),
          startsAt: appointments.startsAt,
          endsAt: appointments.endsAt,
        })
        .from(appointments)
        .innerJoin(clients, and(eq(clients.organizationId, appointments.organizationId), eq(clients.id, appointments.clientId)))
        .where(
          within(
            current,
            appointments,
            of(appointments.staffId),
            sql`${appointments.startsAt} > ${from} AND ${appointments.startsAt} < ${until}`,
            sql`${appointments.status} IN ('requested', 'confirmed', 'completed', 'no_show')`,
          ),
        ),
      orm
        .select({
          id: holds.id.getSQL().mapWith(String).as('item_id'),
          kind: sql<CalendarItem['kind']>`'hold'`.as('kind'),
          staffId: holds.staffId,
          client: sql<string | null>`NULL`.as('client'),
          service: sql<string | null>`NULL`.as('service'),
          startsAt: holds.startsAt,
          endsAt: holds.endsAt,
        })
        .from(holds)
        .where(
          within(
            current,
            holds,
            of(holds.staffId),
            isNull(holds.releasedAt),
            sql`${holds.expiresAt} > ${now} AND ${holds.startsAt} > ${from} AND ${holds.startsAt} < ${until}`,
          ),
        ),
    ),
    ...hoursQueries(orm, sql`${organization.id}`, of(availability.staffId), of(availabilityExceptions.staffId)),
  }
}
