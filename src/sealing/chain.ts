import { base64url, derive, sha256 } from '../tokens.ts'

// SEC-5: what a seal over the audit is made of. The same code seals in the Worker and verifies in `npm run audit:verify`.

/** Every column of an audit entry, in the order in which it is sealed. Another column is another `format`. */
export const sealedColumns = [
  'seq',
  'organization_id',
  'at',
  'actor_id',
  'actor_name',
  'actor_kind',
  'on_behalf_of',
  'action',
  'entity_kind',
  'entity_id',
  'entity_version',
  'details',
  'request_id',
  'network',
] as const
const format = 'portico audit 1'

/** An audit entry as the database has it, `details` as text. */
export type SealedEntry = Record<(typeof sealedColumns)[number], string | number | null>

/** A seal as the database has it. */
export interface Seal {
  organization_id: string
  number: number
  from_seq: number
  to_seq: number
  entries: number
  contents: string
  previous_digest: string
  digest: string
  key_id: string
  seal: string
  sealed_at: number
}

/** The end of a chain, to which the next seal is made. */
export type ChainEnd = Pick<Seal, 'number' | 'to_seq' | 'entries' | 'digest'>

/** Where every chain begins. */
export const beginning: ChainEnd = { number: 0, to_seq: 0, entries: 0, digest: '' }

/** The next seal of an organization's chain, over the entries since: all of them, in the order of seq, at least one. */
export async function sealOver(secret: string, end: ChainEnd, entries: SealedEntry[], sealedAt: number): Promise<Seal> {
  const last = entries.at(-1) as SealedEntry
  const open = {
    organization_id: String(last.organization_id),
    number: end.number + 1,
    from_seq: end.to_seq + 1,
    to_seq: Number(last.seq),
    entries: end.entries + entries.length,
    contents: JSON.stringify(await Promise.all(entries.map(async (entry) => [entry.seq, await shortHash(entry)]))),
    previous_digest: end.digest,
    sealed_at: sealedAt,
  }
  const digest = await digestOf(open, entries)
  return { ...open, digest, ...(await signatureOf(secret, digest)) }
}

/** SHA-256 over everything a seal says and every column of the entries under it: needs no secret, so anybody can compare it. */
export const digestOf = (seal: Omit<Seal, 'digest' | 'key_id' | 'seal'>, entries: SealedEntry[]): Promise<string> =>
  sha256([headOf(seal), ...entries.map(encoded)].join('\n'))

/** What only the portal can make of a digest, and which secret it took. */
export async function signatureOf(secret: string, digest: string): Promise<Pick<Seal, 'key_id' | 'seal'>> {
  const key_id = await keyIdOf(secret)
  return { key_id, seal: base64url(await derive(secret, 'audit-seal', `${key_id}|${digest}`)) }
}

/** Names a secret without telling it. */
export const keyIdOf = async (secret: string): Promise<string> => base64url(await derive(secret, 'audit-seal-key', '')).slice(0, 8)

/** Of an entry without its seq: an entry that stands in another's place is recognized. Names, does not prove: the digest does that. */
export const shortHash = async (entry: SealedEntry): Promise<string> => (await sha256(encoded({ ...entry, seq: null }))).slice(0, 12)

/** JSON of the values in fixed order: no two different entries have the same. */
const encoded = (entry: SealedEntry): string => JSON.stringify(sealedColumns.map((name) => entry[name]))

const headOf = (seal: Omit<Seal, 'digest' | 'key_id' | 'seal'>): string =>
  JSON.stringify([
    format,
    seal.organization_id,
    seal.number,
    seal.from_seq,
    seal.to_seq,
    seal.entries,
    seal.contents,
    seal.previous_digest,
    seal.sealed_at,
  ])
