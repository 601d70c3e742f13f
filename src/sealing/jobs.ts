import { max, sql } from 'drizzle-orm'
import { audits } from '../audit.ts'
import { clock } from '../clock.ts'
import { batch, inList, read, type Database, type Query } from '../db.ts'
import type { Env } from '../env.ts'
import { firstShard } from '../system.ts'
import { raiseAlert } from '../watches/alerts.ts'
import { beginning, sealOver, signatureOf, type Seal, type SealedEntry } from './chain.ts'
import { movingOn } from '../moving/moving.ts'
import { isOnlyOne } from '../shards.ts'
import { watches } from '../watches/schema.ts'

/** How many entries are sealed at once, and how often in one run. What is left over is there a minute later. */
const atOnce = 1000
const steps = 5

type LastSeal = Omit<Seal, 'contents' | 'from_seq' | 'previous_digest' | 'sealed_at'>

/**
 * SEC-5: seals what was audited since the last run, one seal for each organization with something new. It follows `seq` over all of them:
 * SQLite has one writer and AUTOINCREMENT gives seq within its transaction, so whoever sees an entry sees every one with a lower seq that
 * will ever be. All seals of a step are one batch: the highest `to_seq` is how far everything is sealed. Safe to run twice at once: a chain
 * has no branches (migrations/0027), the later one is refused as a whole.
 */
export async function sealAudit(env: Env, db: Database = firstShard(env)): Promise<void> {
  const away = isOnlyOne(env) ? null : await movingOn(env, db)
  const arrived = away ? await arrivedOn(db, away) : []
  for (let step = 0; step < steps; step++) {
    const entries = await sealNext(env, db, away)
    if (entries === null) return
    if (entries === atOnce) continue
    if (arrived.length > 0) await batch(db, [db.orm.run(sql`DELETE FROM watches WHERE ${inList(watches.name, arrived)}`)])
    return
  }
}

/** Answers how many entries it sealed; null when another run was quicker. */
async function sealNext(env: Env, db: Database, away: string[] | null): Promise<number | null> {
  const { entries, last, ends } = await read(db, { entries: nextEntries(db, away), last: lastSeals(db, away), ends: endsOf(db) })
  const [{ sealed, audited } = { sealed: 0, audited: 0 }] = ends
  if (sealed > audited) await raiseAlert(env, 'audit_cut', { sealedUntil: sealed, auditedUntil: audited })
  if (entries.length === 0) return 0
  const forged = await forgedIn(env.PORTAL_SECRET, last)
  if (forged.length > 0) await raiseAlert(env, 'audit_seal_forged', { organizations: forged.slice(0, 50) })
  const chains = new Map(last.map((seal) => [seal.organization_id, seal]))
  const grouped = Map.groupBy(entries, ({ organization_id }) => String(organization_id))
  const seals = await Promise.all(
    [...grouped].map(([organizationId, its]) => sealOver(env.PORTAL_SECRET, chains.get(organizationId) ?? beginning, its, clock.now())),
  )
  const refusal = await batch(db, [insertionOf(db, seals), goneOnUntil(db, seals)])
  return refusal ? null : entries.length
}

/** A seal that was not made with the secret it names. One made with an earlier secret cannot be told here: `npm run audit:verify` can. */
async function forgedIn(secret: string, last: LastSeal[]): Promise<string[]> {
  const made = await Promise.all(last.map(({ digest }) => signatureOf(secret, digest)))
  return last
    .filter(({ key_id, seal }, i) => key_id === made[i]?.key_id && seal !== made[i].seal)
    .map((seal) => `${seal.organization_id} ${seal.number}`)
}

/** On a shard to which an organization was moved, the seals that came with it say nothing of how far the others are: then it is noted. */
const sealedUntil = sql`coalesce((SELECT w.seq FROM watches w WHERE w.name = 'sealed until'), (SELECT coalesce(max(e.to_seq), 0) FROM audit_seals e))`
const endOfChain = sql`coalesce((SELECT c.to_seq FROM audit_seals c WHERE c.organization_id = a.organization_id ORDER BY c.number DESC LIMIT 1), 0)`

/** What follows in the order of seq; and of organizations that were moved here since, what came with them unsealed. `away`: who moves right now; null where there is one database. */
const nextPage = (away: string[] | null) => {
  if (away === null) return sql`SELECT * FROM audit WHERE seq > ${sealedUntil} ORDER BY seq LIMIT ${atOnce}`
  const here = sql`a.seq > ${endOfChain} AND a.organization_id NOT IN (SELECT value FROM json_each(${JSON.stringify(away)}))`
  return sql`SELECT a.* FROM audit a WHERE a.seq > ${sealedUntil} AND ${here}
    UNION ALL SELECT a.* FROM watches m JOIN audit a ON a.organization_id = substr(m.name, 6) AND a.seq <= ${sealedUntil} AND ${here} WHERE m.name GLOB 'seal org*'
    ORDER BY seq LIMIT ${atOnce}`
}

const nextEntries = ({ orm }: Database, away: string[] | null) => orm.all<SealedEntry>(nextPage(away))

const goneOnUntil = ({ orm }: Database, seals: Seal[]): Query =>
  orm.run(sql`UPDATE watches SET seq = max(seq, ${Math.max(...seals.map(({ to_seq }) => to_seq))}) WHERE name = 'sealed until'`)

/** The notes of who was moved here and may have brought something unsealed along. Read before it is sealed: a later one waits for the next run. */
async function arrivedOn(db: Database, away: string[]): Promise<string[]> {
  const { notes } = await read(db, { notes: db.orm.all<{ name: string }>(sql`SELECT name FROM watches WHERE name GLOB 'seal org*'`) })
  return notes.map(({ name }) => name).filter((name) => !away.includes(name.slice('seal '.length)))
}

/** Of every organization of that page. */
const lastSeals = ({ orm }: Database, away: string[] | null) =>
  orm.all<LastSeal>(sql`SELECT s.organization_id, s.number, s.to_seq, s.entries, s.digest, s.key_id, s.seal
    FROM (SELECT DISTINCT p.organization_id FROM (${nextPage(away)}) p) o
    JOIN audit_seals s ON s.organization_id = o.organization_id
      AND s.number = (SELECT max(n.number) FROM audit_seals n WHERE n.organization_id = o.organization_id)`)

const endsOf = ({ orm }: Database) =>
  orm
    .select({ audited: sql<number>`coalesce(${max(audits.seq)}, 0)`.as('audited'), sealed: sealedUntil.mapWith(Number).as('sealed') })
    .from(audits)

/** All of them as one bound value: D1 takes a hundred at most. */
const insertionOf = ({ orm }: Database, seals: Seal[]): Query =>
  orm.run(sql`INSERT INTO audit_seals
      (organization_id, number, from_seq, to_seq, entries, contents, previous_digest, digest, key_id, seal, sealed_at)
    SELECT value ->> 'organization_id', value ->> 'number', value ->> 'from_seq', value ->> 'to_seq', value ->> 'entries', value ->> 'contents',
      value ->> 'previous_digest', value ->> 'digest', value ->> 'key_id', value ->> 'seal', value ->> 'sealed_at'
    FROM json_each(${JSON.stringify(seals)})`)
