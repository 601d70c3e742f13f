import { and, asc, eq, isNull, lte } from 'drizzle-orm'
import { people, staff } from '../accounts/schema.ts'
import { audit } from '../audit.ts'
import { clock } from '../clock.ts'
import type { Current, StaffCurrent } from '../current.ts'
import { batch, changedOne, read, within, type Database, type Query } from '../db.ts'
import type { Env } from '../env.ts'
import { knowing } from '../lending.ts'
import { currentOfJob, organizationQueries, firstShard } from '../system.ts'
import { declarationOf, isSettingKey } from './declarations.ts'
import { settingSchedules, type Outcome } from './schedule-schema.ts'
import { standing } from './standing.ts'
import { choosing } from './switches.ts'

const atOnce = 50

type Due = Pick<typeof settingSchedules.$inferSelect, 'organizationId' | 'id' | 'key' | 'value' | 'createdBy'>

/**
 * Does what was scheduled, in the name of who asked for it and by the rules of any switch, read now: each in one batch with the
 * setting's audit entry. What cannot be is skipped, and the row says why. Safe to run twice at once: a schedule settles once.
 */
export async function runScheduledSwitches(env: Env, db: Database = firstShard(env)): Promise<void> {
  const { due } = await read(db, {
    due: db.orm
      .select({
        organizationId: settingSchedules.organizationId,
        id: settingSchedules.id,
        key: settingSchedules.key,
        value: settingSchedules.value,
        createdBy: settingSchedules.createdBy,
      })
      .from(settingSchedules)
      .where(and(isNull(settingSchedules.doneAt), isNull(settingSchedules.cancelledAt), lte(settingSchedules.dueAt, clock.now())))
      .orderBy(asc(settingSchedules.dueAt))
      .limit(atOnce),
  })
  let settled = 0
  for (const schedule of due) if (await carryOut(env, db, schedule)) settled += 1
  if (settled === atOnce) await runScheduledSwitches(env, db)
}

/** Answers whether it is settled. What somebody else moved at the same moment waits for the next minute. */
async function carryOut(env: Env, shard: Database, schedule: Due): Promise<boolean> {
  const db = await knowing(env, shard, [schedule.createdBy])
  const { asker, ...organization } = await read(db, {
    ...organizationQueries(db, schedule.organizationId),
    asker: db.orm
      .select({
        id: staff.id,
        name: staff.name,
        administrator: staff.administrator,
        therapist: staff.therapist,
        subscribedAt: staff.subscribedAt,
        email: people.email,
      })
      .from(staff)
      .innerJoin(people, eq(people.id, staff.personId))
      .where(
        and(
          eq(staff.organizationId, schedule.organizationId),
          eq(staff.personId, schedule.createdBy),
          eq(staff.administrator, true),
          isNull(staff.deactivatedAt),
          isNull(people.disabledAt),
        ),
      ),
  })
  const system = currentOfJob(env, db, organization)
  if (!system) return false
  const outcome = asker[0] ? await switchAs(inTheNameOf(system, schedule, asker[0]), schedule) : 'not_administrator'
  if (outcome === 'done') return true
  return outcome !== 'moved' && (await batch(db, skip(system, schedule, outcome))) === null
}

async function switchAs(current: StaffCurrent, schedule: Due): Promise<Outcome | 'moved'> {
  const { key, value } = schedule
  if (!isSettingKey(key)) return 'other'
  const { chosen, reason, version } = standing(key, current.facts)
  if (reason) return reason === 'plan' || reason === 'no_card_processing' || reason === 'parent_off' ? reason : 'other'
  if (chosen === value) return 'already'
  const wish = { value, version, restores: { scheduled: schedule.id } }
  const { statements } = choosing(current, { key, chosen, wish, kind: 'setting', inFlight: declarationOf(key).inFlight })
  return (await batch(current.db, [...settle(current, schedule, 'done'), ...statements])) ? 'moved' : 'done'
}

/** The person who asked for it, without her session: nothing of a switch reads one. */
function inTheNameOf(system: Current, { createdBy: id }: Due, { name, email, subscribedAt, ...asker }: Asker): StaffCurrent {
  const { now } = system
  const session = {
    id: '',
    method: 'code' as const,
    owesSecondFactor: false,
    hasPasskey: false,
    tokenHash: '',
    createdAt: now,
    lastSeenAt: now,
    secondFactorAt: null,
    steppedUpAt: null,
    sharedComputer: false,
    endsAt: now,
  }
  return {
    ...system,
    network: 'schedule',
    person: { id, name, email, language: null },
    session,
    staff: { ...asker, name, subscribed: subscribedAt !== null },
  }
}

type Asker = Pick<typeof staff.$inferSelect, 'id' | 'name' | 'administrator' | 'therapist' | 'subscribedAt'> & { email: string }

const skip = (current: Current, schedule: Due, outcome: Outcome): Query[] => [
  ...settle(current, schedule, outcome),
  audit(current, 'schedule.skipped', {
    kind: 'schedule',
    id: schedule.id,
    version: 2,
    details: { key: schedule.key, value: schedule.value, outcome },
  }),
]

/** Once, whoever is first: a second run and a cancellation at the same moment find nothing to change. */
const settle = (current: Current, { id }: Due, outcome: Outcome): Query[] => [
  current.db.orm
    .update(settingSchedules)
    .set({ doneAt: current.now, outcome })
    .where(
      within(current, settingSchedules, eq(settingSchedules.id, id), isNull(settingSchedules.doneAt), isNull(settingSchedules.cancelledAt)),
    ),
  changedOne(current.db),
]
