import { eq, max, sql } from 'drizzle-orm'
import { audits } from '../audit.ts'
import { clock } from '../clock.ts'
import { batch, controlDatabase, newMeter, read, type Database } from '../db.ts'
import type { Env } from '../env.ts'
import { firstShard } from '../system.ts'
import { raiseAlert } from './alerts.ts'
import { touchedSince } from './from.ts'
import { onShard, readable, strangersOn } from './apart.ts'
import { checkInvariants, invariants, invariantsOf, type Finding, type Invariant } from './invariants.ts'
import { watches } from './schema.ts'
import { takeTurn } from './turns.ts'

const hour = 3_600_000
/** At most so many audit entries an hour; what is over waits for the next. */
const mostTouched = 20_000
/** A database with more entries than this is looked at as a whole by command, on a copy: a night of it would take the portal's time. */
const mostAtNight = 2_000_000
const touched = 'invariants of what was touched'

/** SEC-6: every hour, whether what was changed since the last look is as it must be. Reads only what was touched, however much there is. */
export async function lookAtWhatWasTouched(env: Env, db: Database = firstShard(env)): Promise<void> {
  const [control, now] = [controlDatabase(env, newMeter()), clock.now()]
  const turn = await takeTurn(control, onShard(touched, db), now, hour)
  if (!turn) return
  const last = await lastEntry(db)
  const after = turn.seq ?? Math.max(0, last - mostTouched)
  const { last: until } = await entriesAfter(db, after, mostTouched)
  const findings = await checkInvariants(readable(db), [...invariantsOf(touchedSince(after, until, now - 2 * hour)), sealed(now)])
  await report(env, 'what was touched', findings)
  await batch(control, [
    control.orm
      .update(watches)
      .set({ seq: until })
      .where(eq(watches.name, onShard(touched, db))),
  ])
}

/** SEC-6: every night, all of it. Three hours in which the turn can be taken: a minute that was missed is made up for. */
export async function lookAtEverything(env: Env, db: Database = firstShard(env)): Promise<void> {
  const now = clock.now()
  const hourOfDay = new Date(now).getUTCHours()
  if (hourOfDay < 3 || hourOfDay > 5) return
  if (!(await takeTurn(controlDatabase(env, newMeter()), onShard('invariants of everything', db), now, 20 * hour))) return
  if ((await lastEntry(db)) > mostAtNight && (await entriesAfter(db, 0, mostAtNight + 1)).entries > mostAtNight)
    return console.warn(JSON.stringify({ event: 'invariants_not_looked_at', most: mostAtNight }))
  await report(env, 'everything', [...(await checkInvariants(readable(db), invariants)), ...(await strangersOn(env, db))])
}

async function report(env: Env, of: string, findings: Finding[]): Promise<void> {
  const broken = findings.filter((one) => one.broken.length > 0)
  if (broken.length === 0) return
  const named = broken.map((one) => ({ name: one.name, count: one.broken.length, first: one.broken.slice(0, 5) }))
  await raiseAlert(env, 'invariant_broken', { of, findings: named })
}

/** How many entries there are behind one, at most so many, and which is the last of these. Counted: seq has gaps between the ranges of shards (src/audit-sequence.ts). */
async function entriesAfter(db: Database, after: number, most: number): Promise<{ entries: number; last: number }> {
  const { found } = await read(db, {
    found: db.orm.all<{ entries: number; last: number }>(
      sql`SELECT count(*) AS entries, coalesce(max(seq), ${after}) AS last FROM (SELECT seq FROM audit WHERE seq > ${after} ORDER BY seq LIMIT ${most})`,
    ),
  })
  return found[0] ?? { entries: 0, last: after }
}

async function lastEntry(db: Database): Promise<number> {
  const { last } = await read(db, { last: db.orm.select({ seq: sql<number>`coalesce(${max(audits.seq)}, 0)`.as('seq') }).from(audits) })
  return last[0]?.seq ?? 0
}

/** SEC-5: the sealer runs every minute. */
const sealed = (now: number): Invariant => ({
  name: 'what was audited an hour ago is sealed',
  sql: `SELECT 'entry ' || seq AS what FROM audit WHERE seq > (SELECT coalesce(max(to_seq), 0) FROM audit_seals) AND at < ${now - hour}`,
})
