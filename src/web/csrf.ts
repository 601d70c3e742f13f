import { createMiddleware } from 'hono/factory'
import type { Portal } from './portal.ts'
import { Forbidden } from './errors.ts'

/**
 * Only our own pages may change anything: what the browser says of itself first (`Sec-Fetch-Site`), the origin where it says
 * nothing. A page of another site may be followed to us, but may not load us into itself (facts/security.md 5.4).
 */
export const sameOrigin = createMiddleware<Portal>(async (c, next) => {
  const site = c.req.header('Sec-Fetch-Site')
  const reading = c.req.method === 'GET' || c.req.method === 'HEAD'
  const ownOrigin = c.req.header('Origin')
  const allowed = reading
    ? site !== 'cross-site' || c.req.header('Sec-Fetch-Mode') === 'navigate'
    : site
      ? site === 'same-origin'
      : ownOrigin === new URL(c.req.url).origin || ownOrigin === c.env.PUBLIC_ORIGIN
  if (!allowed) throw new Forbidden('cross-site')
  await next()
})
