import { and, desc, eq, isNull } from 'drizzle-orm'
import type { Current } from '../current.ts'
import { newId, within, type Query } from '../db.ts'
import type { NotificationEvent } from './events.ts'
import { notices } from './schema.ts'

/** NOT-5: the mark "new" in the portal, whatever the switches say. What the client did herself is no news to her. */
export function noteForPortal(current: Current, events: NotificationEvent[], about: { id: string; clientId: string }): Query[] {
  if (events.length === 0 || current.access?.kind === 'self') return []
  const row = {
    organizationId: current.organization.id,
    id: newId('new'),
    clientId: about.clientId,
    event: events.join('+'),
    aboutId: about.id,
  }
  return [current.db.orm.insert(notices).values({ ...row, createdAt: current.now })]
}

/** What is new for a client since her last visit, newest first, for the page's own reading. */
export const newNotices = (current: Pick<Current, 'db' | 'organization'>, clientId: string) =>
  current.db.orm
    .select({ event: notices.event, aboutId: notices.aboutId, createdAt: notices.createdAt })
    .from(notices)
    .where(within(current, notices, eq(notices.clientId, clientId), isNull(notices.seenAt)))
    .orderBy(desc(notices.createdAt))
    .limit(100)

/** The client, or a contact for her, has seen what is new. */
export const sawNotices = (current: Current, clientId: string): Query =>
  current.db.orm
    .update(notices)
    .set({ seenAt: current.now })
    .where(within(current, notices, and(eq(notices.clientId, clientId), isNull(notices.seenAt))))
