import { and, eq } from 'drizzle-orm'
import type { Current, SignedIn } from '../current.ts'
import { batch } from '../db.ts'
import type { AboutQueries } from './identity.ts'
import { sentTo, stillHers } from './invited-address.ts'
import { staffInvitations } from './schema.ts'
import { joinStaff } from './staff-joining.ts'

/** An offer of work, as its link finds it. Times are epoch ms. */
export type FoundOffer = Pick<
  typeof staffInvitations.$inferSelect,
  'id' | 'name' | 'email' | 'administrator' | 'therapist' | 'createdByName' | 'expiresAt' | 'usedAt' | 'revokedAt' | 'version'
>

/** For the doors of the link: the offer whose token this is the hash of, and how many codes went to its address lately. */
export const offerBy =
  (tokenHash: string): AboutQueries =>
  (at) => {
    const mine = and(eq(staffInvitations.organizationId, at.organizationId), eq(staffInvitations.tokenHash, tokenHash))
    return {
      offer: at.db.orm
        .select({
          id: staffInvitations.id,
          name: staffInvitations.name,
          email: staffInvitations.email,
          administrator: staffInvitations.administrator,
          therapist: staffInvitations.therapist,
          createdByName: staffInvitations.createdByName,
          expiresAt: staffInvitations.expiresAt,
          usedAt: staffInvitations.usedAt,
          revokedAt: staffInvitations.revokedAt,
          version: staffInvitations.version,
        })
        .from(staffInvitations)
        .where(mine),
      ...(!at.apart && { sent: sentTo(at, at.db.orm.select({ email: staffInvitations.email }).from(staffInvitations).where(mine)) }),
    }
  }

export const offerFrom = (about: Record<string, unknown>): FoundOffer | undefined => ((about.offer ?? []) as FoundOffer[])[0]

/**
 * What can be done with an offer in this browser. `code`: a code to the invited address says who she is. `accept`: she is signed in
 * with it. `second_factor`: she is, and owes one first. `somebody_else`: who is signed in here has another address.
 */
export type OfferState = 'code' | 'accept' | 'second_factor' | 'somebody_else' | 'works_here' | 'dead'

export function offerState({ now, person, session, staff }: Current, offer: FoundOffer | undefined): OfferState {
  if (offer && staff && person?.email === offer.email) return 'works_here'
  if (!offer || offer.usedAt !== null || offer.revokedAt !== null || offer.expiresAt <= now) return 'dead'
  if (!person || !session) return 'code'
  if (person.email !== offer.email) return 'somebody_else'
  return session.owesSecondFactor ? 'second_factor' : 'accept'
}

/** Takes the offer up for whoever is signed in with the invited address, which is asked of the database again. */
export async function acceptOffer(current: SignedIn, offer: FoundOffer): Promise<'stale' | null> {
  const acting: Current = { ...current, staff: null, client: null, access: null }
  const refusal = await batch(current.db, [stillHers(current, offer.email), ...joinStaff(acting, offer)])
  return refusal ? 'stale' : null
}
