import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import { audit } from '../audit.ts'
import type { AboutQueries } from '../accounts/identity.ts'
import type { StaffCurrent } from '../current.ts'
import { batch, changedOne, within, type Query } from '../db.ts'
import { clientOverrides } from '../settings/schema.ts'
import { remember } from '../web/idempotency.ts'
import { mergeChanges } from './merge-changes.ts'
import { handBack, handed, type Merging } from './merge-tables.ts'
import { clients, merges } from './schema.ts'

/** Why a merge was not taken back: changed meanwhile, or a later merge of the same record comes first. */
export type UnmergeRefusal = 'stale' | 'later_first'

/** A merge as its undo needs it. */
export interface MergeRead extends Merging {
  version: number
  undoneAt: number | null
  keptVersion: number
  mergedVersion: number
  /** A merge of the kept record after this one, not undone. */
  later: boolean
  /** The restrictions it gave to the kept record, with the version they have now, while nobody changed them since. */
  restricted: { key: string; version: number }[]
}

/** For the door of an undo: the merge of the address. */
export const readMerge: AboutQueries = ({ db, organizationId, params }) => ({
  merge: db.orm
    .select({
      mergeId: merges.id,
      kept: merges.keptId,
      merged: merges.mergedId,
      version: merges.version,
      undoneAt: merges.undoneAt,
      keptVersion:
        sql<number>`(SELECT c.version FROM clients c WHERE c.organization_id = "merges"."organization_id" AND c.id = "merges"."kept_id")`.as(
          'kept_version',
        ),
      mergedVersion:
        sql<number>`(SELECT c.version FROM clients c WHERE c.organization_id = "merges"."organization_id" AND c.id = "merges"."merged_id")`.as(
          'merged_version',
        ),
      later: sql<boolean>`EXISTS (SELECT 1 FROM merges m WHERE m.organization_id = "merges"."organization_id" AND m.undone_at IS NULL
        AND m.rowid > "merges"."rowid" AND (m.kept_id = "merges"."kept_id" OR m.merged_id = "merges"."kept_id"))`
        .mapWith(Boolean)
        .as('later'),
      restricted: sql`(SELECT json_group_array(json_object('key', o.key, 'version', o.version)) FROM merge_moves v
        JOIN client_overrides o ON o.organization_id = v.organization_id AND o.client_id = "merges"."kept_id" AND o.key = v.row_id
          AND o.version = CAST(v.was AS INTEGER)
        WHERE v.organization_id = "merges"."organization_id" AND v.merge_id = "merges"."id" AND v.kind = 'client_overrides')`
        .mapWith((text: string) => JSON.parse(text) as MergeRead['restricted'])
        .as('restricted'),
    })
    .from(merges)
    .where(and(eq(merges.organizationId, organizationId), eq(merges.id, params.mergeId ?? ''))),
})

export const mergeFrom = (about: Record<string, unknown>): MergeRead | null => ((about.merge ?? []) as MergeRead[])[0] ?? null

/**
 * Takes a merge back, at any time: exactly the rows it handed over, as far as they still are the kept record's, and what it
 * changed in them, as far as nobody changed it since. What came later stays with the kept record. Of several merges of one
 * record the last is taken back first.
 */
export async function unmerge(current: StaffCurrent, merge: MergeRead, version: number, location: string): Promise<UnmergeRefusal | null> {
  if (merge.version !== version || merge.undoneAt !== null) return 'stale'
  if (merge.later) return 'later_first'
  const { db, now, staff } = current
  const lost = await batch(db, [
    ...remember(current, location),
    noLater(current, merge),
    ...mergeChanges.filter(({ before }) => !before).map(({ takeBack }) => takeBack(current, merge)),
    ...handed.toReversed().map((one) => handBack(current, merge, one)),
    ...mergeChanges.filter(({ before }) => before).map(({ takeBack }) => takeBack(current, merge)),
    ...merge.restricted.flatMap((one) => liftAgain(current, merge, one)),
    db.orm
      .update(merges)
      .set({ undoneAt: now, undoneByName: staff.name, version: version + 1 })
      .where(within(current, merges, eq(merges.id, merge.mergeId), eq(merges.version, version), isNull(merges.undoneAt))),
    changedOne(db),
    ...alive(current, merge),
    ...emptied(current, merge),
    audit(current, 'merge.undone', {
      kind: 'merge',
      id: merge.mergeId,
      version: version + 1,
      details: { kept: merge.kept, merged: merge.merged },
    }),
    audit(current, 'client.unmerged', {
      kind: 'client',
      id: merge.merged,
      version: merge.mergedVersion + 1,
      details: { from: merge.kept },
    }),
    audit(current, 'client.gave_back', { kind: 'client', id: merge.kept, version: merge.keptVersion + 1, details: { to: merge.merged } }),
  ])
  return lost ? 'stale' : null
}

