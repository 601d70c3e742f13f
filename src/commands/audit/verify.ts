import { type Seal, sealedColumns, type SealedEntry } from '../../sealing/chain.ts'
import type { Base } from '../org/base.ts'
import { sql, type Statement } from '../org/sql.ts'
import { type Against, ChainWalk, type Walked } from './chain-walk.ts'

const pageSize = 5000

/**
 * SEC-5: walks every organization's chain at once, page by page in the order of seq, and says of each what is there and what is wrong first.
 * Reads only. What is audited and sealed meanwhile does not confuse it: it stops where the database ended when it began.
 */
export async function verifyChains(base: Base, against: Against): Promise<Walked[]> {
  const [[ends] = []] = await base.run([
    sql`SELECT max((SELECT coalesce(max(to_seq), 0) FROM audit_seals), (SELECT coalesce(max(seq), 0) FROM audit)) AS until`,
  ])
  const until = Number(ends?.['until'])
  const walks = new Map<string, ChainWalk>()
  const walkOf = (id: string): ChainWalk => walks.get(id) ?? (walks.set(id, new ChainWalk(id, against)), walks.get(id) as ChainWalk)
  for (const { organization_id } of against.anchors) walkOf(organization_id)
  let after = Number.MIN_SAFE_INTEGER
  while (after < until) {
    const [page = []] = await base.run([entriesAfter(after, until)])
    const last = page.length < pageSize ? until : Number(page.at(-1)?.['seq'])
    for (const entry of page as SealedEntry[]) walkOf(String(entry.organization_id)).meet(entry)
    const [seals = []] = await base.run([sealsBetween(after, last)])
    for (const seal of seals as unknown as Seal[]) await walkOf(seal.organization_id).pass(seal)
    after = last
  }
  return [...walks.values()].map((walk) => walk.done()).toSorted((a, b) => (a.organizationId < b.organizationId ? -1 : 1))
}

/** Numbers that JavaScript cannot hold were never written by the portal: they come as text, and are altered entries. */
const columns = sealedColumns.map((name) =>
  name === 'at' || name === 'entity_version'
    ? `CASE WHEN ${name} BETWEEN -9007199254740991 AND 9007199254740991 THEN ${name} ELSE CAST(${name} AS TEXT) END AS ${name}`
    : name,
)

const entriesAfter = (after: number, until: number): Statement =>
  `SELECT ${columns.join(', ')} FROM audit WHERE seq > ${after} AND seq <= ${until} ORDER BY seq LIMIT ${pageSize}` as Statement

const sealsBetween = (after: number, last: number): Statement =>
  sql`SELECT * FROM audit_seals WHERE to_seq > ${after} AND to_seq <= ${last} ORDER BY to_seq, organization_id, number`
