import { and, eq, isNull } from 'drizzle-orm'
import { audit } from '../audit.ts'
import type { SignedIn } from '../current.ts'
import { changedOne, type Query } from '../db.ts'
import { securityNotice } from '../notifications/outbox.ts'
import { base64url, derive, sha256 } from '../tokens.ts'
import { recoveryCodes } from './schema.ts'
import { decide } from '../across.ts'

/** ACC-4: ten codes for the day the phone is lost, 80 random bits each: "K7QF-2MWA-XT5D-9HRB". */
export const recoveryCodeCount = 10

/** A new set in place of the old one, for the batch of what makes it. The codes are shown once; only keyed hashes are kept. */
export async function newRecoveryCodes({ env, control, now, person }: SignedIn): Promise<{ codes: string[]; statements: Query[] }> {
  const codes = Array.from({ length: recoveryCodeCount }, newCode)
  const hashes = await Promise.all(codes.map((code) => hashOf(env.PORTAL_SECRET, person.id, plain(code))))
  const rows = hashes.map((codeHash) => ({ personId: person.id, codeHash, createdAt: now }))
  return {
    codes,
    statements: [
      control.orm.delete(recoveryCodes).where(eq(recoveryCodes.personId, person.id)),
      control.orm.insert(recoveryCodes).values(rows),
    ],
  }
}

/** Replaces her codes, and tells her. Answers them. */
export async function renewRecoveryCodes(current: SignedIn): Promise<string[]> {
  const { codes, statements } = await newRecoveryCodes(current)
  await decide(current, statements, [
    audit(current, 'recovery_codes.made', { kind: 'person', id: current.person.id }),
    ...securityNotice(current, 'recovery_codes_made'),
  ])
  return codes
}

/** The statements that use a code up; that it is hers and unused, the database finds out. Null for what is none. */
export async function usedRecoveryCode({ env, control, now, person }: SignedIn, typed: string): Promise<Query[] | null> {
  const code = plain(typed)
  if (code.length !== 16) return null
  const codeHash = await hashOf(env.PORTAL_SECRET, person.id, code)
  const mine = and(eq(recoveryCodes.personId, person.id), eq(recoveryCodes.codeHash, codeHash), isNull(recoveryCodes.usedAt))
  return [control.orm.update(recoveryCodes).set({ usedAt: now }).where(mine), changedOne(control)]
}

/** Letters and digits that nobody mistakes for one another: no I, L, O, U. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

function newCode(): string {
  const letters = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => alphabet[byte % 32])
  return [0, 4, 8, 12].map((at) => letters.slice(at, at + 4).join('')).join('-')
}

/** However it was copied: small letters, without lines, an O for a zero. */
const plain = (typed: string): string =>
  typed
    .toUpperCase()
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
    .replaceAll(/[^0-9A-Z]/g, '')

const hashOf = async (secret: string, personId: string, code: string): Promise<string> =>
  sha256(base64url(await derive(secret, 'recovery code', `${personId}|${code}`)))
