import type { Database } from './db.ts'
import type { SettingFacts } from './settings/standing.ts'
import type { Words } from '../views/words/words.ts'
import type { Env } from './env.ts'
import type { Attempt } from './web/idempotency.ts'

/**
 * Who asks, for which organization, acting for which client, under which settings, at what time.
 * Built once per request, in one round trip (`accounts/identity.ts`); the first argument of everything that touches data.
 */
export interface Current {
  env: Env
  /** The organization's shard. Every query of an organization's data goes through it, scoped by `within`. */
  db: Database
  /** People and sessions, across organizations: for `accounts/` only. */
  control: Database
  /** The portal's time of this request, epoch ms. */
  now: number
  requestId: string
  organization: Organization
  /** Settings as chosen, with the facts that decide what they amount to. Read through `standing` and `explain` only. */
  facts: SettingFacts
  words: Words
  language: Language
  person: Person | null
  session: Session | null
  staff: Staff | null
  /** The client of the address (`/my/{clientId}` or `/manage/clients/{clientId}`); null when there is none or it is not this organization's. */
  client: Client | null
  /** How the person may act for `client`: as herself, or as a contact with a grant. */
  access: Access | null
  /** Unanswered requests, for the badge of every staff page; 0 for everybody else. */
  openRequests: number
  /** E-mails that failed for good and that nobody has dealt with (NOT-21), for administrators; at most a hundred. */
  undelivered: number
  /** NOT-5: what this person has not seen yet: about `client`, and as staff. At most a hundred of each. */
  news: { client: number; staff: number }
  /** Everybody in this organization whom the person may act for: herself first. */
  mine: Acting[]
  /** Texts of hers that wait for their forms at this practice, sealed, by name (accounts/drafts.ts). */
  drafts: Record<string, string>
  /** The form's idempotency key and what it asks for (SCH-25). */
  attempt: Attempt | null
  /** Where the answer's network prefix and device are recorded (audit). */
  network: string
}

export type Language = 'en' | 'es'

export interface Organization {
  id: string
  slug: string
  name: string
  phone: string
  /** IANA zone of the practice; printed with every time that is nobody's own. */
  zone: string
  language: Language
  plan: string
  cardProcessing: 'not_connected' | 'enabled'
  graceSeconds: number
  staffIdleMinutes: number
  requestDeadlineHours: number
  openRequestsPerClient: number
  senderName: string
  /** When optional e-mails wait for whoever chose no quiet hours herself: `1260-480`, or '' (notifications/wishes.ts). */
  quietHours: string
}

export interface Person {
  id: string
  name: string
  email: string
  language: Language | null
}

export interface Session {
  /** How its page names it; nothing opens with it. */
  id: string
  tokenHash: string
  createdAt: number
  lastSeenAt: number
  secondFactorAt: number | null
  steppedUpAt: number | null
  sharedComputer: boolean
  method: 'code' | 'link' | 'passkey' | 'development'
  /** ACC-4: she works here, or has an authenticator, and has not given a second factor in this session. */
  owesSecondFactor: boolean
  hasPasskey: boolean
  /** When this session ends unless something is done before, epoch ms (ACC-5). */
  endsAt: number
}

export interface Staff {
  id: string
  name: string
  administrator: boolean
  therapist: boolean
  subscribed: boolean
}

export interface Client {
  id: string
  name: string
  email: string | null
  /** The client's own zone, when she told us; else the organization's is used. */
  zone: string | null
  archivedAt: number | null
  hasAccount: boolean
}

export type Access = { kind: 'self' } | { kind: 'contact'; contactId: string; permissions: Permission[] }
/** One client whom the signed-in person may act for. */
export interface Acting {
  clientId: string
  name: string
  access: Access
}

export type Permission = 'forms' | 'pay' | 'schedule' | 'messages' | 'notices'

/** `Current` of somebody who signed in. */
export type SignedIn = Current & { person: Person; session: Session }
/** `Current` of a staff member of the organization in the address. */
export type StaffCurrent = SignedIn & { staff: Staff }
/** `Current` of a person who acts for the client in the address. */
export type ClientCurrent = SignedIn & { client: Client; access: Access }
