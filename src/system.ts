import { eq } from 'drizzle-orm'
import { words } from '../views/words/words.ts'
import { organizations } from './accounts/schema.ts'
import { clock } from './clock.ts'
import type { Current } from './current.ts'
import { controlDatabase, newMeter, read, type Database } from './db.ts'
import type { Env } from './env.ts'
import { choiceColumns, settings } from './settings/schema.ts'
import { dbFor, shardNamed } from './shards.ts'

// What cron and the queue act as: the portal itself, in one organization, on behalf of nobody.

/** The first shard, for a job that was told of no other: nobody asks, so nothing is measured. */
export const firstShard = (env: Env): Database => shardNamed(env, 'DB', newMeter())

/** The shard of an organization, for a job. */
export const shardOf = (env: Env, organizationId: string): Promise<Database> => dbFor(env, { id: organizationId }, newMeter())

/** What has to be read to work for an organization without anybody asking; a job puts its own reading beside it. */
export const organizationQueries = ({ orm }: Database, organizationId: string) => ({
  organization: orm.select().from(organizations).where(eq(organizations.id, organizationId)),
  choices: orm.select(choiceColumns).from(settings).where(eq(settings.organizationId, organizationId)),
})

interface OrganizationRows {
  organization: (typeof organizations.$inferSelect)[]
  choices: Pick<typeof settings.$inferSelect, 'key' | 'value' | 'version' | 'changedAt' | 'changedByName'>[]
}

/** `Current` of a job from those rows; null when the organization is gone. */
export function currentOfJob(env: Env, db: Database, { organization: [found], choices }: OrganizationRows): Current | null {
  if (!found) return null
  return {
    env,
    db,
    control: controlDatabase(env, newMeter()),
    now: clock.now(),
    requestId: `job-${crypto.randomUUID()}`,
    network: 'system',
    organization: found,
    language: found.language,
    words: words(found.language),
    facts: {
      choices: Object.fromEntries(choices.map((choice) => [choice.key, choice])),
      plan: found.plan,
      cardProcessing: found.cardProcessing,
      subscribedTherapists: 0,
      overrides: {},
    },
    person: null,
    session: null,
    staff: null,
    client: null,
    access: null,
    openRequests: 0,
    undelivered: 0,
    news: { client: 0, staff: 0 },
    mine: [],
    drafts: {},
    attempt: null,
  }
}

/** `Current` of the portal itself in an organization of this shard; null when it is gone. */
export async function systemCurrent(env: Env, organizationId: string, db: Database): Promise<Current | null> {
  return currentOfJob(env, db, await read(db, organizationQueries(db, organizationId)))
}
