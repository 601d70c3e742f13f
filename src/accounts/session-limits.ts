/** How long a session lasts (ACC-5). Pure: time is an argument. */

const minute = 60_000

/** Whatever is done, a session ends 12 hours after it began. */
export const absoluteLimit = 12 * 60 * minute
const clientIdle = 30 * minute
const sharedComputerIdle = 5 * minute

/** The idle limit in ms: 5 minutes on a shared computer, the organization's for its staff, 30 minutes for everybody else. */
export function idleLimit(session: { sharedComputer: boolean }, staffIdleMinutes: number | null): number {
  const usual = staffIdleMinutes === null ? clientIdle : staffIdleMinutes * minute
  return session.sharedComputer ? Math.min(sharedComputerIdle, usual) : usual
}

/** When the session ends unless something is done before, epoch ms. */
export const endsAt = (
  session: { createdAt: number; lastSeenAt: number; sharedComputer: boolean },
  staffIdleMinutes: number | null,
): number => Math.min(session.createdAt + absoluteLimit, session.lastSeenAt + idleLimit(session, staffIdleMinutes))

/** Noted at most this often: the last use is a write, and a page is a read. */
export const noteUseAfter = 20_000
