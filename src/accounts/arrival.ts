import { plainText } from '../clients/search-words.ts'

/**
 * What becomes of somebody who has proved an e-mail address (ACC-21, ACC-22, LNK-4). The one place where it is decided whose sign-in
 * it is, and whether a person, a client or a claim is made. Pure; docs/accounts.md has the table of outcomes.
 */

/** Somebody who signs in with the address. An address is no key: there can be several. */
export interface Owner {
  personId: string
  email: string
  name: string
  /** Staff here, or with an authenticator: her mailbox alone does not open everything (ACC-4). */
  owesSecondFactor: boolean
  /** The client she is here; null when she is none. */
  clientId: string | null
  /** A registration of hers that waits for staff already. */
  claimId?: string | null
}

/** What is to be taken up, when it still can be: who the newcomer would be. */
export type Offer =
  | {
      kind: 'registration'
      id: string
      origin: 'join' | 'book' | 'invite'
      name: string
      /** The practice has closed the link she came by, while she looked for her e-mail: staff decide. */
      closed?: boolean
    }
  | { kind: 'invitation'; id: string; clientId: string; name: string }
  | { kind: 'staff_invitation'; id: string; name: string }

export interface ArrivalFacts {
  owners: Owner[]
  /** Clients on file here with the address, with an account or without, archived or not. */
  onFile: number
  offer: Offer | null
}

/**
 * What is done with an offer. `already_client`, `already_waiting`: nothing new is made. `later`: only once she has given her second
 * factor.
 */
export type Taken = 'new_client' | 'claim' | 'already_client' | 'already_waiting' | 'link' | 'staff' | 'later'

export type Arrival =
  | { kind: 'nobody' }
  | { kind: 'choose'; people: Owner[]; newcomer: string | null }
  | { kind: 'existing'; person: Owner; offer: Offer | null; taken: Taken | null }
  | { kind: 'new'; name: string; offer: Offer; taken: Taken }

/** `newcomer`, as a choice: "I am somebody else, and new here". */
export const newcomer = 'new'

/** Whose sign-in a proved address opens. `chosen`: a person's id or `newcomer`, when she was asked. */
export function arrivalOf({ owners, onFile, offer }: ArrivalFacts, chosen: string | undefined): Arrival {
  if (owners.length === 0) return offer ? asNew({ owners, onFile }, offer) : { kind: 'nobody' }
  if (chosen === newcomer && offer && mayBeSomebodyElse(offer)) return asNew({ owners, onFile }, offer)
  const only = owners.length === 1 && (!offer || isHer(owners[0] as Owner, offer)) ? owners[0] : undefined
  const person = owners.find(({ personId }) => personId === chosen) ?? only
  if (person) return { kind: 'existing', person, offer, taken: offer && takenBy(person, offer, onFile) }
  return { kind: 'choose', people: owners, newcomer: offer && mayBeSomebodyElse(offer) ? offer.name : null }
}

/** A mailbox can be a family's: who comes with another name than the account's is asked (never told apart by name alone). */
const isHer = ({ name }: Owner, offer: Offer): boolean => !mayBeSomebodyElse(offer) || sameName(name, offer.name)

/** Work is offered to the person behind the address, a client's account to whoever it is for. */
const mayBeSomebodyElse = ({ kind }: Offer): boolean => kind !== 'staff_invitation'

/** The words of a name, in whatever order and however written. */
export const sameName = (one: string, other: string): boolean => words(one) === words(other)
const words = (name: string): string => plainText(name).split(' ').filter(Boolean).toSorted().join(' ')

/** What becomes of an offer to somebody whose sign-in is known. Also the answer to a form of somebody who is signed in. */
export function takenBy(person: Omit<Owner, 'email' | 'name'>, offer: Offer, onFile: number): Taken {
  if (person.owesSecondFactor) return 'later'
  if (offer.kind === 'staff_invitation') return 'staff'
  if (offer.kind === 'invitation') return 'link'
  if (person.clientId) return 'already_client'
  if (onFile === 0 && !offer.closed) return 'new_client'
  return person.claimId && offer.origin !== 'book' ? 'already_waiting' : 'claim'
}

/** Nobody yet: whoever is on file here with her address, or has it as hers, is for staff to tell apart (LNK-4). */
function asNew({ owners, onFile }: Pick<ArrivalFacts, 'owners' | 'onFile'>, offer: Offer): Arrival {
  const { name } = offer
  if (offer.kind === 'staff_invitation') return { kind: 'new', name, offer, taken: 'staff' }
  if (offer.kind === 'invitation') return { kind: 'new', name, offer, taken: 'link' }
  const known = onFile > 0 || owners.some(({ clientId }) => clientId !== null)
  return { kind: 'new', name, offer, taken: known || offer.closed ? 'claim' : 'new_client' }
}
