import { sql, type SQL } from 'drizzle-orm'
import { audit } from '../audit.ts'
import type { AboutQueries } from '../accounts/identity.ts'
import type { StaffCurrent } from '../current.ts'
import { batch, changedOne, type Query } from '../db.ts'
import { remember } from '../web/idempotency.ts'
import { likenessOf, type Described, type Likeness } from './similarity.ts'

/** A record of a pair, as the list of possible duplicates shows it. */
export interface Lookalike extends Described {
  id: string
  phone: string | null
  archivedAt: number | null
  hasAccount: boolean
}

/** Two records that may be one person. */
export interface Pair {
  first: Lookalike
  second: Lookalike
  likeness: Likeness
}

/** One page of pairs; `after`: where the next page begins. */
export interface DuplicatesRead {
  pairs: Pair[]
  after: string | null
}

const candidatesPerPage = 200
/** What more records than this have in common is the practice's own number or a placeholder, and says nothing. */
const shared = 10

/**
 * LNK-5: candidates by the indexes on address, number, name and birth date, so that everybody is looked up a few times and
 * nobody is compared with everybody. Dismissed pairs and merged records are left out. `after`: the ids a page ended with.
 */
export const possibleDuplicates =
  (after: string): AboutQueries =>
  ({ db, organizationId }) => {
    const [first = '', second = ''] = after.split('.')
    return {
      candidates: db.orm
        .select({ first: lookalikeOf(sql`a`).as('first_record'), second: lookalikeOf(sql`b`).as('second_record') })
        .from(
          sql`(${pairsBy(organizationId, sql`email`)} UNION ${pairsBy(organizationId, sql`phone_digits`)}
            UNION ${pairsBy(organizationId, sql`sort_name`)} UNION ${pairsBy(organizationId, sql`birth_date`)}) AS pair
          CROSS JOIN clients a ON a.organization_id = pair.organization_id AND a.id = pair.first_id
          CROSS JOIN clients b ON b.organization_id = pair.organization_id AND b.id = pair.second_id`,
        )
        .where(
          sql`(pair.first_id, pair.second_id) > (${first}, ${second}) AND NOT EXISTS (SELECT 1 FROM duplicate_dismissals d
            WHERE d.organization_id = pair.organization_id AND d.first_id = pair.first_id AND d.second_id = pair.second_id)`,
        )
        .orderBy(sql`pair.first_id`, sql`pair.second_id`)
        .limit(candidatesPerPage + 1),
      dismissed: db.orm
        .select({
          firstId: sql<string>`d.first_id`.as('dismissed_first_id'),
          secondId: sql<string>`d.second_id`.as('dismissed_second_id'),
          firstName: sql<string>`a.name`.as('dismissed_first'),
          secondName: sql<string>`b.name`.as('dismissed_second'),
          byName: sql<string>`d.created_by_name`.as('dismissed_by'),
        })
        .from(
          sql`duplicate_dismissals d JOIN clients a ON a.organization_id = d.organization_id AND a.id = d.first_id
          JOIN clients b ON b.organization_id = d.organization_id AND b.id = d.second_id`,
        )
        .where(sql`d.organization_id = ${organizationId} AND a.merged_into IS NULL AND b.merged_into IS NULL`)
        .orderBy(sql`d.created_at DESC`)
        .limit(20),
    }
  }

export interface Dismissed {
  firstId: string
  secondId: string
  firstName: string
  secondName: string
  byName: string
}

/** The pairs of a page, what is most probable first. */
export function duplicatesFrom(about: Record<string, unknown>): DuplicatesRead & { dismissed: Dismissed[] } {
  const candidates = (about.candidates ?? []) as { first: Lookalike; second: Lookalike }[]
  const page = candidates.slice(0, candidatesPerPage)
  const last = candidates.length > candidatesPerPage ? page.at(-1) : undefined
  return {
    pairs: pairsOf(page),
    after: last ? `${last.first.id}.${last.second.id}` : null,
    dismissed: (about.dismissed ?? []) as Dismissed[],
  }
}

