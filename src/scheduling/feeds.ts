import { and, eq, isNull, sql } from 'drizzle-orm'
import type { AboutQueries } from '../accounts/identity.ts'
import { audit, auditWhere } from '../audit.ts'
import type { SignedIn } from '../current.ts'
import { batch, newId, within, type Query } from '../db.ts'
import { href, paths } from '../paths.ts'
import { randomToken, sha256 } from '../tokens.ts'
import { calendarFeeds } from './feed-schema.ts'

// SCH-42: making, replacing and ending a calendar's secret address. What it answers with is in feed-reading.ts.

/** Whose appointments: those of a staff member, or those of a client. */
export interface FeedOf {
  kind: 'therapist' | 'client'
  aboutId: string
}

/** A feed as its page shows it: that there is one, and since when. */
export type Feed = { createdAt: number } | undefined

/** For the door of a client's page: the asker's own feed of this client. */
export const clientFeedQuery: AboutQueries = ({ db, organizationId, personId, params }) => ({
  feeds: db.orm
    .select({ createdAt: calendarFeeds.createdAt })
    .from(calendarFeeds)
    .where(
      and(
        eq(calendarFeeds.organizationId, organizationId),
        eq(calendarFeeds.personId, personId),
        eq(calendarFeeds.kind, 'client'),
        eq(calendarFeeds.aboutId, params.clientId ?? ''),
        isNull(calendarFeeds.endedAt),
      ),
    ),
})

/** For the door of a therapist's page: her own feed. Whom it is about follows from who she is. */
export const therapistFeedQuery: AboutQueries = ({ db, organizationId, personId }) => ({
  feeds: db.orm
    .select({ createdAt: calendarFeeds.createdAt })
    .from(calendarFeeds)
    .where(
      and(
        eq(calendarFeeds.organizationId, organizationId),
        eq(calendarFeeds.personId, personId),
        eq(calendarFeeds.kind, 'therapist'),
        isNull(calendarFeeds.endedAt),
      ),
    ),
})

export const feedOf = (about: Record<string, unknown>): Feed => (about.feeds as Feed[])[0]

/**
 * A new address; an older one of the same person about the same opens nothing from now on. Answers the address, which nobody can read
 * again: only its hash is kept. Pressed twice, the last answer is the one that works.
 */
export async function makeFeed(current: SignedIn, of: FeedOf, replaces: boolean): Promise<string> {
  const token = randomToken()
  const id = newId('cfd')
  const row = { organizationId: current.organization.id, id, personId: current.person.id, ...of, createdAt: current.now }
  await batch(current.db, [
    endAll(current, of),
    current.db.orm.insert(calendarFeeds).values({ ...row, tokenHash: await sha256(token) }),
    audit(current, replaces ? 'calendar_feed.replaced' : 'calendar_feed.made', { kind: 'calendar_feed', id, details: { of: of.kind } }),
  ])
  return new URL(current.env.PUBLIC_ORIGIN).origin + href(paths.feed, { token })
}

/** The address opens nothing any more, and there is none in its place. Asked again, it ends nothing, and the audit says so once. */
export async function endFeed(current: SignedIn, of: FeedOf): Promise<void> {
  const about = { kind: 'calendar_feed', id: of.aboutId, details: { of: of.kind } }
  const isOne = sql`EXISTS (SELECT 1 FROM ${calendarFeeds} f WHERE f.organization_id = ${current.organization.id}
    AND f.person_id = ${current.person.id} AND f.kind = ${of.kind} AND f.about_id = ${of.aboutId} AND f.ended_at IS NULL)`
  await batch(current.db, [auditWhere(current, isOne, 'calendar_feed.ended', about), endAll(current, of)])
}

const endAll = (current: SignedIn, { kind, aboutId }: FeedOf): Query =>
  current.db.orm
    .update(calendarFeeds)
    .set({ endedAt: current.now })
    .where(
      within(
        current,
        calendarFeeds,
        eq(calendarFeeds.personId, current.person.id),
        eq(calendarFeeds.kind, kind),
        eq(calendarFeeds.aboutId, aboutId),
        isNull(calendarFeeds.endedAt),
      ),
    )
