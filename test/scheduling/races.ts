/**
 * What a race must come to, for any verbs: how many won, how many were refused, and that the database shows nothing that cannot be. To race
 * other verbs: make what they need, hand their posts to `raced`, and say with `expectOutcome` what is legal.
 */
import { expect } from 'vitest'
import { checkInvariants } from '../../src/commands/invariants.ts'
import { db, rows } from '../support/portal.ts'

export const sizes = [2, 10, 50, 200]

/** All at once; how often each status came. */
export async function raced(posts: (() => Promise<Response>)[]): Promise<Record<number, number>> {
  const answers = await Promise.all(posts.map((post) => post()))
  const counts: Record<number, number> = {}
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

/** So many were let in; everybody else was told no, and nobody got an error. */
export function expectOutcome(counts: Record<number, number>, all: number, won: { least: number; most: number }): void {
  const { 303: let_in = 0, 409: refused = 0 } = counts
  expect(counts, 'only yes and no').toEqual(Object.fromEntries(Object.entries({ 303: let_in, 409: refused }).filter(([, n]) => n > 0)))
  expect(let_in + refused).toBe(all)
  expect(let_in).toBeGreaterThanOrEqual(won.least)
  expect(let_in).toBeLessThanOrEqual(won.most)
}

/** Pairs of one therapist, of one room or of one client that stand at one time. By plain comparison of all with all. */
export async function doubleBookings(): Promise<string[]> {
  const found = await rows<{ pair: string }>(
    `SELECT a.id || ' and ' || b.id AS pair FROM appointments a JOIN appointments b ON a.id < b.id
       AND (a.staff_id = b.staff_id OR a.room_id = b.room_id OR a.client_id = b.client_id)
     WHERE a.status IN ('requested', 'confirmed') AND b.status IN ('requested', 'confirmed') AND a.override = 0 AND b.override = 0
       AND a.reschedule_of IS NOT b.id AND b.reschedule_of IS NOT a.id
       AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at`,
  )
  return found.map(({ pair }) => pair)
}

/** Every version has its one entry, and every e-mail its one change. */
export async function expectWholeHistory(id: string): Promise<void> {
  const [row] = await rows<{ version: number }>('SELECT version FROM appointments WHERE id = ?', id)
  const entries = await rows<{ entity_version: number }>('SELECT entity_version FROM audit WHERE entity_id = ? ORDER BY seq', id)
  expect(entries.map(({ entity_version }) => entity_version)).toEqual(Array.from({ length: row?.version ?? 0 }, (_, at) => at + 1))
  const letters = await rows<{ count: number }>(
    'SELECT count(*) AS count FROM outbox WHERE about_id = ? GROUP BY about_version, event, recipient',
    id,
  )
  expect(letters.filter(({ count }) => count !== 1)).toEqual([])
}

/** Nothing anywhere that cannot be: every version has its entry, every e-mail its change, nobody two at one time. */
export async function expectSoundPortal(): Promise<void> {
  expect((await checkInvariants(db())).filter(({ broken }) => broken.length > 0)).toEqual([])
}

/** The portal without its referee, as a naive one would be: looks first, then writes. The triggers come back afterwards. */
export async function withoutReferee<T>(play: () => Promise<T>): Promise<T> {
  const triggers = await rows<{ name: string; sql: string }>(
    "SELECT name, sql FROM sqlite_master WHERE name GLOB 'appointments_no_overlap_*'",
  )
  expect(triggers.length).toBeGreaterThanOrEqual(2)
  for (const { name } of triggers) await rows(`DROP TRIGGER ${name}`)
  try {
    return await play()
  } finally {
    for (const { sql } of triggers) await rows(sql)
  }
}