/** What of candidates looks like one person, most probable first. */
export const pairsOf = (candidates: { first: Lookalike; second: Lookalike }[]): Pair[] =>
  candidates
    .map(({ first, second }) => ({ first, second, likeness: likenessOf(first, second) }))
    .filter(({ likeness }) => likeness.score > 0)
    .toSorted((a, b) => b.likeness.score - a.likeness.score)

/** "These are two people": the pair is not shown again, until that is taken back. Answers false when nothing changed. */
export async function dismiss(current: StaffCurrent, ids: [string, string], location: string): Promise<boolean> {
  const [first, second] = ids.toSorted() as [string, string]
  const { organization, now, staff } = current
  return await changePair(current, ids, location, 'duplicate.dismissed', [
    current.db.orm.run(sql`INSERT INTO duplicate_dismissals (organization_id, first_id, second_id, created_at, created_by_name)
      VALUES (${organization.id}, ${first}, ${second}, ${now}, ${staff.name}) ON CONFLICT DO NOTHING`),
  ])
}

/** Takes "these are two people" back. */
export async function showAgain(current: StaffCurrent, ids: [string, string], location: string): Promise<boolean> {
  const [first, second] = ids.toSorted() as [string, string]
  return await changePair(current, ids, location, 'duplicate.shown_again', [
    current.db.orm.run(sql`DELETE FROM duplicate_dismissals WHERE organization_id = ${current.organization.id}
      AND first_id = ${first} AND second_id = ${second}`),
  ])
}

async function changePair(current: StaffCurrent, ids: [string, string], location: string, action: string, change: Query[]) {
  const entry = audit(current, action, { kind: 'duplicate', id: ids.toSorted().join('.') })
  return (await batch(current.db, [...remember(current, location), ...change, changedOne(current.db), entry])) === null
}

/**
 * Pairs that have one column in common, both alive: first the values that a few records share, in the order of their index, then
 * those records by the same index. The plus keeps SQLite from walking the ids instead.
 */
const pairsBy = (organizationId: SQL, column: SQL): SQL =>
  sql`SELECT a.organization_id AS organization_id, +a.id AS first_id, +b.id AS second_id FROM (
      SELECT c.${column} AS value FROM clients c WHERE c.organization_id = ${organizationId} AND c.${column} IS NOT NULL AND c.merged_into IS NULL
      GROUP BY c.${column} HAVING count(*) BETWEEN 2 AND ${shared}) AS twice
    CROSS JOIN clients a ON a.organization_id = ${organizationId} AND a.${column} = twice.value AND a.${column} IS NOT NULL AND a.merged_into IS NULL
    CROSS JOIN clients b ON b.organization_id = ${organizationId} AND b.${column} = twice.value AND b.${column} IS NOT NULL AND b.merged_into IS NULL
      AND +b.id > +a.id`

/** What is shown of a candidate, as JSON: `row` is how the query calls the client. */
export const lookalikeJson = (
  row: SQL,
): SQL => sql`json_object('id', ${row}.id, 'name', ${row}.name, 'email', ${row}.email, 'phone', ${row}.phone,
  'phoneDigits', ${row}.phone_digits, 'birthDate', ${row}.birth_date, 'archivedAt', ${row}.archived_at,
  'hasAccount', EXISTS (SELECT 1 FROM client_logins l WHERE l.organization_id = ${row}.organization_id AND l.client_id = ${row}.id AND l.ended_at IS NULL))`

const lookalikeOf = (row: SQL) => lookalikeJson(row).mapWith((text: string) => asLookalike(JSON.parse(text) as Lookalike))
export const asLookalike = (row: Lookalike): Lookalike => ({ ...row, hasAccount: Boolean(row.hasAccount) })
