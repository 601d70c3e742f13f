import { appointments } from '../scheduling/schema.ts'
import { dateOf, dayMs, dayOf, instantsOf, minuteMs, wallClock, weekdayOf } from '../scheduling/zones.ts'
import { cast, locations, organizations, services } from './cast.ts'
import { auditsOf, rowsFor, type Rows } from './rows.ts'

const { id: organizationId, zone } = organizations.willow

/** Whole weeks before now: Ana on Tuesdays at 10:00, Bo on Wednesdays at 14:00. The latest of Ana's nobody has marked as completed yet. */
export function pastRows(now: number): Rows[] {
  const session = { serviceId: services.session, minutes: 50, status: 'completed' as const }
  const intake = { ...session, serviceId: services.intake, minutes: 80 }
  const ana = (weeks: number) => ({ id: `apt_ana_${weeks}`, clientId: cast.ana.clientId, startsAt: weeksBefore(now, weeks, 2, 10) })
  const bo = (weeks: number) => ({ id: `apt_bo_${weeks}`, clientId: cast.bo.clientId, startsAt: weeksBefore(now, weeks, 3, 14) })
  const past: Past[] = [
    { ...ana(3), ...session },
    { ...ana(2), ...session },
    { ...ana(1), ...session, status: 'confirmed' },
    { ...bo(2), ...intake },
    { ...bo(1), ...session },
  ]
  return pastAppointments(past)
}

/** Appointments of Theo's that lie behind us, made by him two weeks before, with their audit entries. */
export function pastAppointments(past: Past[]): Rows[] {
  const all = past.map(pastAppointment)
  const rows = all.map(({ row }) => row)
  return [rowsFor(appointments, rows), auditsOf(all.flatMap(({ made }) => made))]
}

export interface Past {
  id: string
  clientId: string
  serviceId: string
  startsAt: number
  minutes: number
  status: 'confirmed' | 'completed' | 'no_show' | 'cancelled'
}

/** Version 1: made, and nobody has marked it since. Version 2: what became of it. */
function pastAppointment({ id, clientId, serviceId, startsAt, minutes, status }: Past) {
  const { personId, staffId, name } = cast.theo
  const createdAt = startsAt - 14 * dayMs
  const endsAt = startsAt + minutes * minuteMs
  const updatedAt = status === 'confirmed' ? createdAt : status === 'cancelled' ? createdAt + dayMs : endsAt
  const version = status === 'confirmed' ? 1 : 2
  const entry = { organizationId, kind: 'appointment', id, by: { id: personId, name } }
  return {
    row: {
      organizationId,
      id,
      clientId,
      staffId,
      serviceId,
      locationId: locations.main,
      forum: 'in_person' as const,
      status,
      startsAt,
      endsAt,
      blockedFrom: startsAt,
      blockedUntil: endsAt,
      zone,
      createdAt,
      createdBy: personId,
      createdByKind: 'staff' as const,
      updatedAt,
      endedAt: status === 'cancelled' ? updatedAt : null,
      endedBy: status === 'cancelled' ? personId : null,
      version,
    },
    made: [{ ...entry, at: createdAt }, ...(version === 2 ? [{ ...entry, at: updatedAt, version, action: status }] : [])],
  }
}

/** The instant of this weekday and hour, Theo's time, in the week that many weeks before now's. */
function weeksBefore(now: number, weeks: number, weekday: number, hour: number): number {
  const today = dayOf(wallClock(zone, now).date)
  const [instant] = instantsOf(zone, dateOf(today - weekdayOf(today) + weekday - 7 * weeks), hour * 60)
  return instant as number
}
