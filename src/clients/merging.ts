import { eq, isNull, sql } from 'drizzle-orm'
import { audit } from '../audit.ts'
import type { StaffCurrent } from '../current.ts'
import { batch, changedOne, newId, within, type Query } from '../db.ts'
import { clientOverrides } from '../settings/schema.ts'
import { remember } from '../web/idempotency.ts'
import { mergeChanges } from './merge-changes.ts'
import { handed, handOver, type Merging } from './merge-tables.ts'
import type { PairedRecord } from './pair.ts'
import { clients, merges } from './schema.ts'

/** Why two records were not merged: somebody changed one meanwhile, or both are somebody's account. */
export type MergeRefusal = 'stale' | 'two_accounts'

/** What is filled into the kept record where it has nothing. */
export const fillable = ['email', 'phone', 'birthDate'] as const
export type Fillable = (typeof fillable)[number]

/** Two different people sign in as these two: which of them she is, only staff can find out. */
export const twoAccounts = (a: PairedRecord, b: PairedRecord): boolean =>
  a.personId !== null && b.personId !== null && a.personId !== b.personId

/** What the kept record gets from the other, because it has none of its own. */
export const filledFrom = (kept: PairedRecord, merged: PairedRecord): Fillable[] =>
  fillable.filter((field) => kept[field] === null && merged[field] !== null)

/** The restrictions that the kept record takes over: an "off" wins (SET-32). */
export const restrictedFrom = (kept: PairedRecord, merged: PairedRecord): string[] =>
  Object.keys(merged.overrides).filter((key) => merged.overrides[key]?.value === 'off' && kept.overrides[key]?.value !== 'off')

/**
 * LNK-5: merges one record into another, in one batch. The merged row stays as an alias; what belongs to it is handed over,
 * row by row noted, so that undoing it hands back exactly that. Nothing is deleted.
 */
export async function merge(
  current: StaffCurrent,
  kept: PairedRecord,
  merged: PairedRecord,
  location: string,
): Promise<MergeRefusal | null> {
  if (twoAccounts(kept, merged)) return 'two_accounts'
  const { db, organization, now, person, staff } = current
  const merging: Merging = { mergeId: newId('mrg'), kept: kept.id, merged: merged.id }
  const filled = filledFrom(kept, merged)
  const row = { organizationId: organization.id, id: merging.mergeId, keptId: kept.id, mergedId: merged.id }
  const lost = await batch(db, [
    ...remember(current, location),
    oneAccount(current, merging),
    db.orm.insert(merges).values({ ...row, createdAt: now, createdBy: person.id, createdByName: staff.name }),
    ...mergeChanges.filter(({ before }) => before).flatMap(({ make }) => make(current, merging)),
    ...handed.flatMap((one) => handOver(current, merging, one)),
    ...mergeChanges.filter(({ before }) => !before).flatMap(({ make }) => make(current, merging)),
    ...restrictedFrom(kept, merged).flatMap((key) => restrictToo(current, merging, key, kept.overrides[key]?.version ?? 0)),
    ...filled.map((field) => noteFilled(current, merging, field)),
    ...become(current, merged, { mergedInto: kept.id }),
    // The order of the two matters: the triggers of the directory look at the accounts as they are then.
    ...become(current, kept, {
      archivedAt: kept.archivedAt,
      ...Object.fromEntries(filled.map((field) => [field, merged[field]])),
    }),
    audit(current, 'merge.made', {
      kind: 'merge',
      id: merging.mergeId,
      version: 1,
      details: { kept: kept.id, merged: merged.id, filled: filled.join(' ') },
    }),
    audit(current, 'client.merged', { kind: 'client', id: merged.id, version: merged.version + 1, details: { into: kept.id } }),
    audit(current, 'client.received', { kind: 'client', id: kept.id, version: kept.version + 1, details: { from: merged.id } }),
  ])
  return lost ? 'stale' : null
}

/** Two accounts may have come together since the records were read: then the whole batch is refused. */
const oneAccount = ({ db, organization }: StaffCurrent, { kept, merged }: Merging): Query =>
  db.orm.run(sql`INSERT INTO assert_one SELECT count(DISTINCT l.person_id) < 2 FROM client_logins l
    WHERE l.organization_id = ${organization.id} AND l.client_id IN (${kept}, ${merged}) AND l.ended_at IS NULL`)

/** The restriction as if it had been switched off for her now, with its own audit entry: her history tells it (SET-6). */
function restrictToo(current: StaffCurrent, { mergeId, kept }: Merging, key: string, version: number): Query[] {
  const { db, organization, now, person, staff } = current
  const row = { organizationId: organization.id, clientId: kept, key, value: 'off' as const, version: version + 1 }
  const by = { changedAt: now, changedBy: person.id, changedByName: staff.name }
  const { organizationId, clientId, key: ofKey } = clientOverrides
  return [
    db.orm
      .insert(clientOverrides)
      .values({ ...row, ...by })
      .onConflictDoUpdate({
        target: [organizationId, clientId, ofKey],
        set: { ...row, ...by },
        setWhere: eq(clientOverrides.version, version),
      }),
    changedOne(db),
    db.orm.run(sql`INSERT INTO merge_moves (organization_id, merge_id, kind, row_id, was)
      VALUES (${organization.id}, ${mergeId}, 'client_overrides', ${key}, ${String(version + 1)})`),
    audit(current, 'override.off', {
      kind: 'override',
      id: `${kept}/${key}`,
      version: version + 1,
      details: { key, clientId: kept, from: 'inherit', to: 'off' },
    }),
  ]
}

const noteFilled = ({ db, organization }: StaffCurrent, { mergeId }: Merging, field: Fillable): Query =>
  db.orm.run(
    sql`INSERT INTO merge_moves (organization_id, merge_id, kind, row_id) VALUES (${organization.id}, ${mergeId}, 'clients', ${field})`,
  )

function become(current: StaffCurrent, { id, version }: PairedRecord, change: Partial<typeof clients.$inferInsert>): Query[] {
  return [
    current.db.orm
      .update(clients)
      .set({ ...change, version: version + 1 })
      .where(within(current, clients, eq(clients.id, id), eq(clients.version, version), isNull(clients.mergedInto))),
    changedOne(current.db),
  ]
}
