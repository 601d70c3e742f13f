import { sql } from 'drizzle-orm'
import { read, type Database } from '../db.ts'

/**
 * Takes the turn for something that is done once in a while: true for one of all who ask within `every` milliseconds, in whatever isolate.
 * Nothing is written when it is nobody's turn. A turn that was taken and failed comes again after the same time.
 */
export async function takeTurn(db: Database, name: string, now: number, every: number): Promise<boolean> {
  const { taken } = await read(db, {
    taken: db.orm.all<{ name: string }>(sql`INSERT INTO watches (name, at) VALUES (${name}, ${now})
      ON CONFLICT (name) DO UPDATE SET at = excluded.at WHERE watches.at <= ${now - every} RETURNING name`),
  })
  return taken.length > 0
}
