import { desc, eq } from 'drizzle-orm'
import type { AboutQueries } from '../accounts/identity.ts'
import type { Organization } from '../current.ts'
import { anchorOf, type Anchor, type LastSeal } from './anchor.ts'
import { auditSeals } from './schema.ts'

type LastSealRow = Pick<
  typeof auditSeals.$inferSelect,
  'organizationId' | 'number' | 'toSeq' | 'entries' | 'digest' | 'keyId' | 'seal' | 'sealedAt'
>

/** For a door: the last seal of the organization. */
export const lastSealQuery: AboutQueries = ({ db, organizationId }) => ({
  lastSeal: db.orm
    .select({
      organizationId: auditSeals.organizationId,
      number: auditSeals.number,
      toSeq: auditSeals.toSeq,
      entries: auditSeals.entries,
      digest: auditSeals.digest,
      keyId: auditSeals.keyId,
      seal: auditSeals.seal,
      sealedAt: auditSeals.sealedAt,
    })
    .from(auditSeals)
    .where(eq(auditSeals.organizationId, organizationId))
    .orderBy(desc(auditSeals.number))
    .limit(1),
})

/** What that door read; null before the first seal. */
export function lastSealFrom(about: Record<string, unknown>, { slug }: Organization): LastSeal | null {
  const [row] = about.lastSeal as LastSealRow[]
  if (!row) return null
  const { organizationId: organization_id, toSeq: to_seq, keyId: key_id, sealedAt: sealed_at, ...same } = row
  return { ...same, organization_id, to_seq, key_id, sealed_at, slug }
}

/** One practice's anchor, as `npm run audit:anchor` makes it for all. */
export const anchorOfOne = (last: LastSeal | null, now: number): Anchor => anchorOf(last ? [last] : [], now)
