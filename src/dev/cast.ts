/** The cast: the same people in tests, demo data, e-mail samples and screenshots. A leak is a name on the wrong page. Data only. */

/** Somebody of the cast. Without a personId she cannot sign in: she is on file, no more. */
export interface CastMember {
  name: string
  /** The slug of her organization. */
  org: 'willow' | 'cedar'
  email: string | null
  personId: string | null
  staffId?: string
  clientId?: string
  contactId?: string
}

export const cast = {
  dana: { name: 'Dana Ortiz', org: 'willow', email: 'dana@willow.example', personId: 'per_dana', staffId: 'sta_dana' },
  theo: { name: 'Theo Lindqvist', org: 'willow', email: 'theo@willow.example', personId: 'per_theo', staffId: 'sta_theo' },
  tess: { name: 'Tess Moreau', org: 'willow', email: 'tess@willow.example', personId: 'per_tess', staffId: 'sta_tess' },
  ana: { name: 'Ana Pereira', org: 'willow', email: 'ana@family.example', personId: 'per_ana', clientId: 'cli_ana' },
  bo: { name: 'Bo Nilsson', org: 'willow', email: 'bo@family.example', personId: 'per_bo', clientId: 'cli_bo' },
  max: { name: 'Max Nilsson', org: 'willow', email: null, personId: null, clientId: 'cli_max' },
  gail: { name: 'Gail Nilsson', org: 'willow', email: 'gail@family.example', personId: 'per_gail', contactId: 'con_gail' },
  nell: { name: 'Nell Okafor', org: 'willow', email: 'nell@family.example', personId: null, clientId: 'cli_nell' },
  amir: { name: 'Amir Haddad', org: 'cedar', email: 'amir@cedar.example', personId: 'per_amir', staffId: 'sta_amir' },
  cyd: { name: 'Cyd Marsh', org: 'cedar', email: 'cyd@family.example', personId: 'per_cyd', clientId: 'cli_cyd' },
} as const satisfies Record<string, CastMember>

export type CastKey = keyof typeof cast

export const castKeys = Object.keys(cast) as CastKey[]
export const isCastKey = (key: string): key is CastKey => Object.hasOwn(cast, key)
export const memberOf = (key: CastKey): CastMember => cast[key]
export const members: CastMember[] = castKeys.map(memberOf)

/** Service ids of willow by what the contract calls them. */
export const services = { session: 'svc_session', intake: 'svc_intake' } as const
export const locations = { main: 'loc_main', cedar: 'loc_cedar' } as const
export const organizations = {
  willow: { id: 'org_willow', slug: 'willow', name: 'Willow House Therapy', zone: 'America/New_York', phone: '+1 212 555 0142' },
  cedar: { id: 'org_cedar', slug: 'cedar', name: 'Cedar Street Counseling', zone: 'America/Los_Angeles', phone: '+1 503 555 0177' },
} as const

/** On every audit entry of made-up data, so that a test can leave them out. */
export const seedRequestId = 'demo-data'

/** What GET /dev/cast.json answers. */
export const castJson = () => ({ ...cast, services, locations, organizations })

/** What must never be found in the production bundle (RUN, SEC). */
export const markers = [
  '/dev/',
  'dev_state',
  'dev_mail',
  seedRequestId,
  ...Object.values(cast).flatMap(({ name, email }) => (email ? [name, email] : [name])),
  ...Object.values(organizations).flatMap(({ id, name }) => [id, name]),
]
