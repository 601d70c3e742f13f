import { words } from '../../views/words/words.ts'
import type { Access, Acting, Client, Current, Language, Organization, Permission, Person, Session, Staff } from '../current.ts'
import type { Database } from '../db.ts'
import { isEffective, type Choice, type Override, type SettingFacts } from '../settings/standing.ts'
import type { Asking } from './identity.ts'
import { absoluteLimit, endsAt } from './session-limits.ts'

/** The rows of the identity round trip; the groups that were not asked for are missing. */
export interface IdentityRows {
  organization: (Omit<Organization, 'id'> & { organization: string; subscribed: number; drafts?: Record<string, string> })[]
  choices: (Choice & { key: string })[]
  session?: {
    personId: string
    personName: string
    email: string
    language: Language | null
    createdAt: number
    lastSeenAt: number
    secondFactorAt: number | null
    steppedUpAt: number | null
    sharedComputer: boolean
    sessionId: string
    method: Session['method']
    hasAuthenticator: boolean
    hasPasskey: boolean
  }[]
  staff?: {
    id: string
    name: string
    administrator: boolean
    therapist: boolean
    subscribedAt: number | null
    openRequests: number
    undelivered: number
    news: number
  }[]
  /** Latest grant first; without a contact it is her own sign-in as a client. */
  mine?: { clientId: string; clientName: string; contactId: string | null; permissions: Permission[] | null }[]
  client?: (Client & { news: number })[]
  overrides?: (Override & { key: string })[]
}

/** Puts `Current` together from what the database said; null without an organization. An outlived session counts as none. */
export function currentFrom(asking: Asking, control: Database, db: Database, rows: IdentityRows): Current | null {
  const organization = organizationFrom(rows)
  if (!organization) return null
  const works = rows.staff?.[0]
  const session = sessionFrom(asking, rows, works !== undefined, organization.staffIdleMinutes)
  const person = session && personFrom(rows)
  const staff = person && works ? staffFrom(works) : null
  const facts = factsFrom(rows, organization)
  const mine = person ? actings(rows, isEffective('contact_access', facts)) : []
  const found = rows.client?.[0]
  const client = person && found ? clientFrom(found) : null
  const language = languageOf(asking.languageAsked, person?.language ?? null, organization.language)
  return {
    env: asking.env,
    db,
    control,
    now: asking.now,
    requestId: asking.requestId,
    network: asking.network,
    attempt: asking.attempt,
    drafts: person ? (rows.organization[0]?.drafts ?? {}) : {},
    organization,
    facts,
    words: words(language),
    language,
    person,
    session: person ? session : null,
    staff,
    mine,
    client,
    access: client ? accessTo(client.id, mine) : null,
    openRequests: staff ? (works?.openRequests ?? 0) : 0,
    undelivered: staff ? (works?.undelivered ?? 0) : 0,
    news: { client: client ? (found?.news ?? 0) : 0, staff: staff ? (works?.news ?? 0) : 0 },
  }
}

/**
 * Whose session the cookie names when it merely grew old: nobody signed out, nobody was shut out. Good for nothing but keeping the
 * text of a form that stood open (ACC-5), and for that for a day.
 */
export function outlivedBy(asking: Asking, rows: IdentityRows, current: Current): string | null {
  const row = rows.session?.[0]
  return row && !current.session && asking.now - row.createdAt < 2 * absoluteLimit ? row.personId : null
}

function organizationFrom({ organization: [row] }: IdentityRows): Organization | null {
  if (!row) return null
  const { organization: id, subscribed: _, drafts: __, ...rest } = row
  return { id, ...rest }
}

function sessionFrom(asking: Asking, rows: IdentityRows, isStaff: boolean, staffIdleMinutes: number): Session | null {
  const row = rows.session?.[0]
  if (!row) return null
  const ends = endsAt(row, isStaff ? staffIdleMinutes : null)
  if (ends <= asking.now) return null
  const { sessionId: id, createdAt, lastSeenAt, secondFactorAt, steppedUpAt, sharedComputer, method, hasPasskey } = row
  const owesSecondFactor = secondFactorAt === null && (isStaff || row.hasAuthenticator)
  return {
    id,
    tokenHash: asking.tokenHash,
    createdAt,
    lastSeenAt,
    secondFactorAt,
    steppedUpAt,
    sharedComputer,
    method,
    owesSecondFactor,
    hasPasskey,
    endsAt: ends,
  }
}

function personFrom(rows: IdentityRows): Person | null {
  const row = rows.session?.[0]
  return row ? { id: row.personId, name: row.personName, email: row.email, language: row.language } : null
}

function clientFrom(row: Client & { news: number }): Client {
  const { news: _, ...client } = row
  return client
}

function staffFrom({ id, name, administrator, therapist, subscribedAt }: NonNullable<IdentityRows['staff']>[number]): Staff {
  return { id, name, administrator, therapist, subscribed: subscribedAt !== null }
}

/** Herself first; a client whom two grants name counts once, with the permissions of both. Contacts need `contact_access` (SET-17). */
function actings(rows: IdentityRows, contactsMayEnter: boolean): Acting[] {
  const mine = rows.mine ?? []
  const self = mine.filter(({ contactId }) => contactId === null)
  const byClient = new Map<string, Acting>(
    self.map(({ clientId, clientName }) => [clientId, { clientId, name: clientName, access: { kind: 'self' } }]),
  )
  for (const { clientId, clientName, contactId, permissions } of contactsMayEnter ? mine : []) {
    const known = byClient.get(clientId)
    if (contactId === null || permissions === null || known?.access.kind === 'self') continue
    const before = known?.access.kind === 'contact' ? known.access.permissions : []
    const access: Access = { kind: 'contact', contactId, permissions: [...new Set([...before, ...permissions])] }
    byClient.set(clientId, { clientId, name: clientName, access })
  }
  return [...byClient.values()]
}

const accessTo = (clientId: string, mine: Acting[]): Access | null => mine.find((acting) => acting.clientId === clientId)?.access ?? null

function factsFrom(rows: IdentityRows, { plan, cardProcessing }: Organization): SettingFacts {
  const byKey = <T extends { key: string }>(list: T[] | undefined) => Object.fromEntries((list ?? []).map((row) => [row.key, row]))
  return {
    choices: byKey(rows.choices),
    overrides: byKey(rows.overrides),
    plan,
    cardProcessing,
    subscribedTherapists: rows.organization[0]?.subscribed ?? 0,
  }
}

/** What she chose for herself, else what this browser asked for, else the practice's. */
function languageOf(asked: string | null, own: Language | null, practice: Language): Language {
  if (own) return own
  return asked === 'es' || asked === 'en' ? asked : practice
}
