import { and, eq, or, sql } from 'drizzle-orm'
import type { AboutQueries } from '../accounts/identity.ts'
import { organizations, people, staff } from '../accounts/schema.ts'
import { audit } from '../audit.ts'
import type { Language, SignedIn } from '../current.ts'
import { changedOne, within, type Query } from '../db.ts'
import { remember } from '../web/idempotency.ts'
import { chosenNotices } from './digests.ts'
import { preferences } from './schema.ts'
import { ownFirst, type Wish } from './wishes.ts'
import { inTurn } from '../across.ts'

// NOT-4: what a person wants of e-mails at one practice: read for her page, and saved as one thing.

/** What her page shows. `version`: how often she has saved; `reminderHours` and `quiet`: the practice's. */
export interface OwnWishes {
  version: number
  said: Wish[]
  practice: { reminderHours: string; quiet: string }
  /** Of whoever works here: each, once a day, none. */
  emailNotices: 'each' | 'digest' | 'none' | null
  /** Of whoever works here: when her digest is due, minutes after midnight. */
  digestMinutes: number | null
  /** Of whoever works here: on whose clock her hours are. */
  zone: string | null
}

/** For the doors of her page: her own rows, and those that were written for her before she had an account. */
export const ownWishes: AboutQueries = ({ db: { orm }, organizationId, personId }) => ({
  said: orm
    .select({ whose: preferences.whose, kind: preferences.kind, value: preferences.value, own: sql<string>`${personId}`.as('own') })
    .from(preferences)
    .where(
      and(
        eq(preferences.organizationId, organizationId),
        or(
          eq(preferences.whose, personId),
          sql`${preferences.whose} IN (SELECT 'client:' || l.client_id FROM client_logins l WHERE l.organization_id = ${organizationId}
            AND l.person_id = ${personId} AND l.ended_at IS NULL)`,
          sql`${preferences.whose} IN (SELECT 'contact:' || c.id FROM contacts c WHERE c.organization_id = ${organizationId} AND c.person_id = ${personId})`,
        ),
      ),
    ),
  practice: orm
    .select({ reminderHours: organizations.reminderHours, quiet: organizations.quietHours.getSQL().mapWith(String).as('practice_quiet') })
    .from(organizations)
    .where(eq(organizations.id, organizationId)),
  works: orm
    .select({ emailNotices: staff.emailNotices, digestMinutes: staff.digestMinutes, zone: staff.zone })
    .from(staff)
    .where(and(eq(staff.organizationId, organizationId), eq(staff.personId, personId))),
})

export function wishesFrom(about: Record<string, unknown>): OwnWishes {
  const { said, practice, works } = about as {
    said: (Wish & { whose: string; own: string })[]
    practice: OwnWishes['practice'][]
    works: { emailNotices: OwnWishes['emailNotices']; digestMinutes: number; zone: string }[]
  }
  const rows = ownFirst(said, said[0]?.own ?? null)
  return {
    version: Number(rows.find(({ kind }) => kind === saves)?.value ?? 0),
    said: rows.filter(({ kind }) => kind !== saves),
    practice: practice[0] ?? { reminderHours: '[48,2]', quiet: '' },
    emailNotices: works[0]?.emailNotices ?? null,
    digestMinutes: works[0]?.digestMinutes ?? null,
    zone: works[0]?.zone ?? null,
  }
}

/** A row of its own that counts how often she has saved: two tabs cannot both be the last word. */
const saves = 'version'

export interface Saving {
  /** What she saw when she began. */
  version: number
  language: Language
  location: string
}

/** Saves what she wants, all of it, in one batch. `stale`: saved in another tab, or by an e-mail's link, since the page was opened. */
export async function saveWishes(
  current: SignedIn,
  wanted: Wish[],
  { version, language, location }: Saving,
  more: Query[] = [],
): Promise<'stale' | null> {
  const { db, control, person } = current
  const off = wanted.filter(({ value }) => value === 'off').map(({ kind }) => kind)
  const refusal = await inTurn([
    [control, [control.orm.update(people).set({ language }).where(eq(people.id, person.id))]],
    [
      db,
      [
        ...remember(current, location),
        ...countSave(current, person.id, version),
        writeWishes(current, person.id, wanted),
        ...more,
        audit(current, 'wishes.saved', {
          kind: 'wishes',
          id: inAudit(person.id),
          version: version + 1,
          details: { off: off.join(' '), language },
        }),
      ],
    ],
  ])
  return refusal ? 'stale' : null
}

/** How the audit names them: whose they are is also the id of a person or a client, whose versions are others. */
export const inAudit = (whose: string): string => `wishes/${whose}`

/** For a batch: from now on this is what she wants; what is not among it stays. */
export const writeWishes = (
  { db, organization, now }: Pick<SignedIn, 'db' | 'organization' | 'now'>,
  whose: string,
  wanted: Wish[],
): Query =>
  db.orm.run(sql`INSERT INTO notification_preferences (organization_id, whose, kind, value, changed_at)
    SELECT ${organization.id}, ${whose}, w.value->>'kind', w.value->>'value', ${now} FROM json_each(${JSON.stringify(wanted)}) AS w WHERE true
    ON CONFLICT (organization_id, whose, kind) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at`)

/** What an e-mail's link changes counts as a save, so that a page that was open before it is stale. */
export const countedAnyway = ({ db, organization, now }: Pick<SignedIn, 'db' | 'organization' | 'now'>, whose: string): Query =>
  db.orm.run(sql`INSERT INTO notification_preferences (organization_id, whose, kind, value, changed_at)
    VALUES (${organization.id}, ${whose}, ${saves}, '1', ${now})
    ON CONFLICT (organization_id, whose, kind) DO UPDATE SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT), changed_at = excluded.changed_at`)

function countSave(current: SignedIn, whose: string, version: number): Query[] {
  const { db, organization, now } = current
  return [
    db.orm.run(sql`INSERT INTO notification_preferences (organization_id, whose, kind, value, changed_at)
      VALUES (${organization.id}, ${whose}, ${saves}, ${String(version + 1)}, ${now})
      ON CONFLICT (organization_id, whose, kind) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at
        WHERE value = ${String(version)}`),
    changedOne(db),
  ]
}

/** For the batch of a staff member's page: how often she is written to, and when once a day. */
export const setEmailNotices = (
  current: SignedIn & { staff: { id: string } },
  chosen: { emailNotices: 'each' | 'digest' | 'none'; digestMinutes: number },
): Query =>
  current.db.orm
    .update(staff)
    .set(chosenNotices(current.now, chosen))
    .where(within(current, staff, eq(staff.id, current.staff.id)))
