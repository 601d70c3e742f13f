/** The portal as the commands drive it: by its doors, in workerd. And the world's rows, made new for every sequence. */
import { env } from 'cloudflare:workers'
import type { Env } from '../../../src/env.ts'
import { sha256 } from '../../../src/tokens.ts'
import { clock } from '../../../src/clock.ts'
import { work } from '../../../src/dev/cron.ts'
import { runSchedule } from '../../../src/schedule.ts'
import { db, freshPortal, submit, type Browser } from '../../support/portal.ts'
import type { Posting } from './model.ts'
import * as world from './world.ts'
import type { Choices, Person } from './world.ts'

export interface Answered {
  status: number
  location: string
}

export interface Counts {
  sequences: number
  steps: number
  failedAfter: number | null
  /** By command, by what came of it. */
  by: Record<string, Record<string, number>>
}

export class Portal {
  readonly counts: Counts

  constructor(counts: Counts) {
    this.counts = counts
  }

  async post({ who, path, fields }: Posting): Promise<Answered> {
    const answer = await submit(browsers[who], path, fields)
    await answer.body?.cancel()
    return { status: answer.status, location: answer.headers.get('Location') ?? '' }
  }

  /** Lets the clock stand at an instant. Everybody stays signed in. */
  async stand(now: number): Promise<void> {
    clock.stand(now)
    await keepSignedIn(now).run()
  }

  /** The schedule itself, once. What it would have the queue deliver stays in the outbox: that is looked at, and writing e-mails takes longest. */
  async cron(): Promise<void> {
    const nobody = { send: async () => {}, sendBatch: async () => {} }
    await runSchedule({ ...env, OUTBOX: nobody as unknown as Env['OUTBOX'] }, work)
  }

  count(command: string, outcome: string): void {
    const of = (this.counts.by[command] ??= {})
    of[outcome] = (of[outcome] ?? 0) + 1
  }
}

/** The practice of world.ts, once: more people than the cast, buffers, a second seat. */
export async function makeWorld(): Promise<void> {
  await freshPortal()
  clock.stand(world.beginsAt)
  const statements = [
    `INSERT INTO people (id, name, email, created_at) VALUES ('per_cleo', 'Cleo', 'cleo@family.example', 1)`,
    `INSERT INTO clients (organization_id, id, name, sort_name, created_at) VALUES ('org_willow', 'cli_cleo', 'Cleo', 'cleo', 1)`,
    `INSERT INTO client_logins (organization_id, client_id, person_id, created_at) VALUES ('org_willow', 'cli_cleo', 'per_cleo', 1)`,
    `UPDATE staff SET subscribed_at = 1 WHERE id = 'sta_tess'`,
    ...Object.entries(world.therapists).map(
      ([id, { capPerDay }]) =>
        `UPDATE staff SET interval_minutes = ${world.interval}, horizon_days = ${world.horizonDays}, notice_minutes = 0, cap_per_day = ${capPerDay} WHERE id = '${id}'`,
    ),
    ...Object.entries(world.services).map(
      ([id, { lasts, before, after }]) =>
        `UPDATE services SET duration_minutes = ${lasts}, buffer_before_minutes = ${before}, buffer_after_minutes = ${after} WHERE id = '${id}'`,
    ),
    ...world.clientIds.flatMap((client) =>
      world.therapistIds.map(
        (staff) =>
          `INSERT OR IGNORE INTO assignments (organization_id, client_id, staff_id, created_at) VALUES ('org_willow', '${client}', '${staff}', 1)`,
      ),
    ),
    ...(await Promise.all(world.persons.map(session))),
  ]
  await db().batch(statements.map((statement) => db().prepare(statement)))
}

/** Nothing asked for, nothing made, the clock at the beginning, the switches as chosen. The audit cannot be emptied: it is read from here on. */
export async function beginSequence(choices: Choices): Promise<void> {
  clock.stand(world.beginsAt)
  const on = [
    'self_scheduling',
    'contact_access',
    ...choices.on.map((event) => `notify_${event}`),
    ...(choices.scheduleWithin24h ? ['schedule_within_24h'] : []),
    ...(choices.cancelWithin24h ? ['cancel_within_24h'] : []),
  ]
  const [{ results } = { results: [] }] = await db().batch<{ seq: number }>([
    db().prepare('SELECT coalesce(max(seq), 0) AS seq FROM audit'),
    ...emptied.map((table) => db().prepare(`DELETE FROM ${table}`)),
    db().prepare(`DELETE FROM settings WHERE organization_id = 'org_willow'`),
    db()
      .prepare(
        `INSERT INTO settings (organization_id, key, value, version, changed_at, changed_by, changed_by_name)
         SELECT 'org_willow', value, 'on', 1, 1, 'per_dana', 'Dana' FROM json_each(?)`,
      )
      .bind(JSON.stringify(on)),
    keepSignedIn(world.beginsAt),
  ])
  since.seq = results[0]?.seq ?? 0
}

/** The audit's last entry before this sequence. */
export const since = { seq: 0 }

/** What a sequence leaves behind, children before parents. */
const emptied = [
  'notices',
  'outbox',
  'idempotency',
  'counter_offers',
  'waitlist_offers',
  'waitlist_entries',
  'standing_requests',
  'holds',
  'appointments',
  'appointment_series',
]

const browsers = Object.fromEntries(
  world.persons.map((person): [Person, Browser] => [person, { cookies: new Map([['__Host-session', `model-${person}`]]) }]),
) as Record<Person, Browser>

const session = async (person: Person) =>
  `INSERT INTO sessions (token_hash, person_id, organization_id, created_at, last_seen_at, second_factor_at)
   VALUES ('${await sha256(`model-${person}`)}', 'per_${person}', 'org_willow', 1, 1, 1)`

const keepSignedIn = (now: number) =>
  db().prepare('UPDATE sessions SET created_at = ?1, last_seen_at = ?1, second_factor_at = ?1, stepped_up_at = ?1').bind(now)
