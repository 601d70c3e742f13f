/** What an invitation is good for, and for whom one can be sent (ACC-20, ACC-21). Pure: time is an argument. */

/** ACC-21: how long an invitation can be taken up. */
export const invitationLifetime = 7 * 86_400_000

/** An invitation by itself, as staff see it. */
export type InvitationState = 'open' | 'used' | 'expired' | 'revoked'

interface Times {
  expiresAt: number
  usedAt: number | null
  revokedAt: number | null
}

/** Revoked after it had run out, it had run out. */
export function stateOf({ expiresAt, usedAt, revokedAt }: Times, now: number): InvitationState {
  if (usedAt !== null) return 'used'
  if (revokedAt !== null && revokedAt < expiresAt) return 'revoked'
  return expiresAt <= now || revokedAt !== null ? 'expired' : 'open'
}

/** An invitation with the client it is for, as she is now. */
export interface Invited extends Times {
  id: string
  clientId: string
  /** The address it went to. */
  email: string
  version: number
  /** The client's name and present address; null when there is none. */
  name: string
  onFile: string | null
  isGone: boolean
  hasAccount: boolean
}

/**
 * What whoever holds the link can do with it. `dead`: unknown, revoked, of a client who was archived or merged, or whose address on
 * file is another one since: all look the same. `account`: it is used, or she came in some other way.
 */
export function prospectsOf(invited: Invited | undefined, now: number): 'open' | 'account' | 'expired' | 'dead' {
  if (!invited || invited.isGone || invited.onFile !== invited.email) return 'dead'
  if (invited.usedAt !== null || invited.hasAccount) return 'account'
  if (invited.revokedAt !== null) return 'dead'
  return invited.expiresAt <= now ? 'expired' : 'open'
}

/** Why a client cannot be invited. */
export type NoInvitation = 'archived' | 'has_account' | 'no_email' | 'wants_no_email'

export interface Invitable {
  email: string | null
  archivedAt: number | null
  hasAccount: boolean
  discreet: 'neutral' | 'date_and_time' | 'no_email'
}

/** Null when an invitation can be sent to her. */
export function whyNotInvited({ email, archivedAt, hasAccount, discreet }: Invitable): NoInvitation | null {
  if (archivedAt !== null) return 'archived'
  if (hasAccount) return 'has_account'
  if (email === null || email === '') return 'no_email'
  return discreet === 'no_email' ? 'wants_no_email' : null
}

/** "n...@family.example": enough for its owner to know it, too little for anybody to write to. */
export function masked(email: string): string {
  const at = email.lastIndexOf('@')
  return `${[...email].slice(0, 1).join('')}...${email.slice(at)}`
}
