import * as z from 'zod/mini'
import { clock } from '../clock.ts'

/** The portal's time as a script sees it. */
export const clockJson = () => ({ now: new Date(clock.now()).toISOString(), standing: clock.standsAt() !== null })

const instant = z.iso.datetime({ offset: true, local: true })

/** Epoch ms of an ISO instant (UTC unless it says otherwise), null for '' (the clock runs), undefined for junk. */
export function instantIn(text: string): number | null | undefined {
  if (text.trim() === '') return null
  const { success, data } = instant.safeParse(text.trim())
  if (!success) return undefined
  return Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(data) ? data : `${data}Z`)
}

/** Once per isolate, before anything asks for the time: a clock that stands goes on standing after a restart. */
export async function windClock(d1: D1Database): Promise<void> {
  if (wound) return
  await d1.prepare(stateTable).run()
  const kept = await d1.prepare("SELECT value FROM dev_state WHERE key = 'clock'").first<{ value: string }>()
  if (wound) return
  wound = true
  clock.stand(kept ? Number(kept.value) : null)
}

/** Lets the clock stand, or run with null, and remembers it. */
export async function standClock(d1: D1Database, at: number | null): Promise<void> {
  const keep = "INSERT INTO dev_state (key, value) VALUES ('clock', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
  const change = at === null ? d1.prepare("DELETE FROM dev_state WHERE key = 'clock'") : d1.prepare(keep).bind(String(at))
  await d1.batch([d1.prepare(stateTable), change])
  wound = true
  clock.stand(at)
}

let wound = false

/** What the development Worker itself remembers. No migration makes it: production must not have it. */
const stateTable = 'CREATE TABLE IF NOT EXISTS dev_state (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT'
