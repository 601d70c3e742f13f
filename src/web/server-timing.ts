import { createMiddleware } from 'hono/factory'
import type { Portal } from './portal.ts'

/** What an answer cost: database round trips and ms, and ms in all. Development only: it would tell strangers too much. */
export const serverTiming = createMiddleware<Portal>(async (c, next) => {
  const startedAt = performance.now()
  await next()
  const { roundTrips, statements, rowsRead, milliseconds } = c.var.meter
  const total = performance.now() - startedAt
  c.res.headers.set('Server-Timing', `db;desc="${roundTrips}";dur=${milliseconds.toFixed(1)}, total;dur=${total.toFixed(1)}`)
  c.res.headers.set('X-Database', `statements=${statements}, rows-read=${rowsRead}`)
})
