import { createMiddleware } from 'hono/factory'
import { paths } from '../paths.ts'
import type { Portal } from './portal.ts'

/**
 * The portal answers under its own name only: a request that came by another Host is misdirected (421), so that no cache, link or
 * redirect is ever made with a name that somebody else chose (T-15). Whether it is alive may be asked by any name.
 */
export const onlyOurHost = createMiddleware<Portal>(async (c, next) => {
  const { host, pathname } = new URL(c.req.url)
  if (pathname !== paths.health && !isOurs(host, new URL(c.env.PUBLIC_ORIGIN).host)) return c.text('Misdirected request', 421)
  return await next()
})

/** On one's own machine it has two names. */
function isOurs(host: string, ours: string): boolean {
  if (host === ours) return true
  const [mine, asked] = [loopback.exec(ours), loopback.exec(host)]
  return mine !== null && asked !== null && mine[1] === asked[1]
}

const loopback = /^(?:127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/
