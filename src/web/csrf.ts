import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { Portal } from './portal.ts'
import { signedAddresses } from '../paths.ts'
import { Forbidden } from './errors.ts'

/**
 * Only our own pages may change anything: what the browser says of itself first (`Sec-Fetch-Site`), the origin where it says
 * nothing. A page of another site may be followed to us, but may not load us into itself; a neighbour under the same domain
 * is another site (facts/security.md 5.4, 5.5). Who signs what she posts is no page at all.
 */
export const sameOrigin = createMiddleware<Portal>(async (c, next) => {
  const site = c.req.header('Sec-Fetch-Site')
  const reading = c.req.method === 'GET' || c.req.method === 'HEAD'
  if (c.req.method === 'POST' && signedAddresses.includes(c.req.path)) return await next()
  if (!(reading ? mayRead(c, site) : mayChange(c, site) || opensBySecret(c))) throw new Forbidden('cross-site')
  await next()
})

/** `none`: the address bar, a bookmark. From elsewhere only a link that opens us as the page of its tab. */
const mayRead = (c: Context<Portal>, site: string | undefined): boolean =>
  site === undefined ||
  site === 'same-origin' ||
  site === 'none' ||
  (c.req.header('Sec-Fetch-Mode') === 'navigate' && c.req.header('Sec-Fetch-Dest') === 'document')

function mayChange(c: Context<Portal>, site: string | undefined): boolean {
  if (site !== undefined) return site === 'same-origin'
  const origin = c.req.header('Origin')
  return origin === new URL(c.req.url).origin || origin === c.env.PUBLIC_ORIGIN
}

/**
 * RFC 8058: a mail program unsubscribes its reader with a POST that comes from no page and carries no cookie. The secret in the address is
 * the authority: whoever has it could have opened the page and pressed the button. Nothing else may be changed from elsewhere.
 */
const opensBySecret = (c: Context<Portal>): boolean => c.req.method === 'POST' && /^\/[^/]+\/unsubscribe\/[^/]+$/.test(c.req.path)
