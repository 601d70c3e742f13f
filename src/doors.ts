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

/** Every route with its policy. Throws when one has none: the Worker does not start with an unguarded door (SEC-1). */
export function doorsOf(app: Hono<Portal>): ListedDoor[] {
  const listed = new Map<string, ListedDoor>()
  const named = new Set<string>()
  for (const { method, path, handler } of app.routes) {
    if (method === 'ALL') continue
    const name = `${method} ${path}`
    named.add(name)
    const policy = (handler as { [policyOf]?: Policy<unknown> })[policyOf]
    if (policy) listed.set(name, { method, path, policy: policy.name, audience: policy.audience })
    else if (withoutIdentity.has(name)) listed.set(name, { method, path, policy: 'open, without identity', audience: 'machines' })
  }
  const unguarded = [...named].filter((name) => !listed.has(name))
  if (unguarded.length > 0) throw new Error(`A route without a policy: ${unguarded.join(', ')}. Put door(...) in its line.`)
  return [...listed.values()]
}
