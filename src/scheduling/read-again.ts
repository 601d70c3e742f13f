import { sql } from 'drizzle-orm'
import type { AboutQueries } from '../accounts/identity.ts'
import type { Current } from '../current.ts'
import { read } from '../db.ts'
import { askingAgain } from '../shards.ts'

/** What the door read, once more: after others were quicker, only what stands there now says what they have taken. */
export async function readAgain<Facts>(
  current: Current,
  about: AboutQueries,
  { params = {}, fields = {} }: { params?: Record<string, string>; fields?: Record<string, string> },
): Promise<Facts> {
  const { db, organization, person, client, now } = current
  const at = { org: organization.slug, ...(client && { clientId: client.id }), ...params }
  const queries = about({
    ...askingAgain(db),
    organizationId: sql`${organization.id}`,
    personId: sql`${person?.id ?? ''}`,
    now,
    params: at,
    fields,
  })
  return (await read(db, queries)) as unknown as Facts
}
