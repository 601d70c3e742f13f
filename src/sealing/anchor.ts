import type { Seal } from './chain.ts'

/**
 * The last seal of every organization at a moment, to be kept where nobody who can write to the database can write (SEC-5). It holds no name
 * of a client and nothing of anybody's care: whoever has it can only compare.
 */
export interface Anchor {
  portico: typeof anchorFormat
  madeAt: string
  organizations: AnchoredSeal[]
}

export type AnchoredSeal = Pick<Seal, 'organization_id' | 'number' | 'to_seq' | 'entries' | 'digest' | 'key_id' | 'seal'> & {
  slug: string
  sealed_at: string
}

export const anchorFormat = 'audit anchor 1'

/** A last seal as the database has it, with the organization's name in addresses. */
export type LastSeal = Omit<Seal, 'from_seq' | 'contents' | 'previous_digest'> & { slug: string }

export const anchorOf = (last: LastSeal[], now: number): Anchor => ({
  portico: anchorFormat,
  madeAt: new Date(now).toISOString(),
  organizations: last.map(({ organization_id, slug, number, to_seq, entries, digest, key_id, seal, sealed_at }) => ({
    organization_id,
    slug,
    number,
    to_seq,
    entries,
    digest,
    key_id,
    seal,
    sealed_at: new Date(sealed_at).toISOString(),
  })),
})

/** As a file: to be read by people, too. */
export const anchorText = (anchor: Anchor): string => `${JSON.stringify(anchor, null, 2)}\n`

/** An anchor that was kept; null when the text is none. */
export function anchorIn(text: string): Anchor | null {
  try {
    const anchor = JSON.parse(text) as Anchor
    const isSeal = (one: AnchoredSeal) =>
      typeof one.organization_id === 'string' && Number.isInteger(one.number) && typeof one.digest === 'string'
    return anchor.portico === anchorFormat && anchor.organizations.every(isSeal) ? anchor : null
  } catch {
    return null
  }
}
