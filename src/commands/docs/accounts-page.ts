import { arrivalOf, newcomer, type Arrival, type ArrivalFacts, type Offer, type Owner, type Taken } from '../../accounts/arrival.ts'
import { limits } from '../../accounts/limits.ts'
import { generatedFrom, table } from './table.ts'

/** docs/accounts.md: what a proved address comes to, asked of the rule itself, and the limits as they are declared (ACC-7, LNK-4). */
export const accountsPage = (): string => `${generatedFrom('src/accounts/arrival.ts and limits.ts')}

# Accounts

A person, a client and an account are three things ([words](words.md)). Whoever proves an e-mail address comes in by one door,
\`src/accounts/arrive.ts\`: one batch uses the code or link up, opens the session and takes up what she came for. What that is, one pure
rule says, \`src/accounts/arrival.ts\`; this table is what it answers. Until the address is proved, every page, status and byte is the same.

## Outcomes

${table(['the address, as it is known at this practice', ...columns.map(([name]) => name)], Object.entries(situations).map(row))}

A *claim* waits under Clients > Registrations until an administrator says which record it is, or that it is somebody new. Nobody is ever
told apart, or merged, by name or birth date: who comes with another name than the account's is asked who she is, after the proof.
Whoever is signed in has proved her address already: the same outcomes without an e-mail. When the practice closes a link while she
looks for her e-mail, what would have been a new client is a claim (decisions/021).
An account that has a second factor is only signed in to; what was offered waits until the factor was given.

## Limits

Counted in the database, exactly; they slow down and never lock out: each passes by itself, none needs staff. Before them stands the
edge's own counter (\`VISITOR_WALL\` in wrangler.toml): rough, and without the database. A network is a /24 or a /48.

${table(['limit', 'of what', 'most', 'in', 'beyond it'], Object.entries(limits).map(([name, { of, most, minutes, beyond }]) => [`\`${name}\``, of, String(most), span(minutes), beyond]))}

Whether the time of an answer tells a known address from an unknown one: \`npm run enumeration\` measures it.
`

const span = (minutes: number): string => (minutes < 60 ? `${minutes} min` : minutes === 1440 ? '1 day' : `${minutes / 60} h`)

const owner = (more: Partial<Owner> = {}): Owner => ({ personId: 'per_1', email: '', name: 'Lia Ek', owesSecondFactor: false, clientId: null, ...more })
const offers = {
  register: { kind: 'registration', id: '', origin: 'join', name: 'Lia Ek' },
  book: { kind: 'registration', id: '', origin: 'book', name: 'Lia Ek' },
  other: { kind: 'registration', id: '', origin: 'join', name: 'Ida Ek' },
  invited: { kind: 'invitation', id: '', clientId: 'cli_2', name: 'Lia Ek' },
} as const satisfies Record<string, Offer>

/** `other`: who comes is not the account's owner. `cannotBeInvited`: why the record takes no invitation. */
type Situation = Pick<ArrivalFacts, 'owners' | 'onFile'> & { other?: true; archived?: true; cannotBeInvited?: string }

const situations: Record<string, Situation> = {
  'nobody has it': { owners: [], onFile: 0 },
  'on file, without account': { owners: [], onFile: 1 },
  'on file, with account': { owners: [owner({ clientId: 'cli_1' })], onFile: 1, cannotBeInvited: 'has an account: not invited again' },
  'on file and archived, without account': { owners: [], onFile: 1, archived: true, cannotBeInvited: 'archived: not invited, open ones are dead' },
  'on file and archived, with account': {
    owners: [owner({ clientId: 'cli_1' })],
    onFile: 1,
    archived: true,
    cannotBeInvited: 'archived: not invited, open ones are dead',
  },
  "a sibling's name and birth date are on file, the address is not": { owners: [], onFile: 0 },
  "a family's: one of them has an account, another one comes": { owners: [owner({ clientId: 'cli_1' })], onFile: 1, other: true },
  'of somebody whose claim waits for staff': { owners: [owner({ claimId: 'reg_1' })], onFile: 1 },
  'of a client of another practice': { owners: [owner()], onFile: 0 },
  'of a contact here': { owners: [owner()], onFile: 0 },
  'of staff here': { owners: [owner({ owesSecondFactor: true })], onFile: 0 },
}

const columns: [string, (situation: Situation) => string][] = [
  ['sign in', ({ owners, onFile, archived }) => (owners.length === 0 ? `no code; ${onFile && !archived ? 'an e-mail says how to get an account' : 'no e-mail'}` : said(arrivalOf({ owners, onFile, offer: null }, undefined)))],
  ['book', (situation) => registered(situation, offers.book, { new_client: 'her request is made', already_client: 'her own times, with her wish chosen', claim: 'the time is kept for her' })],
  ['join', (situation) => registered(situation, offers.register, { already_client: 'nothing new' })],
  ['invitation', (situation) => situation.cannotBeInvited ?? asked({ ...situation, offer: situation.other ? { ...offers.invited, name: 'Ida Ek' } : offers.invited })],
]

const row = ([name, situation]: [string, Situation]): string[] => [name, ...columns.map(([, cell]) => cell(situation))]

type Additions = Partial<Record<Taken, string>>

const registered = (situation: Situation, offer: Offer, more: Additions): string => asked({ ...situation, offer: situation.other ? offers.other : offer }, more)

/** The outcome; where she is asked who she is, both answers. */
function asked(facts: ArrivalFacts, more: Additions = {}): string {
  const arrival = arrivalOf(facts, undefined)
  if (arrival.kind !== 'choose') return said(arrival, more)
  return `she is asked: the account's owner - ${said(arrivalOf(facts, 'per_1'), more)}; somebody else - ${said(arrivalOf(facts, newcomer), more)}`
}

function said(arrival: Arrival, more: Additions = {}): string {
  if (arrival.kind === 'nobody') return 'no code'
  if (arrival.kind === 'choose') return 'she is asked who she is'
  const what = arrival.taken && [outcomes[arrival.taken], more[arrival.taken]].filter(Boolean).join('; ')
  return arrival.kind === 'existing' ? (what ? `signed in; ${what}` : 'signed in') : `an account is made; ${what}`
}

const outcomes = {
  new_client: 'a new client',
  claim: 'a claim for staff to decide',
  already_client: 'already a client',
  already_waiting: 'her claim waits already',
  link: 'the invited record is hers',
  staff: 'she works here',
  later: 'the rest after her second factor',
}
