import { and, eq, gt, sql, type SQLWrapper } from 'drizzle-orm'
import type { SignedIn } from '../current.ts'
import type { Query } from '../db.ts'
import type { AboutAt } from './identity.ts'
import { limits } from './limits.ts'
import { signIns } from './schema.ts'

/** How many codes went to the address of an invitation lately, whoever asked for them (ACC-7). `address`: a subquery that has it. */
export const sentTo = ({ control, now }: Pick<AboutAt, 'control' | 'now'>, address: SQLWrapper | string) =>
  control.orm
    .select({ sent: sql<number>`count(*)`.as('sent') })
    .from(signIns)
    .where(and(gt(signIns.createdAt, now - limits.sentToAddress.minutes * 60_000), eq(signIns.email, address)))

/** ACC-21: for a batch: whoever is signed in must still have, proved, the address that was invited. */
export const stillHers = ({ db, person }: SignedIn, email: string): Query =>
  db.orm.run(sql`INSERT INTO assert_one SELECT count(*) FROM people WHERE id = ${person.id} AND email = ${email}
    AND email_verified_at IS NOT NULL AND disabled_at IS NULL`)
