import type { StaffCurrent } from '../current.ts'
import { NotFound } from '../web/errors.ts'
import { conflictsWith, goneOver, unseen, type Conflict, type Planned } from './conflicts.ts'
import { freeRoom } from './free-room.ts'
import type { Making } from './making.ts'
import type { Move } from './moving.ts'
import type { PlanRows } from './planning.ts'
import type { StaffAppointment } from './staff-appointments.ts'
import { hoursOf } from './working-hours.ts'
import { startingAt, timesOf } from './times.ts'
import { instantOf, type WallProblem } from './wall-time.ts'

/** What the form of an appointment says, as it came. */
export interface PlanForm {
  client?: string | undefined
  therapist?: string | undefined
  service?: string | undefined
  where?: string | undefined
  date?: string | undefined
  time?: string | undefined
  /** Which of the two instants of an autumn fold: ISO, UTC. */
  start?: string | undefined
  override?: string | undefined
  seen?: string | undefined
}

/** Why a plan is not saved yet: fields to mend (422), or a list of what stands in the way (409). */
export type PlanProblem =
  | {
      kind: 'fields'
      fields: Partial<Record<'client' | 'service' | 'where' | 'date' | 'time', true>>
      wall: WallProblem | null
      instants: number[]
    }
  | { kind: 'conflicts'; conflicts: Conflict[] }

/** Whose calendar a form is about: one's own, unless an administrator says whose. */
export const therapistAsked = ({ staff }: StaffCurrent, asked: string | undefined): string => {
  if (!asked || asked === staff.id) return staff.id
  if (!staff.administrator) throw new NotFound()
  return asked
}

/** A new appointment from its form and what was read; or why not yet. */
export function planNew(current: StaffCurrent, rows: PlanRows, form: PlanForm): { making: Making } | PlanProblem {
  const [row] = rows.plan
  if (!row) throw new NotFound()
  const wall = instantOf(row.zone, { date: form.date ?? '', time: form.time ?? '', chosen: form.start })
  const fields = {
    ...((!row.clientId || !(row.assigned || current.staff.administrator)) && { client: true as const }),
    ...(!row.serviceId && { service: true as const }),
    ...(!placeFits(form.where, row) && { where: true as const }),
    ...wallFields(wall),
  }
  if (Object.keys(fields).length > 0 || 'problem' in wall || !row.clientId || !row.serviceId)
    return { kind: 'fields', fields, wall: 'problem' in wall ? wall.problem : null, instants: 'problem' in wall ? wall.instants : [] }
  const service = {
    durationMinutes: row.durationMinutes ?? 0,
    bufferBeforeMinutes: row.bufferBeforeMinutes ?? 0,
    bufferAfterMinutes: row.bufferAfterMinutes ?? 0,
  }
  const whose = { clientId: row.clientId, staffId: row.staffId }
  const planned: Planned = { ...whose, ...roomIn(form.where, row, row.rooms), ...timesOf(service, wall.startsAt) }
  const judged = judge(current, rows, form, planned)
  if (judged.kind === 'conflicts') return judged
  return {
    making: {
      ...whose,
      ...timesOf(service, wall.startsAt),
      roomId: roomFor(current, planned, row.locationId, judged),
      serviceId: row.serviceId,
      forum: form.where === 'telehealth' ? 'telehealth' : 'in_person',
      locationId: row.locationId,
      zone: row.zone,
      over: judged.over,
      assigns: !row.assigned,
    },
  }
}

/** Where an appointment shall go, from the form of the move; or why not yet. Its client, service and length stay as they are. */
export function planMove(
  current: StaffCurrent,
  rows: PlanRows,
  form: PlanForm,
  appointment: StaffAppointment,
): { move: Move } | PlanProblem {
  const [row] = rows.plan
  if (!row) throw new NotFound()
  const wall = instantOf(row.zone, { date: form.date ?? '', time: form.time ?? '', chosen: form.start })
  const stays = form.where === whereOf(appointment)
  const fields = { ...(!stays && !placeFits(form.where, row) && { where: true as const }), ...wallFields(wall) }
  if (Object.keys(fields).length > 0 || 'problem' in wall)
    return { kind: 'fields', fields, wall: 'problem' in wall ? wall.problem : null, instants: 'problem' in wall ? wall.instants : [] }
  const place = stays ? appointment : row
  const planned: Planned = {
    id: appointment.id,
    clientId: appointment.clientId,
    staffId: row.staffId,
    ...roomIn(form.where, place, row.rooms),
    ...startingAt(appointment, wall.startsAt),
  }
  const judged = judge(current, rows, form, planned)
  if (judged.kind === 'conflicts') return judged
  return {
    move: {
      startsAt: planned.startsAt,
      staffId: planned.staffId,
      zone: row.zone,
      forum: form.where === 'telehealth' ? 'telehealth' : 'in_person',
      locationId: place.locationId,
      roomId: roomFor(current, planned, place.locationId, judged),
      over: judged.over,
      assigns: !row.assigned,
    },
  }
}

/** The place of an appointment as the form's select has it. */
export const whereOf = ({ forum, locationId, roomId }: Pick<StaffAppointment, 'forum' | 'locationId' | 'roomId'>): string =>
  forum === 'telehealth' ? 'telehealth' : [locationId, roomId].filter(Boolean).join('/')

/** The room that was named; in person without one, whichever of the place is free. */
const roomIn = (where: string | undefined, { roomId }: { roomId: string | null }, rooms: string[]) => ({
  roomId,
  oneOf: where === 'telehealth' || roomId !== null ? [] : rooms,
})

/** For the row: as named, or a free one (SCH-10); none where staff have read that none is free and save all the same. */
function roomFor(
  { organization, now }: StaffCurrent,
  { id, roomId, oneOf = [], startsAt, endsAt, blockedFrom, blockedUntil }: Planned,
  locationId: string | null,
  { withoutRoom }: { withoutRoom: boolean },
) {
  if (oneOf.length === 0 || withoutRoom) return roomId
  const times = { startsAt, endsAt, blockedFrom, blockedUntil }
  return freeRoom({ ...times, organizationId: organization.id, locationId, now, self: id ?? null })
}

function judge(current: StaffCurrent, rows: PlanRows, form: PlanForm, planned: Planned) {
  const [row] = rows.plan
  const conflicts = conflictsWith(planned, {
    taken: [...new Map(rows.taken.map((one) => [one.id, one])).values()],
    hours: hoursOf(row?.zone ?? 'UTC', rows),
    offered: row?.offered ?? false,
    now: current.now,
  })
  const left = unseen(conflicts, form.override === '1' ? form.seen : '')
  if (left.length > 0) return { kind: 'conflicts' as const, conflicts: left }
  return { kind: 'free' as const, over: goneOver(conflicts), withoutRoom: conflicts.some(({ kind }) => kind === 'no_room') }
}

function placeFits(where: string | undefined, row: PlanRows['plan'][number]): boolean {
  if (where === 'telehealth') return row.telehealth !== false
  return row.locationId !== null && row.inPerson !== false && (!where?.includes('/') || row.roomId !== null)
}

function wallFields(wall: ReturnType<typeof instantOf>) {
  if (!('problem' in wall)) return {}
  return wall.problem === 'date' ? { date: true as const } : { time: true as const }
}
