import type { Actor } from '../../house/doors.data.ts'
import { tableNames } from '../../house/support.ts'
import { cast, db } from '../../support/portal.ts'

// What is whose, said once more and independently of the portal: what an actor may never see, and which rows she may never move.

const { ana, bo, max, gail, nell, amir, cyd } = cast
const cedar = [amir, cyd]
const clientsOfWillow = [ana, bo, max, gail, nell]

/** Names that may be on no page of hers: a leak is a name on the wrong page. */
export function hidden(actor: Actor): string[] {
  return notFor(actor).flatMap(({ name, email }) => [name, ...(email ? [email] : [])])
}

function notFor(actor: Actor): { name: string; email: string | null }[] {
  if (actor.startsWith('Ana')) return [bo, max, gail, nell, ...cedar]
  if (actor.startsWith('Bo') || actor.startsWith('a contact')) return [ana, nell, ...cedar]
  if (actor.startsWith('Theo')) return [nell, ...cedar]
  if (actor.startsWith('Tess')) return [bo, max, nell, ...cedar]
  if (actor.startsWith('Dana')) return cedar
  if (actor.startsWith('Amir') || actor.startsWith('Cyd')) return clientsOfWillow
  return [...clientsOfWillow, ...cedar]
}

/** Every row that is none of her business, by table: of another practice; for a client also of other clients, for a therapist of the other one. */
export async function foreignRows(actor: Actor): Promise<Record<string, string[]>> {
  const names = (await tableNames()).filter((name) => !counted.includes(name))
  const tables = await db().batch<Record<string, unknown>>(names.map((name) => db().prepare(`SELECT * FROM ${name}`)))
  return Object.fromEntries(
    tables.map(({ results }, at) => [
      names[at],
      results
        .filter((row) => isForeign(actor, names[at] as string, row))
        .map((row) => JSON.stringify(row))
        .toSorted(),
    ]),
  )
}

/** What only counts: of nobody, or of whoever asks. */
const counted = ['rate_counters', 'assert_one', 'dev_state', 'dev_mail']

function isForeign(actor: Actor, table: string, row: Record<string, unknown>): boolean {
  if (table === 'audit' && row['action'] === 'denied') return false
  const home = /^(Amir|Cyd|a therapist elsewhere)/.test(actor) ? 'org_cedar' : 'org_willow'
  const organization = row['organization_id'] ?? (table === 'organizations' || table === 'directory' ? row['id'] : undefined)
  if (organization !== undefined && organization !== home && table !== 'sessions') return true
  const client = row['client_id'] ?? (table === 'clients' ? row['id'] : undefined)
  if (isOfClients(actor)) return client !== undefined && client !== null && !ofHers(actor).includes(String(client))
  const therapist = row['staff_id'] ?? (table === 'staff' ? row['id'] : undefined)
  if (actor.startsWith('Tess')) return therapist === cast.theo.staffId
  if (actor.startsWith('Theo')) return therapist === cast.tess.staffId
  return false
}

const isOfClients = (actor: Actor): boolean => /^(Bo|Ana|Cyd|a contact)/.test(actor)
const ofHers = (actor: Actor): string[] => [actor.startsWith('Ana') ? ana.clientId : actor.startsWith('Cyd') ? cyd.clientId : bo.clientId]
