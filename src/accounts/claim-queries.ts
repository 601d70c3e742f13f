import { and, asc, desc, eq, gt, inArray, isNotNull, or, sql } from 'drizzle-orm'
import { registrations } from './entry-schema.ts'
import type { AboutQueries } from './identity.ts'
import { registeredColumns, type Registered } from './registration-columns.ts'

/** A client on file who could be the one who registered, with what is the same. `birthDate` is YYYY-MM-DD. */
export interface Candidate {
  id: string
  name: string
  email: string | null
  phone: string | null
  birthDate: string | null
  archived: boolean
  hasAccount: boolean
  sameEmail: boolean
  samePhone: boolean
  sameBirthDate: boolean
}

/** A registration as staff decide it (LNK-4). Times are epoch ms. */
export type Claim = Registered & {
  state: (typeof registrations.$inferSelect)['state']
  personId: string | null
  clientId: string | null
  appointmentId: string | null
  createdAt: number
  provedAt: number | null
  decidedAt: number | null
  decidedByName: string | null
  candidates: Candidate[]
}

const month = 30 * 86_400_000

/** For the doors of the registrations: what waits, oldest first, and what became of others within a month. */
export const claimQueries: AboutQueries = (at) => {
  const mine = eq(registrations.organizationId, at.organizationId)
  return {
    waiting: at.db.orm
      .select(claimColumns(at.now))
      .from(registrations)
      .where(and(mine, eq(registrations.state, 'claim')))
      .orderBy(asc(registrations.provedAt))
      .limit(50),
    lately: at.db.orm
      .select(claimColumns(at.now))
      .from(registrations)
      .where(
        and(
          mine,
          or(
            inArray(registrations.state, ['client', 'new_client', 'refused']),
            and(eq(registrations.state, 'linked'), isNotNull(registrations.decidedAt)),
          ),
          gt(registrations.provedAt, at.now - month),
        ),
      )
      .orderBy(desc(sql`coalesce(${registrations.decidedAt}, ${registrations.provedAt})`))
      .limit(20),
  }
}

/** How many wait, for the page of clients: one row of an index. */
export const countWaiting: AboutQueries = ({ db, organizationId }) => ({
  claimsWaiting: db.orm
    .select({ count: sql<number>`count(*)`.as('count') })
    .from(registrations)
    .where(and(eq(registrations.organizationId, organizationId), eq(registrations.state, 'claim'))),
})

/** For the door of a decision: the registration of the address. */
export const oneClaim: AboutQueries = (at) => {
  return {
    claim: at.db.orm
      .select(claimColumns(at.now))
      .from(registrations)
      .where(
        and(
          eq(registrations.organizationId, at.organizationId),
          eq(registrations.id, at.params.registrationId ?? ''),
          isNotNull(registrations.provedAt),
        ),
      ),
  }
}

/** A registration, what became of it, and whom it could be, as one row. */
const claimColumns = (now: number) => ({
  ...registeredColumns(now),
  state: registrations.state,
  personId: registrations.personId,
  clientId: registrations.clientId,
  appointmentId: registrations.appointmentId,
  createdAt: registrations.createdAt,
  provedAt: registrations.provedAt,
  decidedAt: registrations.decidedAt,
  decidedByName: registrations.decidedByName,
  candidates: candidatesOf.as('candidates'),
})

const digits = sql`nullif(substr(replace(replace(replace(replace(replace(replace(replace("registrations"."phone", ' ', ''), '-', ''), '(', ''), ')', ''), '.', ''), '/', ''), '+', ''), -10), '')`

/** By address, by phone, by birth date: each by its own index. Whom of them she is, only staff say. */
const candidatesOf =
  sql`(SELECT json_group_array(json_object('id', c.id, 'name', c.name, 'email', c.email, 'phone', c.phone, 'birthDate', c.birth_date,
    'archived', c.archived_at IS NOT NULL, 'sameEmail', c.email = "registrations"."email", 'samePhone', c.phone_digits = ${digits},
    'sameBirthDate', c.birth_date = "registrations"."birth_date",
    'hasAccount', EXISTS (SELECT 1 FROM client_logins l WHERE l.organization_id = c.organization_id AND l.client_id = c.id AND l.ended_at IS NULL)) ORDER BY c.sort_name)
  FROM clients c WHERE c.organization_id = "registrations"."organization_id" AND c.merged_into IS NULL AND c.id IN (
    SELECT e.id FROM clients e WHERE e.organization_id = "registrations"."organization_id" AND e.email = "registrations"."email"
    UNION SELECT p.id FROM clients p WHERE p.organization_id = "registrations"."organization_id" AND p.phone_digits = ${digits}
    UNION SELECT b.id FROM clients b WHERE b.organization_id = "registrations"."organization_id" AND b.birth_date = "registrations"."birth_date"
    LIMIT 10))`.mapWith((text: string) => (JSON.parse(text) as Record<keyof Candidate, unknown>[]).map(candidateFrom))

const candidateFrom = (row: Record<keyof Candidate, unknown>): Candidate => ({
  ...(row as unknown as Candidate),
  archived: Boolean(row.archived),
  hasAccount: Boolean(row.hasAccount),
  sameEmail: Boolean(row.sameEmail),
  samePhone: Boolean(row.samePhone),
  sameBirthDate: Boolean(row.sameBirthDate),
})
