import { eq, sql, type SQL } from 'drizzle-orm'
import { directory } from './accounts/schema.ts'
import { controlDatabase, isControl, newMeter, open, read, type Database, type Meter } from './db.ts'
import type { Env, ShardName } from './env.ts'

// SCL-1: where an organization's data lies. One database plays both roles until there is a second (docs/decisions/005, 068).

/** An organization as whoever looks for its data knows it. */
export type Sought = { slug: string } | { id: string | SQL }

/** The bindings of all databases: control's, which is a shard too, first. */
export const shardNames = (env: Env): ShardName[] =>
  (Object.keys(env) as ShardName[]).filter((name) => /^DB(_\d+)?$/.test(name) && env[name]).toSorted((a, b) => orderOf(a) - orderOf(b))

const orderOf = (name: ShardName): number => Number(name.slice(3) || 1)

/** Whether there is but one database: then nobody has to ask where anything is. */
export const isOnlyOne = (env: Env): boolean => env.DB_2 === undefined

/** The shard behind a binding. Is it another database than control, it knows of control what it is lent. */
export function shardNamed(env: Env, name: string, meter: Meter): Database {
  const d1 = env[name as ShardName]
  if (!d1 || !/^DB(_\d+)?$/.test(name)) throw new Error(`The directory names the shard ${name}, which this Worker is not bound to.`)
  return isControl(env, { d1 }) ? controlDatabase(env, meter) : { ...open(d1, meter), loan: {}, shard: name }
}

/** Every shard, for the work of the clock. Nobody waits for it, so nothing is measured. */
export const everyShard = (env: Env): Database[] => shardNames(env).map((name) => shardNamed(env, name, newMeter()))

const movingTo = sql<
  string | null
>`(SELECT m.to_shard FROM moves m WHERE m.organization_id = "directory"."organization_id" AND m.opened_at IS NULL)`

/** What the directory says of an organization. */
export const placeQuery = ({ orm }: Database, sought: Sought) =>
  orm
    .select({ organizationId: directory.organizationId, shard: directory.shard, movingTo: movingTo.as('moving_to') })
    .from(directory)
    .where('id' in sought ? eq(directory.organizationId, sought.id) : eq(directory.slug, sought.slug))

export interface Place {
  organizationId: string
  shard: string
  /** The shard it is being moved to: until it is there it is read, and not changed. */
  movingTo: string | null
}

/** The shard that holds an organization's data; control's own for one that nobody knows. Asks the directory only where there is a choice. */
export async function dbFor(env: Env, sought: Sought, meter: Meter): Promise<Database> {
  if (isOnlyOne(env)) return controlDatabase(env, meter)
  const control = controlDatabase(env, meter)
  const { place } = await read(control, { place: placeQuery(control, sought) })
  return place[0] ? shardNamed(env, place[0].shard, meter) : control
}

/** Whether control and this shard are two databases: then no batch and no query is over both. */
export const isApart = ({ loan }: Database): boolean => loan !== undefined

/** For asking a door's own queries of the shard again, after a lost race: of control they read nothing. */
export const askingAgain = (db: Database) => ({ db, control: db, apart: isApart(db) })
