import { eq, inArray, isNull, sql } from 'drizzle-orm'
import { organizations } from '../accounts/schema.ts'
import { audit } from '../audit.ts'
import type { Current } from '../current.ts'
import { batch, changedOne, inList, newMeter, read, within, type Database, type Meter, type Query } from '../db.ts'
import type { Env } from '../env.ts'
import { shardNamed, shardNames } from '../shards.ts'
import { currentOfJob } from '../system.ts'
import { addressHash } from './mail-to.ts'
import type { ProviderWord } from './provider-word.ts'
import { addressHealth, outbox } from './schema.ts'

/**
 * Keeps what a provider says of an e-mail that went out (NOT-21): with its row, with the address it went to, and in the audit, in one
 * batch. Said twice, or after something worse, it changes nothing (`known`); about an e-mail that is not ours it is `unknown`.
 */
export async function keepWord(env: Env, word: ProviderWord, meter: Meter = newMeter()): Promise<'kept' | 'known' | 'unknown'> {
  // A provider knows no organization: with several shards each is asked, until one has the e-mail.
  for (const name of shardNames(env)) {
    const kept = await keepThere(env, shardNamed(env, name, meter), word)
    if (kept !== 'unknown') return kept
  }
  return 'unknown'
}

async function keepThere(env: Env, db: Database, word: ProviderWord): Promise<'kept' | 'known' | 'unknown'> {
  const { row, current } = await readNamed(env, db, word.ids)
  if (!row || !current) return 'unknown'
  if (row.returnedAs === 'complained' || row.returnedAs === word.returnedAs) return 'known'
  const seen = row.returnedAs ? eq(outbox.returnedAs, row.returnedAs) : isNull(outbox.returnedAs)
  const emailHash = row.sentTo ? await addressHash(current, row.sentTo) : null
  const refusal = await batch(db, [
    db.orm
      .update(outbox)
      .set({ returnedAt: current.now, returnedAs: word.returnedAs })
      .where(within(current, outbox, eq(outbox.id, row.id), seen)),
    changedOne(db),
    ...(word.address && emailHash ? [mark(current, emailHash, word.address, row.sentAt ?? 0)] : []),
    audit(current, 'email.returned', {
      kind: 'outbox',
      id: row.id,
      details: { event: row.event, aboutId: row.aboutId, reason: word.returnedAs },
    }),
  ])
  return refusal ? 'known' : 'kept'
}

/** The one e-mail of that name, and the portal itself in its organization. A provider that uses a name twice has said nothing of either. */
async function readNamed(env: Env, db: Database, ids: string[]) {
  const named = db.orm.select().from(outbox).where(inList(outbox.providerId, ids)).limit(2)
  const those = named.as('those')
  const { found, organization } = await read(db, {
    found: named,
    organization: db.orm
      .select()
      .from(organizations)
      .where(inArray(organizations.id, db.orm.select({ id: those.organizationId }).from(those))),
  })
  // No switch has a say in it.
  return { row: found.length === 1 ? found[0] : undefined, current: currentOfJob(env, db, { organization, choices: [] }) }
}

/** A mark that staff took off after that e-mail went out stays off: they knew more. A complaint outweighs the rest. */
function mark(current: Current, emailHash: string, state: NonNullable<ProviderWord['address']>, sentAt: number): Query {
  const known = { state, sinceAt: current.now, clearedAt: null }
  return current.db.orm
    .insert(addressHealth)
    .values({ organizationId: current.organization.id, emailHash, ...known })
    .onConflictDoUpdate({
      target: [addressHealth.organizationId, addressHealth.emailHash],
      set: known,
      setWhere: sql`${addressHealth.clearedAt} <= ${sentAt} OR (${addressHealth.clearedAt} IS NULL AND ${addressHealth.state} NOT IN ('complained', ${state}))`,
    })
}
