import { sql } from 'drizzle-orm'
import { read, type Database } from '../db.ts'

/**
 * Takes the turn for something that is done once in a while: given to one of all who ask within `every` milliseconds, in whatever isolate;
 * null to the others, who have written nothing. `seq`: what the last one noted. A turn that was taken and failed comes again after the same time.
 */
export async function takeTurn(db: Database, name: string, now: number, every: number): Promise<{ seq: number | null } | null> {
  const { taken } = await read(db, {
    taken: db.orm.all<{ seq: number | null }>(sql`INSERT INTO watches (name, at) VALUES (${name}, ${now})
      ON CONFLICT (name) DO UPDATE SET at = excluded.at WHERE watches.at <= ${now - every} RETURNING seq`),
  })
  return taken[0] ?? null
}