const noLater = ({ db, organization }: StaffCurrent, { mergeId, kept }: MergeRead): Query =>
  db.orm
    .run(sql`INSERT INTO assert_one SELECT NOT EXISTS (SELECT 1 FROM merges m WHERE m.organization_id = ${organization.id} AND m.undone_at IS NULL
    AND (m.kept_id = ${kept} OR m.merged_id = ${kept})
    AND m.rowid > (SELECT g.rowid FROM merges g WHERE g.organization_id = ${organization.id} AND g.id = ${mergeId}))`)

/** The restriction it gave is lifted, unless somebody has decided about it since. */
function liftAgain(current: StaffCurrent, { kept }: MergeRead, { key, version }: { key: string; version: number }): Query[] {
  const { db, now, person, staff } = current
  return [
    db.orm
      .update(clientOverrides)
      .set({ value: 'inherit', version: version + 1, changedAt: now, changedBy: person.id, changedByName: staff.name })
      .where(
        within(
          current,
          clientOverrides,
          eq(clientOverrides.clientId, kept),
          eq(clientOverrides.key, key),
          eq(clientOverrides.version, version),
        ),
      ),
    changedOne(db),
    audit(current, 'override.inherit', {
      kind: 'override',
      id: `${kept}/${key}`,
      version: version + 1,
      details: { key, clientId: kept, from: 'off', to: 'inherit' },
    }),
  ]
}

/** The alias is a record again. */
const alive = (current: StaffCurrent, { kept, merged, mergedVersion }: MergeRead): Query[] => [
  current.db.orm
    .update(clients)
    .set({ mergedInto: null, version: mergedVersion + 1 })
    .where(
      within(
        current,
        clients,
        eq(clients.id, merged),
        eq(clients.version, mergedVersion),
        eq(clients.mergedInto, kept),
        isNotNull(clients.mergedInto),
      ),
    ),
  changedOne(current.db),
]

/** What was filled into the kept record is empty again, unless it holds something else by now. */
function emptied(current: StaffCurrent, { mergeId, kept, merged, keptVersion }: MergeRead): Query[] {
  const { organization } = current
  const isFilled = (
    field: string,
  ) => sql`EXISTS (SELECT 1 FROM merge_moves v WHERE v.organization_id = ${organization.id} AND v.merge_id = ${mergeId}
    AND v.kind = 'clients' AND v.row_id = ${field})`
  const hers = sql`SELECT m.email, m.phone, m.birth_date FROM clients m WHERE m.organization_id = ${organization.id} AND m.id = ${merged}`
  return [
    current.db.orm
      .update(clients)
      .set({
        email: sql`CASE WHEN ${isFilled('email')} THEN nullif(email, (SELECT h.email FROM (${hers}) h)) ELSE email END`,
        phone: sql`CASE WHEN ${isFilled('phone')} THEN nullif(phone, (SELECT h.phone FROM (${hers}) h)) ELSE phone END`,
        birthDate: sql`CASE WHEN ${isFilled('birthDate')} THEN nullif(birth_date, (SELECT h.birth_date FROM (${hers}) h)) ELSE birth_date END`,
        archivedAt: sql`archived_at`,
        version: keptVersion + 1,
      })
      .where(within(current, clients, eq(clients.id, kept), eq(clients.version, keptVersion), isNull(clients.mergedInto))),
    changedOne(current.db),
  ]
}
