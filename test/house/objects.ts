import { sha256 } from '../../src/tokens.ts'
import { cast, locations, rows, services } from '../support/portal.ts'
import type { Actor } from './doors.data.ts'
import type { Situation } from './situation.ts'

// What an address can be about beside what the actor may see (T-01, T-02): the same kind of thing of somebody else at the practice, of
// another practice, and of nobody. Made once, kept in the snapshot of the portal in use.

export type Parameter = keyof Situation | 'seq'

/** The ids of others, by the parameter of an address. */
export interface Objects {
  /** Of another client or therapist of willow, where there is such a thing. */
  neighbours: Partial<Record<Parameter, string>>
  /** Of cedar, whatever an address can name there. */
  foreign: Partial<Record<Parameter, string>>
  missing: Partial<Record<Parameter, string>>
  /** The secret of the invitation in an actor's hand. */
  tokens: Partial<Record<Actor, string>>
}

/** Tables by the parameter that names a row of them. What Bo's and Theo's are at willow, cedar has of Cyd and of its own therapist. */
const tables: Partial<Record<Parameter, string[]>> = {
  serviceId: ['services'],
  requestId: ['appointments'],
  appointmentId: ['appointments'],
  scheduleId: ['setting_schedules'],
  invitationId: ['staff_invitations', 'invitations'],
  registrationId: ['registrations'],
  batchId: ['invitation_batches'],
  roomId: ['rooms'],
  windowId: ['availability'],
  exceptionId: ['availability_exceptions'],
  seriesId: ['appointment_series'],
  standingId: ['standing_requests'],
  entryId: ['waitlist_entries'],
}
/** Those of which Ana or Tess have one, too. */
const ofNeighbours: Parameter[] = ['requestId', 'appointmentId', 'windowId', 'exceptionId', 'standingId', 'entryId', 'registrationId']

/** Makes them; the company is gathered (actors.ts). */
export async function layOut(situation: Situation): Promise<Objects> {
  const foreign: Objects['foreign'] = {}
  const neighbours: Objects['neighbours'] = {}
  for (const [parameter, names = []] of Object.entries(tables) as [Parameter, string[]][]) {
    const id = situation[parameter as keyof Situation]
    for (const table of names) {
      foreign[parameter] = await copied(table, id, 'cedar', ofCedar)
      if (ofNeighbours.includes(parameter)) neighbours[parameter] = await copied(table, id, 'near', ofAnaAndTess)
    }
  }
  return {
    neighbours: { ...neighbours, clientId: cast.ana.clientId, staffId: cast.tess.staffId },
    foreign: { ...foreign, ...(await ofCedarOnly(foreign.entryId as string)) },
    tokens: {
      'a stranger with an invitation': await anInvitationOfNell('good', 4102444800000),
      'a stranger whose invitation has expired': await anInvitationOfNell('late', 2),
    },
    missing: Object.fromEntries(
      [...Object.entries(situation), ['seq', '']].map(([parameter, real]) => [parameter, madeUp(parameter as Parameter, real)]),
    ),
  }
}

/** Well-formed where the real ones are, so that nothing but its not being there can tell it apart. */
function madeUp(parameter: Parameter, real = ''): string {
  const vocabulary: Partial<Record<Parameter, string>> = { seq: '999999', weekday: '9', key: 'no_such', event: 'no_such', kind: 'no_such' }
  return vocabulary[parameter] ?? `${real.split('_')[0]}_${'0'.repeat(22)}`
}

const ofCedar = {
  organization_id: 'org_cedar',
  client_id: 'cli_cyd',
  staff_id: 'sta_elsewhere',
  person_id: 'per_cyd',
  location_id: 'loc_cedar',
  service_id: `${services.session}_cedar`,
}
const ofAnaAndTess = { client_id: 'cli_ana', staff_id: 'sta_tess', person_id: 'per_ana' }
/** What a copy is no part of. */
const unlinked = { batch_id: null, series_id: null, hold_id: null, standing_request_id: null }

/** A row like this one, of somebody else; answers its id, of the same shape. */
async function copied(table: string, id: string, whose: string, owner: Record<string, string>): Promise<string> {
  const [row] = await rows<Record<string, string | number | null>>(`SELECT * FROM ${table} WHERE id = ?`, id)
  if (!row) throw new Error(`There is no ${id} in ${table}.`)
  const copy = id.length > 20 ? `${id.slice(0, -whose.length)}${whose}` : `${id}_${whose}`
  const token = [...`${whose}${table}`].map((letter) => letter.charCodeAt(0).toString(16)).join('')
  const changed = { ...owner, ...unlinked, id: copy, token_hash: token.padEnd(64, '0').slice(0, 64) } as Record<string, string | null>
  const entries = Object.entries(row).map(([name, value]) => [name, name in changed && value !== null ? changed[name] : value] as const)
  await rows(
    `INSERT INTO ${table} (${entries.map(([name]) => name).join(', ')}) VALUES (${entries.map(() => '?').join(', ')})`,
    ...entries.map(([, value]) => value),
  )
  return copy
}

/** An invitation that Nell got; answers its secret. */
async function anInvitationOfNell(name: string, expiresAt: number): Promise<string> {
  const token = `${name}${'i'.repeat(39)}`
  await rows(
    `INSERT INTO invitations (organization_id, id, client_id, email, token_hash, message, created_at, created_by, created_by_name, expires_at)
    VALUES ('org_willow', ?, 'cli_nell', 'nell@family.example', ?, '', 1, 'per_dana', 'Dana Ortiz', ?)`,
    `inv_${name}`,
    await sha256(token),
    expiresAt,
  )
  return token
}

/** A time that is kept for Cyd, and a merge of cedar that was not undone. */
async function ofCedarOnly(entryId: string): Promise<Objects['foreign']> {
  const hold = await copied('holds', 'hld_bo0000000000000000000a', 'cedar', { ...ofCedar, about_id: 'cli_cyd' })
  const offer = 'wlo_cyd000000000000000000a'
  await rows(
    `INSERT INTO waitlist_offers (organization_id, id, entry_id, hold_id, created_at, expires_at)
    SELECT 'org_cedar', ?, ?, ?, created_at, expires_at FROM waitlist_offers WHERE id = 'wlo_bo0000000000000000000a'`,
    offer,
    entryId,
    hold,
  )
  await rows(
    "INSERT INTO clients (organization_id, id, name, sort_name, created_at) VALUES ('org_cedar', 'cli_gone', 'Once More', 'more once', 1)",
  )
  await rows(`INSERT INTO merges (organization_id, id, kept_id, merged_id, created_at, created_by, created_by_name)
    VALUES ('org_cedar', 'mrg_cedar', 'cli_cyd', 'cli_gone', 1, 'per_amir', 'Amir Haddad')`)
  await rows(`INSERT INTO passkeys (id, person_id, credential_id, public_key, name, created_at)
    VALUES ('pky_cyd000000000000000000a', 'per_cyd', 'Y3lk', x'00', 'Phone', 1)`)
  const [entry] = await rows<{ seq: number }>("SELECT max(seq) AS seq FROM audit WHERE organization_id = 'org_cedar'")
  const [session] = await rows<{ id: string }>("SELECT id FROM sessions WHERE person_id = 'per_amir'")
  return {
    clientId: cast.cyd.clientId,
    otherId: cast.cyd.clientId,
    staffId: cast.amir.staffId,
    locationId: locations.cedar,
    passkeyId: 'pky_cyd000000000000000000a',
    sessionId: session?.id ?? '',
    seq: String(entry?.seq ?? ''),
    offerId: offer,
    mergeId: 'mrg_cedar',
  }
}
