import type { AnchoredSeal } from '../../sealing/anchor.ts'
import { beginning, type ChainEnd, digestOf, keyIdOf, type Seal, type SealedEntry, shortHash, signatureOf } from '../../sealing/chain.ts'

/** What is found of one organization's audit. */
export interface Walked {
  organizationId: string
  entries: number
  seals: number
  /** Entries after the last seal: what the next minute seals. */
  unsealed: number
  /** The first thing that is not as it was sealed, in words; null when there is none. */
  wrong: string | null
}

/** What a chain is held against: secrets that are known, anchors that were kept. Both may be none; then it only has to fit together. */
export interface Against {
  secrets: string[]
  anchors: AnchoredSeal[]
}

/** One organization's chain, walked from its beginning: first entries, in the order of seq, then the seals over them, in the order of their ends. */
export class ChainWalk {
  readonly organizationId: string
  private readonly against: Against
  private end: ChainEnd = beginning
  private pending: SealedEntry[] = []
  private counted = { entries: 0, seals: 0 }
  private wrong: string | null = null
  /** The last seal that nobody vouches for: it names a secret that is not known. */
  private unvouched = { number: 0, keyId: '' }

  constructor(organizationId: string, against: Against) {
    this.organizationId = organizationId
    this.against = { ...against, anchors: against.anchors.filter(({ organization_id }) => organization_id === organizationId) }
  }

  /** The next entry. */
  meet(entry: SealedEntry): void {
    this.counted.entries += 1
    this.pending.push(entry)
  }

  /** The next seal; everything under it has been met. */
  async pass(seal: Seal): Promise<void> {
    this.counted.seals += 1
    const under = this.pending.filter(({ seq }) => Number(seq) <= seal.to_seq)
    this.pending = this.pending.slice(under.length)
    this.wrong ??= this.outOfLine(seal) ?? (await this.changedUnder(seal, under)) ?? (await this.notOurs(seal)) ?? this.notAsAnchored(seal)
    this.end = seal
  }

  done(): Walked {
    const farthest = this.against.anchors.toSorted((a, b) => b.number - a.number)[0]
    if (farthest && farthest.number > this.end.number)
      this.wrong ??= `the chain was cut: it ends with seal ${this.end.number} (entry ${this.end.to_seq}), but seal ${farthest.number} over entries up to ${farthest.to_seq} is anchored`
    if (this.against.secrets.length > 0 && this.unvouched.number > (farthest?.number ?? 0))
      this.wrong ??= `seal ${this.unvouched.number} names a secret that was not given (${this.unvouched.keyId}): give it in FORMER_PORTAL_SECRETS, or an anchor made after that seal`
    return { organizationId: this.organizationId, ...this.counted, unsealed: this.pending.length, wrong: this.wrong }
  }

  private outOfLine(seal: Seal): string | null {
    const expected = this.end.number + 1
    if (seal.number > expected) return `seal ${expected} is missing, the one after entry ${this.end.to_seq}`
    if (seal.number < expected)
      return `seal ${seal.number} stands after seal ${this.end.number}: the seals were reordered or put in (entries from ${seal.from_seq})`
    if (seal.previous_digest !== this.end.digest || seal.from_seq !== this.end.to_seq + 1)
      return `seal ${seal.number} (entries ${seal.from_seq} to ${seal.to_seq}) does not follow seal ${this.end.number}: one of the two was altered or replaced`
    return null
  }

  private async changedUnder(seal: Seal, under: SealedEntry[]): Promise<string | null> {
    const change = await firstChange(contentsOf(seal), under)
    if (change) return `${change} (seal ${seal.number})`
    const holds = seal.digest === (await digestOf(seal, under)) && seal.entries === this.end.entries + under.length
    return holds ? null : `seal ${seal.number} (entries ${seal.from_seq} to ${seal.to_seq}) was altered`
  }

  private async notOurs(seal: Seal): Promise<string | null> {
    const known = await Promise.all(this.against.secrets.map(keyIdOf))
    const secret = this.against.secrets[known.indexOf(seal.key_id)]
    if (!secret) this.unvouched = { number: seal.number, keyId: seal.key_id }
    if (!secret || (await signatureOf(secret, seal.digest)).seal === seal.seal) return null
    return `seal ${seal.number} (entries ${seal.from_seq} to ${seal.to_seq}) was not made by this portal: its signature is wrong`
  }

  private notAsAnchored(seal: Seal): string | null {
    const differs = this.against.anchors.some(
      ({ number, digest, to_seq, entries }) =>
        number === seal.number && (digest !== seal.digest || to_seq !== seal.to_seq || entries !== seal.entries),
    )
    return differs ? `seal ${seal.number} is not the one that was anchored: what is up to entry ${seal.to_seq} was replaced` : null
  }
}

type Contents = [seq: number, hash: string][]

/** What a seal says is under it; nothing, when somebody wrote something else there. */
function contentsOf({ contents }: Seal): Contents {
  const list: unknown = JSON.parse(contents)
  return Array.isArray(list) ? list.filter((one): one is Contents[number] => Array.isArray(one) && typeof one[0] === 'number') : []
}

/** The first entry that is not what was sealed under its seq. */
async function firstChange(sealed: Contents, entries: SealedEntry[]): Promise<string | null> {
  const hashes = new Map(sealed)
  const places = new Map(sealed.map(([seq, hash]) => [hash, seq]))
  const found = new Map(entries.map((entry) => [Number(entry.seq), entry]))
  for (const seq of [...new Set([...hashes.keys(), ...found.keys()])].toSorted((a, b) => a - b)) {
    const entry = found.get(seq)
    if (!entry) return `entry ${seq} is missing`
    if (!hashes.has(seq)) return `entry ${seq} was put in afterwards`
    const hash = await shortHash(entry)
    if (hash === hashes.get(seq)) continue
    const place = places.get(hash)
    return place === undefined ? `entry ${seq} was altered` : `entry ${seq} holds what was sealed as entry ${place}: they were reordered`
  }
  return null
}
