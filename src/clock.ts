/**
 * The portal's time, epoch ms. Every rule takes its time from here (through `current.now`), so that the development Worker
 * can let it stand still (`/dev/clock`) and a test can demonstrate a rule that has a clock.
 */
export const clock = {
  now: (): number => standsAt ?? Date.now(),
  /** Lets the clock stand at an instant (epoch ms), or run again with `null`. Development and tests only. */
  stand: (at: number | null): void => {
    standsAt = at
  },
  standsAt: (): number | null => standsAt,
}

let standsAt: number | null = null
