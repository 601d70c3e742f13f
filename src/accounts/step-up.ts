import type { Current } from '../current.ts'

/** Having proved herself again counts for five minutes (ACC-3; facts/security.md 4.8). */
export const stepUpLasts = 5 * 60_000

/** Whether the session was stepped up a moment ago: at sign-in with a second factor, or since. Pure. */
export const isSteppedUp = ({ session, now }: Pick<Current, 'session' | 'now'>): boolean =>
  session !== null && session.steppedUpAt !== null && now - session.steppedUpAt <= stepUpLasts
