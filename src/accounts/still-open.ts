import { and, gt, isNull, type AnyColumn } from 'drizzle-orm'

/** Of something sent that can be taken up once: neither used nor revoked, nor has it run out. */
export const stillOpen = ({ usedAt, revokedAt, expiresAt }: Record<'usedAt' | 'revokedAt' | 'expiresAt', AnyColumn>, now: number) =>
  and(isNull(usedAt), isNull(revokedAt), gt(expiresAt, now))
