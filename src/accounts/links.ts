import { and, eq, isNull, sql } from 'drizzle-orm'
import { audit } from '../audit.ts'
import type { Current, StaffCurrent } from '../current.ts'
import { batch, changedOne, within, type DatabaseRefusal, type Query } from '../db.ts'
import { href, paths } from '../paths.ts'
import { standing } from '../settings/standing.ts'
import { randomToken } from '../tokens.ts'
import { remember } from '../web/idempotency.ts'
import { shortcutLinks, type LinkKind } from './entry-schema.ts'
import type { AboutQueries } from './identity.ts'
import { linkStands, type Shortcut } from './link-rules.ts'
import type { Registered } from './registration-columns.ts'

/** How long a replaced link can be put back. */
export const undoRotationFor = 10 * 60_000

/** For a door: the links of the practice, present ones and replaced ones. */
export const shortcutQueries: AboutQueries = ({ db, organizationId }) => ({
  links: db.orm
    .select({
      kind: shortcutLinks.kind,
      suffix: shortcutLinks.suffix,
      visits: shortcutLinks.visits,
      results: shortcutLinks.results,
      createdAt: shortcutLinks.createdAt,
      replacedAt: shortcutLinks.replacedAt,
      createdByName: shortcutLinks.createdByName,
    })
    .from(shortcutLinks)
    .where(eq(shortcutLinks.organizationId, organizationId))
    .orderBy(shortcutLinks.createdAt),
})

/** One of the three links as it is handed out now. */
export const presentLink = (links: Shortcut[], kind: LinkKind): Shortcut | undefined =>
  links.find((link) => link.kind === kind && link.replacedAt === null)

/** The whole address of a link, to be copied and printed. It begins with the configured origin (T-15). */
export const addressOfLink = ({ env, organization }: Pick<Current, 'env' | 'organization'>, kind: LinkKind, suffix: string): string =>
  new URL(env.PUBLIC_ORIGIN).origin + href(paths[kind], { org: organization.slug }, { k: suffix || undefined })

/** For the batch of what came of a link: a sign-in of somebody who does not work here, a booking, a registration. */
export function countResult(acting: Current, kind: LinkKind): Query {
  const works = sql`SELECT 1 FROM staff s WHERE s.organization_id = ${acting.organization.id} AND s.person_id = ${acting.person?.id ?? ''}`
  return acting.db.orm
    .update(shortcutLinks)
    .set({ results: sql`${shortcutLinks.results} + 1` })
    .where(within(acting, shortcutLinks, eq(shortcutLinks.kind, kind), isNull(shortcutLinks.replacedAt), sql`NOT EXISTS (${works})`))
}

/** Somebody came by a link. Written after the answer; nobody waits for it, and nothing else is changed by looking (T-26). */
export async function countVisit(current: Current, kind: LinkKind, suffix: string): Promise<void> {
  await batch(current.db, [
    current.db.orm
      .update(shortcutLinks)
      .set({ visits: sql`${shortcutLinks.visits} + 1` })
      .where(within(current, shortcutLinks, and(eq(shortcutLinks.kind, kind), eq(shortcutLinks.suffix, suffix)))),
  ])
}

/** Makes a new address and lets the old one say so. `seen`: the suffix the administrator looked at; another means somebody was quicker. */
export async function rotate(current: StaffCurrent, kind: LinkKind, seen: string): Promise<DatabaseRefusal | null> {
  const { db, now, organization, staff } = current
  const row = {
    organizationId: organization.id,
    kind,
    suffix: randomToken(8),
    visits: 0,
    results: 0,
    createdAt: now,
    createdByName: staff.name,
  }
  return await batch(db, [
    ...remember(current, hrefOfLinks(current, kind)),
    ...replace(current, kind, seen),
    db.orm.insert(shortcutLinks).values(row),
    audit(current, 'link.rotated', { kind: 'shortcut_link', id: kind }),
  ])
}

/** Takes a rotation back, as long as `mayUndo` says so: the older address is the link again, the new one says that it was replaced. */
export async function undoRotation(current: StaffCurrent, links: Shortcut[], kind: LinkKind): Promise<DatabaseRefusal | null> {
  const [present, before] = [presentLink(links, kind), replacedBy(links, kind, current.now)]
  if (!present || !before) return 'stale'
  return await batch(current.db, [
    ...remember(current, hrefOfLinks(current, kind)),
    ...replace(current, kind, present.suffix),
    current.db.orm
      .update(shortcutLinks)
      .set({ replacedAt: null })
      .where(within(current, shortcutLinks, eq(shortcutLinks.kind, kind), eq(shortcutLinks.suffix, before.suffix))),
    changedOne(current.db),
    audit(current, 'link.rotation_undone', { kind: 'shortcut_link', id: kind }),
  ])
}

/** The link that the present one took the place of a moment ago; undefined when that can no longer be undone. */
export function replacedBy(links: Shortcut[], kind: LinkKind, now: number): Shortcut | undefined {
  const present = presentLink(links, kind)
  if (!present || now - present.createdAt > undoRotationFor) return undefined
  return links.find((link) => link.kind === kind && link.replacedAt === present.createdAt && link.suffix !== present.suffix)
}

/** Whether the way a registration came by is closed by now: its link's setting was switched off while she looked for her e-mail. */
export const isWayClosed = (origin: Registered['origin'], { facts }: Pick<Current, 'facts'>): boolean =>
  origin !== 'invite' && !standing(origin === 'join' ? 'client_signup' : 'self_scheduling', facts).effective

/** Whether an address that somebody came by, or posts from, is still the practice's. */
export const standsNow = (links: Shortcut[], kind: LinkKind, suffix: string | undefined, now: number, posting = false): boolean =>
  linkStands(links, { kind, suffix: suffix ?? '', now, posting })

const hrefOfLinks = ({ organization }: Current, kind: LinkKind): string => href(paths.links, { org: organization.slug }, {}, `link-${kind}`)

const replace = (current: Current, kind: LinkKind, suffix: string): Query[] => [
  current.db.orm
    .update(shortcutLinks)
    .set({ replacedAt: current.now })
    .where(
      within(current, shortcutLinks, eq(shortcutLinks.kind, kind), eq(shortcutLinks.suffix, suffix), isNull(shortcutLinks.replacedAt)),
    ),
  changedOne(current.db),
]
