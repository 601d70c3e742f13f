import type { Current, Language } from '../current.ts'
import { refusedBy } from '../settings/explain.ts'
import { classOf } from './optional.ts'
import { readPeople, type Present, type Row } from './readings.ts'
import { footOf, type Foot } from './unsubscribing.ts'

/** Who gets an e-mail, and where. */
export interface Recipient {
  recipient: string
  personId: string | null
  name: string
  address: string
  language: Language
  /** On whose clock her quiet hours are; the practice's unless given. */
  zone?: string
  /** Whose name the e-mail comes under: the neutral one, unless its reader works here or chose to see more (NOT-8). */
  sender?: 'neutral' | 'practice'
  /** Nothing goes out before that instant: a safe address waits to be confirmed. */
  notBefore?: number
  /** The addresses at the foot of a notice. */
  foot?: Foot
}

/** Why nobody gets it: a code, kept with the row and in the audit. */
export type DropReason =
  | 'gone'
  | 'archived'
  | 'merged'
  | 'no_email'
  | 'contact_access'
  | 'no_grant'
  | 'inactive'
  | 'preference'
  | 'no_address'
  | 'same_address'
  | 'switch_off'
  | 'past'
  | 'overtaken'
  | 'undone'
  | 'unchanged'
  | 'no_account'
  | 'used'
  | 'too_often'
  | 'expired'
  | 'revoked'
  | 'has_account'
  | 'other_address'
  | 'bounced'
  | 'complained'
  | 'suppressed'
  /** Told with everything else of that day. */
  | 'digest'
  | 'nothing_new'
  /** By `npm run restored`: it may have left in the time that the database has forgotten. */
  | 'restored'

/** The one to whom a row about a client goes, as things stand now (NOT-4), or why not. */
export async function clientSide(current: Current, row: Row, present: Present): Promise<Recipient | DropReason> {
  const { client } = present
  if (!client) return 'gone'
  if (client.mergedInto) return 'merged'
  if (client.archivedAt) return 'archived'
  if (row.recipient.startsWith('client:') && client.discreet === 'no_email') return 'no_email'
  if (row.recipient.startsWith('contact:')) {
    if (!contactsMay(current, present)) return 'contact_access'
    if (!entitled(row, present).some(({ contactId }) => row.recipient === `contact:${contactId}`)) return 'no_grant'
  }
  const all = await reachable(current, row, present)
  const mine = all.find(({ recipient }) => recipient === row.recipient)
  if (!mine) return 'no_address'
  // One e-mail per address: the first of those it reaches gets it, whoever is looked at first.
  if (all.find(({ address }) => address === mine.address) !== mine) return 'same_address'
  return { ...mine, foot: await footOf(current, row.recipient, classOf(row) ?? 'events', mine.personId !== null) }
}

/** The staff member to whom a row goes, by her own preference: what is told singly, or her digest. */
export async function staffSide(current: Current, present: Present, as: 'each' | 'digest' = 'each'): Promise<Recipient | DropReason> {
  const { staff } = present
  if (!staff) return 'gone'
  if (staff.deactivatedAt) return 'inactive'
  if (staff.emailNotices !== as) return 'preference'
  const person = (await readPeople(current, [staff.personId])).get(staff.personId)
  if (!person) return 'inactive'
  const language = person.language ?? current.organization.language
  const recipient = `staff:${staff.id}`
  const foot = await footOf(current, recipient, 'staff', true)
  return { recipient, personId: person.id, name: staff.name, address: person.email, language, zone: staff.zone, sender: 'practice', foot }
}

/** Everybody whom this change reaches and who has an address: the client first, then contacts by id. */
async function reachable(current: Current, row: Row, present: Present): Promise<Recipient[]> {
  const { client, login, written } = present
  if (!client) return []
  const siblings = new Set(
    written.filter(({ event, aboutVersion }) => event === row.event && aboutVersion === row.aboutVersion).map((other) => other.recipient),
  )
  const self = {
    recipient: `client:${client.id}`,
    personId: login?.personId ?? null,
    name: client.name,
    email: client.safeEmail ?? client.email,
    safe: client.safeEmail,
    notBefore: client.safeEmailWaitsUntil,
  }
  const others = entitled(row, present).map(({ contactId, personId, name, email, safeEmail }) => ({
    recipient: `contact:${contactId}`,
    personId,
    name,
    email,
    safe: safeEmail,
    notBefore: null,
  }))
  const wanted = [...(client.discreet === 'no_email' ? [] : [self]), ...(contactsMay(current, present) ? others : [])].filter(
    ({ recipient }) => siblings.has(recipient),
  )
  const people = await readPeople(
    current,
    wanted.flatMap(({ personId }) => personId ?? []),
  )
  return wanted.flatMap(({ recipient, personId, name, email, safe, notBefore }) => {
    const person = personId === null ? undefined : people.get(personId)
    // Who signs in gets it where she signs in, or at her safe address; whose sign-in was closed gets nothing.
    const address = personId === null ? email : person && (safe ?? person.email)
    if (!address) return []
    return [
      {
        recipient,
        personId,
        name: person?.name ?? name,
        address,
        language: person?.language ?? client.language ?? current.organization.language,
        zone: client.zone ?? current.organization.zone,
        sender: client.discreet === 'date_and_time' ? 'practice' : 'neutral',
        ...(notBefore !== null && { notBefore }),
      },
    ]
  })
}

/** Contacts whose grant includes notices; who asked for the appointment herself also hears that we have it (NOT-6). */
function entitled(row: Row, { granted, appointment, standing, offer }: Present) {
  const always = ['request_received', 'request_expired', 'counter_offer', 'waitlist_offer'].includes(row.event)
  const asker = (offer ?? appointment ?? standing)?.createdBy
  return granted.filter(
    ({ permissions, personId }) => permissions.includes('notices') || (always && personId !== null && personId === asker),
  )
}

/** Whether contacts may act for this client at all: the organization's switch, and the client's own. */
function contactsMay({ facts }: Current, { overrides }: Present): boolean {
  const withOverrides = { ...facts, overrides: Object.fromEntries(overrides.map((override) => [override.key, override])) }
  return refusedBy('contact_access', withOverrides, { client: { archived: false }, access: null, therapist: null }) === null
}
