/** The 24-hour rules (SET-13, SET-14). Elapsed time, also across a daylight-saving change; exactly 24 h before is in time. Pure. */

const day = 24 * 3_600_000

/** Whether a start is less than 24 hours away, both epoch ms. */
export const isLate = (startsAt: number, now: number): boolean => startsAt - now < day

/** Until when a client may cancel or change an appointment herself, epoch ms. */
export const freeToChangeUntil = (startsAt: number, within24h: boolean): number => (within24h ? startsAt : startsAt - day)

/** SCH-22: until when a request should be answered: after the organization's hours, never later than 2 h before the start. */
export function answerBy(startsAt: number, now: number, deadlineHours: number): number {
  const latest = startsAt - 2 * 3_600_000
  return latest > now ? Math.min(now + deadlineHours * 3_600_000, latest) : startsAt
}
