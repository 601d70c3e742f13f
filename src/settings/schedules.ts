import { asc, eq, isNull, sql, type SQL } from 'drizzle-orm'
import { audit } from '../audit.ts'
import type { AboutQueries } from '../accounts/identity.ts'
import type { StaffCurrent } from '../current.ts'
import { batch, batchAnd, changedOne, newId, read, within, type Database, type Query } from '../db.ts'
import { remember } from '../web/idempotency.ts'
import type { SettingKey } from './declarations.ts'
import { settingSchedules } from './schedule-schema.ts'
import type { Times } from './schedule-times.ts'
import { standing, type ReasonCode } from './standing.ts'

/** A switch that is planned, or was skipped and nobody has read it yet. */
export type Schedule = Pick<
  typeof settingSchedules.$inferSelect,
  'id' | 'key' | 'value' | 'dueAt' | 'createdByName' | 'doneAt' | 'cancelledAt' | 'outcome' | 'backOf'
>

/** How many may wait per setting; a pair counts as two. */
export const mostPending = 10

/** Why nothing was planned: the switch cannot be used, or ten wait already. */
export type ScheduleRefusal = { kind: 'reason'; code: ReasonCode } | { kind: 'too_many' }

const columns = {
  id: settingSchedules.id,
  key: settingSchedules.key,
  value: settingSchedules.value,
  dueAt: settingSchedules.dueAt,
  createdByName: settingSchedules.createdByName,
  doneAt: settingSchedules.doneAt,
  cancelledAt: settingSchedules.cancelledAt,
  outcome: settingSchedules.outcome,
  backOf: settingSchedules.backOf,
}
/** The words of index setting_schedules_shown. */
const shown = sql`cancelled_at IS NULL AND dismissed_at IS NULL AND outcome IS NOT 'done'`

const selectShown = (orm: Database['orm'], organizationId: SQL | string) =>
  orm
    .select(columns)
    .from(settingSchedules)
    .where(sql`${eq(settingSchedules.organizationId, organizationId)} AND ${shown}`)
    .orderBy(asc(settingSchedules.dueAt))

/** For the doors of Client Portal: what its rows list. */
export const shownSchedules: AboutQueries = ({ db, organizationId }) => ({ schedules: selectShown(db.orm, organizationId) })

/** For the door of a cancellation: the schedule of the address, too, whatever became of it. */
export const scheduleAtHand: AboutQueries = (at) => ({
  ...shownSchedules(at),
  schedule: at.db.orm
    .select(columns)
    .from(settingSchedules)
    .where(sql`${eq(settingSchedules.organizationId, at.organizationId)} AND ${eq(settingSchedules.id, at.params.scheduleId ?? '')}`),
})

/** The list as it is now: for the answer to a lost race. */
export async function listSchedules(current: StaffCurrent): Promise<Schedule[]> {
  const { schedules } = await read(current.db, { schedules: selectShown(current.db.orm, current.organization.id) })
  return schedules
}

export const isPending = ({ doneAt, cancelledAt }: Schedule): boolean => doneAt === null && cancelledAt === null

/**
 * Plans a switch, and another one that takes it back. What it meets is judged when it is due, by the rules of any switch; here
 * only whether it can be used at all (SET-6). `location`: where a repeat of the form is led (SCH-25). Answers the list as it is
 * afterwards.
 */
export async function scheduleSwitch(current: StaffCurrent, key: SettingKey, { schedules, value, times, location }: Planned) {
  const { reason } = standing(key, current.facts)
  if (reason) return refused({ kind: 'reason', code: reason })
  const planned = plannedFor(key, value, times)
  const pending = schedules.filter((schedule) => schedule.key === key && isPending(schedule))
  if (pending.length + planned.length > mostPending) return refused({ kind: 'too_many' })
  const statements = [...remember(current, location), ...planned.flatMap((one) => store(current, one)), atMostTen(current, key)]
  const { rows } = await batchAnd(current.db, statements, { schedules: selectShown(current.db.orm, current.organization.id) })
  return rows ? ({ refusal: null, schedules: rows.schedules } as const) : refused({ kind: 'too_many' })
}

const refused = (refusal: ScheduleRefusal) => ({ refusal, schedules: null }) as const

interface Planned {
  schedules: Schedule[]
  value: 'on' | 'off'
  times: Times
  location: string
}

/**
 * Cancels what is planned, together with what would take it back; of one that was skipped it puts the notice away. Answers
 * `happened` when it was too late, null when it is so now, by whomever.
 */
export async function cancelSchedule(current: StaffCurrent, schedule: Schedule, schedules: Schedule[]): Promise<'happened' | null> {
  if (schedule.cancelledAt !== null) return null
  if (schedule.outcome === 'done') return 'happened'
  const isNotice = schedule.doneAt !== null
  if (isNotice && !schedules.some(({ id }) => id === schedule.id)) return null
  const meant = isNotice ? [schedule] : [schedule, ...schedules.filter((other) => other.backOf === schedule.id && isPending(other))]
  const lost = await batch(
    current.db,
    meant.flatMap((one) => (isNotice ? putAway(current, one) : cancel(current, one))),
  )
  return lost ? 'happened' : null
}

type New = Pick<Schedule, 'id' | 'key' | 'value' | 'dueAt' | 'backOf'>

function plannedFor(key: SettingKey, value: 'on' | 'off', { dueAt, backAt }: Times): New[] {
  const first: New = { id: newId('sch'), key, value, dueAt, backOf: null }
  if (backAt === null) return [first]
  return [first, { id: newId('sch'), key, value: value === 'on' ? 'off' : 'on', dueAt: backAt, backOf: first.id }]
}

function store(current: StaffCurrent, schedule: New): Query[] {
  const { organization, now, person, staff } = current
  const { id, key, value, dueAt, backOf } = schedule
  const row = { organizationId: organization.id, ...schedule, createdAt: now, createdBy: person.id, createdByName: staff.name }
  return [
    current.db.orm.insert(settingSchedules).values(row),
    audit(current, 'schedule.made', { kind: 'schedule', id, version: 1, details: { key, value, dueAt, backOf } }),
  ]
}

/** The database counts, too: two people can plan at the same moment. */
const atMostTen = ({ db, organization }: StaffCurrent, key: string): Query =>
  db.orm.run(sql`INSERT INTO assert_one SELECT (SELECT count(*) FROM setting_schedules s WHERE s.organization_id = ${organization.id}
    AND s.key = ${key} AND s.done_at IS NULL AND s.cancelled_at IS NULL) <= ${mostPending}`)

const cancel = (current: StaffCurrent, { id, key, value }: Schedule): Query[] => [
  current.db.orm
    .update(settingSchedules)
    .set({ cancelledAt: current.now })
    .where(
      within(current, settingSchedules, eq(settingSchedules.id, id), isNull(settingSchedules.doneAt), isNull(settingSchedules.cancelledAt)),
    ),
  changedOne(current.db),
  audit(current, 'schedule.cancelled', { kind: 'schedule', id, version: 2, details: { key, value } }),
]

const putAway = (current: StaffCurrent, { id, key }: Schedule): Query[] => [
  current.db.orm
    .update(settingSchedules)
    .set({ dismissedAt: current.now })
    .where(within(current, settingSchedules, eq(settingSchedules.id, id), isNull(settingSchedules.dismissedAt))),
  changedOne(current.db),
  audit(current, 'schedule.dismissed', { kind: 'schedule', id, version: 3, details: { key } }),
]
