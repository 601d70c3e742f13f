import { and, eq, isNull } from 'drizzle-orm'
import type { Context } from 'hono'
import { clientLogins } from '../clients/schema.ts'
import type { Current } from '../current.ts'
import { Moving, newMeter, within, type Query } from '../db.ts'
import { endsAt, noteUseAfter } from './session-limits.ts'
import { sessions } from './schema.ts'
import { inTurn } from '../across.ts'

/**
 * Notes that the session was used, after the answer has gone out: no page waits for it. Tells the page how long the session
 * lasts from now, for its warning.
 */
export function noteUse(c: Context, current: Current, always = false): void {
  const { session, now, staff, organization } = current
  if (!session) return
  const noted = always || now - session.lastSeenAt >= noteUseAfter
  const ends = noted ? endsAt({ ...session, lastSeenAt: now }, staff ? organization.staffIdleMinutes : null) : session.endsAt
  session.endsAt = ends
  c.header('Session-Seconds', String(Math.round((ends - now) / 1000)))
  if (!noted) return
  const { control, db } = current
  const { used, login } = usedNow(current)
  const noting = inTurn([
    [{ ...control, meter: newMeter() }, used],
    [{ ...db, meter: newMeter() }, login],
  ])
  // Nobody waits for it, so nobody else would see it fail; the next use notes it. While the practice is being moved that is in order.
  const failed = (error: unknown) => {
    if (!(error instanceof Moving)) console.error(JSON.stringify({ event: 'session_use_not_noted', requestId: current.requestId }))
  }
  c.executionCtx.waitUntil(noting.catch(failed))
}

/** The statements that note a use of the session, and of the client's account (SET-42 "last seen"). */
function usedNow(current: Current): { used: Query[]; login: Query[] } {
  const { session, now, control, db, person } = current
  if (!session || !person) return { used: [], login: [] }
  const used = control.orm
    .update(sessions)
    .set({ lastSeenAt: now })
    .where(and(eq(sessions.tokenHash, session.tokenHash), isNull(sessions.endedAt)))
  const login = db.orm
    .update(clientLogins)
    .set({ lastSeenAt: now })
    .where(within(current, clientLogins, eq(clientLogins.personId, person.id)))
  return { used: [used], login: current.mine.some(({ access }) => access.kind === 'self') ? [login] : [] }
}
