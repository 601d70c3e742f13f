import { db } from '../support/portal.ts'

// T-05: what somebody sends along who hopes that a row is written from whatever a form holds.

/** The fields that a door knows beside those its example in house/changes.ts sends, where a column has the same name. */
export const documented: Record<string, string[]> = {
  'POST /:org/my/:clientId/requests': ['note'],
  'POST /:org/manage/staff/invitations': ['administrator'],
  'POST /:org/manage/clients/invitations': ['message', 'form'],
  'POST /:org/manage/services': ['bookable_online'],
  'POST /:org/manage/services/:serviceId': ['bookable_online'],
  'POST /:org/manage/locations': ['hide_address'],
  'POST /:org/manage/locations/:locationId': ['hide_address'],
  'POST /:org/manage/requests/:requestId/counter-offer': ['date', 'time', 'message'],
  'POST /:org/manage/hours/:staffId/windows': ['location', 'forum', 'valid_from', 'valid_until'],
  'POST /:org/manage/hours/:staffId/windows/:windowId': ['location', 'forum', 'valid_from', 'valid_until'],
  'POST /:org/manage/hours/:staffId/exceptions': ['until_date', 'label'],
  'POST /:org/manage/hours/practice': ['until_date', 'label'],
  'POST /:org/my/:clientId/standing': ['note'],
  'POST /:org/manage/standing/:standingId/decline': ['message'],
  'POST /:org/manage/calendar/new': ['override'],
  'POST /:org/manage/appointments': ['override'],
  'POST /:org/manage/appointments/:appointmentId/move': ['override'],
  'POST /:org/join': ['phone', 'birth_date'],
  'POST /:org/book': ['phone', 'birth_date', 'note'],
}

/** Names that are no column of ours and have opened other software. */
const notorious = `
  role roles isAdmin is_admin admin owner orgId org_id tenantId userId user_id price amount verifiedAt
  verified_at createdAt created_at administrator therapist permissions staff sure person_name __proto__
  constructor prototype __proto__[administrator] constructor[prototype][administrator] administrator[]`
  .trim()
  .split(/\s+/)

/** What is claimed for a column: an own id where there is one, somebody else's elsewhere, "yes" for everything that can be yes. */
const claims: [RegExp, string][] = [
  [/^organization_?id$|^org_?id$|^tenant/i, 'org_cedar'],
  [/person_?id$|^created_?by$|^actor_?id$|^user_?id$|^decided_?by$/i, 'per_dana'],
  [/client_?id$|^kept_?id$|^merged_?id$|^on_?behalf/i, 'cli_max'],
  [/staff_?id$/i, 'sta_dana'],
  [/email$/i, 'thief@else.example'],
  [/^status$|^state$/i, 'confirmed'],
  [/^roles?$/i, 'administrator'],
  [/^plan$/i, 'everything'],
  [/^permissions$/i, '["schedule","pay"]'],
  [/_at$|[a-z]At$/, '4102444800000'],
]

/** Every column of every table as the database and as our code names it, and the notorious ones, each with a claim. */
export async function everyColumn(): Promise<Record<string, string>> {
  const { results } = await db()
    .prepare(
      "SELECT DISTINCT c.name AS name FROM sqlite_master t JOIN pragma_table_xinfo(t.name) c WHERE t.type = 'table' AND t.name NOT GLOB '_cf_*' AND t.name NOT GLOB 'sqlite_*'",
    )
    .all<{ name: string }>()
  const names = [...results.flatMap(({ name }) => [name, camel(name)]), ...notorious]
  return Object.fromEntries([...new Set(names)].map((name) => [name, claims.find(([pattern]) => pattern.test(name))?.[1] ?? '1']))
}

const camel = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

/**
 * What the database holds, with what is made of chance made equal: ids of this run, tokens and their hashes, codes, and the order of rows.
 * Two portals to which the same was done read the same.
 */
export async function withoutChance(names: string[]): Promise<Record<string, string[]>> {
  const tables = await db().batch<Record<string, unknown>>(names.map((name) => db().prepare(`SELECT * FROM ${name}`)))
  return Object.fromEntries(tables.map(({ results }, i) => [names[i] as string, results.map(leveled).toSorted()]))
}

function leveled(row: Record<string, unknown>): string {
  // Which number an entry of the audit got, a seal says, too (062).
  const { seq: _, request_id: __, from_seq: ___, to_seq: ____, contents: _____, ...rest } = row
  return JSON.stringify(rest)
    .replace(/(?<!\w)([a-z]{2,4}_)[\w-]{22}(?![\w-])/g, '$1*')
    .replace(/(?<![\w-])ses_[0-9a-f]{32}(?![\w-])/g, 'ses_*')
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'uuid')
    .replace(/(?<![\w-])[\w-]{43}(?![\w-])/g, 'token')
    .replace(/(?<![\w-])[0-9a-f]{64}(?![\w-])/g, 'hash')
    .replace(/(?<![\w-])\d{6}(?![\w-])|(?<=\\n)\d{6}(?!\w)/g, 'code')
    .replace(/("credential_id":")[\w-]+/g, '$1key')
    .replace(/("key":")[\w-]{16}(?=")/g, '$1key of a form')
    .replace(/("public_key":)\[[\d,]+\]/g, '$1key')
    .replace(/(?<!\w)chl_[0-9a-f]{64}/g, 'challenge')
    .replace(/v1\.[\w-]{16}\.[\w-]+/g, 'sealed')
    .replace(/("suffix":")[\w-]{11}/g, '$1suffix')
    .replace(/(restored\\":)\d+/g, '$1seq')
}
