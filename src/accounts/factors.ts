import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { AboutQueries } from './identity.ts'
import { authenticators, passkeys, recoveryCodes } from './schema.ts'

/** What a person has beside her mailbox, as her doors read it. */
export interface Factors {
  passkeys: Passkey[]
  authenticator: Authenticator | null
  /** Recovery codes that were not used yet. */
  recoveryCodesLeft: number
}
export type Passkey = Pick<
  typeof passkeys.$inferSelect,
  'id' | 'credentialId' | 'transports' | 'name' | 'createdAt' | 'lastUsedAt' | 'backedUp'
>
export type Authenticator = Pick<typeof authenticators.$inferSelect, 'secretEncrypted' | 'confirmedAt' | 'lastCounter'>

/** For the door of everything about factors: hers, in the round trip of the identity. */
export const factorsOf: AboutQueries = ({ control: { orm }, personId }) => ({
  passkeys: orm
    .select({
      id: passkeys.id,
      credentialId: passkeys.credentialId,
      transports: passkeys.transports,
      name: passkeys.name,
      createdAt: passkeys.createdAt,
      lastUsedAt: passkeys.lastUsedAt,
      backedUp: passkeys.backedUp,
    })
    .from(passkeys)
    .where(and(eq(passkeys.personId, personId), isNull(passkeys.removedAt)))
    .orderBy(asc(passkeys.createdAt)),
  authenticator: orm
    .select({
      secretEncrypted: authenticators.secretEncrypted,
      confirmedAt: authenticators.confirmedAt,
      lastCounter: authenticators.lastCounter,
    })
    .from(authenticators)
    .where(and(eq(authenticators.personId, personId), sql`${authenticators.confirmedAt} IS NOT NULL`)),
  recovery: orm
    .select({ left: sql<number>`count(*)`.as('codes_left') })
    .from(recoveryCodes)
    .where(and(eq(recoveryCodes.personId, personId), isNull(recoveryCodes.usedAt))),
})

export function factorsFrom(about: Record<string, unknown>): Factors {
  const rows = about as { passkeys: Passkey[]; authenticator: Authenticator[]; recovery: { left: number }[] }
  return { passkeys: rows.passkeys, authenticator: rows.authenticator[0] ?? null, recoveryCodesLeft: rows.recovery[0]?.left ?? 0 }
}
