import type { Context } from 'hono'
import { bookmarkCookie, setBookmarkCookie } from './accounts/cookies.ts'
import type { Database } from './db.ts'
import type { Env } from './env.ts'
import type { Portal } from './web/portal.ts'

// SCL-2: copies of a database near the reader, of which D1 does not say how old they are. Identity, permissions, every decision and every
// change use the primary; only what a page merely shows may come from a copy, and never from before the reader's own last change.

/** Whether pages may read copies. Off unless the deployment says so (docs/scale.md). */
export const readsReplicas = ({ READ_REPLICAS }: Env): boolean => READ_REPLICAS === 'on'

/** How far a reader's own changes go, by database: what D1 calls a bookmark. */
export type Bookmarks = Record<string, string>

/** The reader's bookmarks. Anybody can send anything: what has not their form is none. */
export function bookmarksOf(c: Context): Bookmarks {
  const parts = bookmarkCookie(c).split('~').slice(0, 3)
  return Object.fromEntries(
    parts.flatMap((part) => {
      const [, shard, bookmark] = /^(DB(?:_\d{1,4})?)\.([0-9a-f]{8}(?:-[0-9a-f]{8}){2}-[0-9a-f]{32})$/.exec(part) ?? []
      return shard && bookmark ? [[shard, bookmark]] : []
    }),
  )
}

/** A database for what is merely shown: the nearest copy that knows the reader's own changes. */
export function nearest(db: Database, bookmarks: Bookmarks): Database {
  const bookmark = bookmarks[db.shard ?? 'DB']
  return { ...db, session: db.d1.withSession(bookmark ?? 'first-unconstrained') }
}

/** For the app, around the answer: a request that can change something uses sessions of D1, and its answer says how far they went. */
export async function keepBookmarks(c: Context<Portal>, next: () => Promise<void>): Promise<void> {
  if (!readsReplicas(c.env) || c.req.method === 'GET' || c.req.method === 'HEAD') return await next()
  const { meter } = c.var
  meter.sessions = new Map()
  await next()
  const known = [...meter.sessions].flatMap(([shard, session]) => {
    const bookmark = session.getBookmark()
    return bookmark ? [`${shard}.${bookmark}`] : []
  })
  if (known.length > 0) setBookmarkCookie(c, known.join('~'))
}
