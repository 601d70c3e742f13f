import { base64url, derive } from '../tokens.ts'

/** The 6-digit code of a sign-in (ACC-2). Made from the row's id, so that only its hash is stored and the e-mail can be rendered later. */
export async function signInCode(secret: string, signInId: string): Promise<string> {
  const bytes = await derive(secret, 'sign-in code', signInId)
  const number = bytes.slice(0, 6).reduce((sum, byte) => sum * 256 + byte, 0)
  return String(number % 1_000_000).padStart(6, '0')
}

/** The 256-bit token of an invitation to work here, made like a sign-in's link. */
export const staffInvitationToken = async (secret: string, invitationId: string): Promise<string> =>
  base64url(await derive(secret, 'staff invitation', invitationId))

/** The 256-bit token of the link that confirms a new address (ACC-6), made like the code. */
export const emailChangeToken = async (secret: string, changeId: string): Promise<string> =>
  base64url(await derive(secret, 'email change link', changeId))

/** The 256-bit token of a sign-in's link (ACC-2), made like the code. */
export const signInLinkToken = async (secret: string, signInId: string): Promise<string> =>
  base64url(await derive(secret, 'sign-in link', signInId))

/** The 256-bit token of the link that confirms a client's safe address (NOT-8), made like the code. */
export const safeAddressToken = async (secret: string, safeAddressId: string): Promise<string> =>
  base64url(await derive(secret, 'safe address', safeAddressId))

/** The 256-bit token of a client's invitation (ACC-21), made like a sign-in's: only its hash is stored. */
export const invitationToken = async (secret: string, invitationId: string): Promise<string> =>
  base64url(await derive(secret, 'invitation', invitationId))
