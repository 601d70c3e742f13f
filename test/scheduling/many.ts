import { rows, tuesday, type Browser } from '../support/portal.ts'
import { sha256 } from '../../src/tokens.ts'

export interface Somebody {
  clientId: string
  browser: Browser
}

/** Clients with a sign-in of their own, all assigned to theo. Signed in at the tests' own time. */
export async function manyClients(count: number): Promise<Somebody[]> {
  const ids = Array.from({ length: count }, (_, i) => `cli_many${i}`)
  const people = await Promise.all(ids.map(async (id) => ({ id, person: `per_${id}`, token: await sha256(id) })))
  const from = `FROM json_each(?) AS one`
  const list = JSON.stringify(people)
  await rows(
    `INSERT INTO people (id, name, email, created_at) SELECT value->>'person', value->>'id', value->>'id' || '@family.example', 1 ${from}`,
    list,
  )
  await rows(
    `INSERT INTO clients (organization_id, id, name, sort_name, created_at) SELECT 'org_willow', value->>'id', value->>'id', value->>'id', 1 ${from}`,
    list,
  )
  await rows(
    `INSERT INTO client_logins (organization_id, client_id, person_id, created_at) SELECT 'org_willow', value->>'id', value->>'person', 1 ${from}`,
    list,
  )
  await rows(
    `INSERT INTO assignments (organization_id, client_id, staff_id, created_at) SELECT 'org_willow', value->>'id', 'sta_theo', 1 ${from}`,
    list,
  )
  await rows(
    `INSERT INTO sessions (token_hash, person_id, organization_id, created_at, last_seen_at)
     SELECT value->>'token', value->>'person', 'org_willow', ?2, ?2 FROM json_each(?1)`,
    list,
    Date.parse(tuesday),
  )
  return ids.map((clientId) => ({ clientId, browser: { cookies: new Map([['__Host-session', clientId]]) } }))
}
