import type { Hono } from 'hono'
import { policyOf } from './door.tsx'
import type { Policy } from './policies.ts'
import type { Portal } from './web/portal.ts'

/** A route as the reviewed list shows it. */
export interface ListedDoor {
  method: string
  path: string
  policy: string
  audience: string
}

/** Routes that answer without knowing who asks. */
const withoutIdentity = new Set(['GET /healthz', 'GET /'])

/**
 * Every route with its policy. Throws when one has none, or when something of it runs before its door: the Worker does not
 * start with an unguarded door (SEC-1). What `use()` mounts for every address is no route; `all()` cannot be told from it, so
 * a route is mounted with its method.
 */
export function doorsOf(app: Hono<Portal>): ListedDoor[] {
  const first = new Map<string, ListedDoor | null>()
  for (const { method, path, handler } of app.routes) {
    const name = `${method} ${path}`
    if (first.has(name) || (method === 'ALL' && path === '/*')) continue
    const policy = (handler as { [policyOf]?: Policy<unknown> })[policyOf]
    const open = withoutIdentity.has(name) ? { name: 'open, without identity', audience: 'machines' } : undefined
    const known = policy ?? open
    first.set(name, known && method !== 'ALL' ? { method, path, policy: known.name, audience: known.audience } : null)
  }
  const unguarded = [...first].filter(([, listed]) => listed === null).map(([name]) => name)
  if (unguarded.length > 0) throw new Error(`A route without a policy: ${unguarded.join(', ')}. Put door(...) first in its line.`)
  return [...first.values()].filter((listed) => listed !== null)
}
