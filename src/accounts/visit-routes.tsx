import type { Context } from 'hono'
import type { Portal } from '../web/portal.ts'
import type { LinkKind } from './entry-schema.ts'
import { isVisit } from './link-rules.ts'
import { countVisit } from './links.ts'

// How the three links are come by: what a request's headers say, for the doors behind which they lead.

/** Counts a visit after the answer, when it is one. `ours`: a page of ours led here. */
export function noteVisit(context: unknown, kind: LinkKind, ours = false): void {
  const c = context as Context<Portal>
  const { current } = c.var
  const purpose = ['Sec-Purpose', 'Purpose', 'X-Purpose', 'X-Moz'].map((name) => c.req.header(name) ?? '').join(' ')
  const looking = {
    method: c.req.method,
    isStaff: current.staff !== null,
    purpose,
    site: c.req.header('Sec-Fetch-Site') ?? '',
    htmx: c.req.header('HX-Request') !== undefined,
  }
  if (ours || !isVisit(looking)) return
  c.executionCtx.waitUntil(countVisit(current, kind, c.req.query('k') ?? '').catch(() => undefined))
}

/** Whether somebody came from outside: by a link, a bookmark, a printed code; not from page to page of ours. */
export const cameByLink = (context: unknown): boolean => (context as Context<Portal>).req.header('Sec-Fetch-Site') !== 'same-origin'
