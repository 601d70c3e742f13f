import { and, eq, lt, sql } from 'drizzle-orm'
import type { Current } from '../current.ts'
import { arrivalOf, type Arrival, type Offer, type Owner } from './arrival.ts'
import { codeHash, tries } from './asking.ts'
import type { AboutQueries } from './identity.ts'
import { limits } from './limits.ts'
import { openColumns, readWhoAndWhat, works } from './proof-queries.ts'
import type { Registered } from './registration-columns.ts'
import { signIns, type staffInvitations } from './schema.ts'

/** One of the asked-for sign-ins that still work. */
export type OpenSignIn = Pick<
  typeof signIns.$inferSelect,
  'id' | 'codeHash' | 'email' | 'returnTo' | 'sharedComputer' | 'intentKind' | 'intentId' | 'language'
>

/** What a door has read about a proof: the rows of `countTry` or `byLink`. */
export interface ProofRows {
  open: OpenSignIn[]
  owners: Owner[]
  onFile: { email: string }[]
  registration: Registered[]
  invitation: { id: string; clientId: string; name: string; email: string; version: number }[]
  staffInvitation: Pick<typeof staffInvitations.$inferSelect, 'id' | 'name' | 'administrator' | 'therapist' | 'version'>[]
  guesses: { email: string; guesses: number }[]
}

/**
 * Counts a try on every open code of this browser, and reads them with all that decides what becomes of her: in one statement
 * each, so that fifty guesses at once are five (ACC-2). Runs in the round trip of the identity.
 */
export const countTry =
  (browserHash: string): AboutQueries =>
  (at) => ({
    open: at.control.orm
      .update(signIns)
      .set({ tries: sql`${signIns.tries} + 1` })
      .where(and(eq(signIns.browserHash, browserHash), works(at), lt(signIns.tries, tries)))
      .returning(openColumns),
    ...readWhoAndWhat(at, eq(signIns.browserHash, browserHash)),
  })

/** The sign-in a link names, while it works. Reading consumes nothing, however often (ACC-1). */
export const whetherLinkWorks =
  (linkHash: string): AboutQueries =>
  (at) => ({
    open: at.control.orm
      .select(openColumns)
      .from(signIns)
      .where(and(eq(signIns.linkHash, linkHash), works(at))),
  })

/** The same, with all that decides what becomes of whoever presses the button. */
export const byLink =
  (linkHash: string): AboutQueries =>
  (at) => ({ ...whetherLinkWorks(linkHash)(at), ...readWhoAndWhat(at, eq(signIns.linkHash, linkHash)) })

/** Which of the open sign-ins a typed code belongs to; none for an address that was guessed at too often (ACC-7: its link still works). */
export async function matching(current: Current, { open, guesses }: ProofRows, code: string): Promise<OpenSignIn | undefined> {
  const hashes = await Promise.all(open.map(({ id }) => codeHash(current.env.PORTAL_SECRET, id, code)))
  const signIn = open.find((one, i) => one.codeHash === hashes[i])
  const guessed = guesses.find(({ email }) => email === signIn?.email)?.guesses ?? 0
  return guessed > limits.triedByAddress.most ? undefined : signIn
}

/** What becomes of whoever proved the address of this sign-in. `isClosed`: whether the way a registration came by is closed meanwhile. */
export function arrivalFor(
  signIn: OpenSignIn,
  rows: ProofRows,
  chosen: string | undefined,
  isClosed: (origin: Registered['origin']) => boolean,
): Arrival {
  const owners = rows.owners.filter(({ email }) => email === signIn.email)
  const onFile = rows.onFile.filter(({ email }) => email === signIn.email).length
  return arrivalOf({ owners, onFile, offer: offerOf(signIn, rows, isClosed) }, chosen)
}

/** An invitation is for whoever proves the address it went to, no other (ACC-21). */
function offerOf(
  { intentKind: kind, intentId, email }: OpenSignIn,
  rows: ProofRows,
  isClosed: (origin: Registered['origin']) => boolean,
): Offer | null {
  const isMeant = ({ id }: { id: string }) => id === intentId
  const [registration, invitation, work] = [
    rows.registration.find(isMeant),
    rows.invitation.find((one) => isMeant(one) && one.email === email),
    rows.staffInvitation.find(isMeant),
  ]
  if (kind === 'registration' && registration) return { kind, ...registration, closed: isClosed(registration.origin) }
  if (kind === 'invitation' && invitation) return { kind, ...invitation }
  return kind === 'staff_invitation' && work ? { kind, ...work } : null
}
