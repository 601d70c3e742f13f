import { and, eq, isNull, sql, type SQL } from 'drizzle-orm'
import type { AboutQueries } from '../accounts/identity.ts'
import { staff } from '../accounts/schema.ts'
import { audit } from '../audit.ts'
import { clients, contacts } from '../clients/schema.ts'
import type { Current } from '../current.ts'
import { batch, within } from '../db.ts'
import { countedAnyway, inAudit, writeWishes } from './preferences.ts'
import { preferences } from './schema.ts'
import type { Relief } from './unsubscribing.ts'
import { ownFirst, wishesOf, type Wish } from './wishes.ts'

// What an e-mail's own link can do (NOT-8, RFC 8058): end a class of e-mails for its reader, and take that back. With or without an account.

/** How it stands with a relief. `whose`: under whose name wishes are kept now. `notices`: of a staff member, how often she is written to. */
export interface ReliefState {
  relief: Relief
  whose: string
  hasAccount: boolean
  isOff: boolean
  notices: 'each' | 'digest' | 'none' | null
}

/** For the doors of the link: who reads these e-mails now (her account if she has one; the record hers was merged into), and what she said. */
export const reliefQueries =
  (relief: Relief | null): AboutQueries =>
  ({ db: { orm }, organizationId }) => {
    if (!relief) return {}
    const id = idOf(relief)
    return {
      reader: readerOf(relief.recipient)({ orm, organizationId, id }),
      said: orm
        .select({ whose: preferences.whose, kind: preferences.kind, value: preferences.value })
        .from(preferences)
        .where(
          and(
            eq(preferences.organizationId, organizationId),
            sql`${preferences.whose} IN (${relief.recipient}, ${whoseOf(relief.recipient)(organizationId, id)})`,
          ),
        ),
    }
  }

/** Null when the link is none of ours, or whoever it was for is not here any more. */
export function reliefFrom(relief: Relief | null, about: Record<string, unknown>): ReliefState | null {
  const [reader] = (about.reader ?? []) as { whose: string; notices: ReliefState['notices'] }[]
  if (!relief || !reader) return null
  const { whose, notices } = reader
  const { unwanted } = wishesOf(ownFirst(about.said as (Wish & { whose: string })[], whose))
  const isOff = relief.kind === 'staff' ? notices === 'none' : unwanted.includes(kindOf(relief))
  return { relief, whose, notices, hasAccount: !whose.includes(':'), isOff }
}

/** From now on none of these e-mails. Asked twice, it is done once. */
export const stopEmails = (current: Current, state: ReliefState): Promise<void> => write(current, state, 'off', 'none')

/** As before: of a staff member's own notices, as often as before, if her page still says how often that was. */
export const takeUpEmails = (current: Current, state: ReliefState, was: 'each' | 'digest'): Promise<void> =>
  write(current, state, 'on', was)

async function write(current: Current, state: ReliefState, value: 'on' | 'off', notices: 'each' | 'digest' | 'none'): Promise<void> {
  if (state.isOff === (value === 'off')) return
  const { whose, relief } = state
  await batch(current.db, [
    relief.kind === 'staff'
      ? current.db.orm
          .update(staff)
          .set({ emailNotices: notices, digestSince: current.now })
          .where(within(current, staff, eq(staff.id, idOf(relief))))
      : writeWishes(current, whose, [{ kind: kindOf(relief), value }]),
    countedAnyway(current, whose),
    audit(current, value === 'off' ? 'wishes.stopped' : 'wishes.taken_up', {
      kind: 'wishes',
      id: inAudit(whose),
      details: { kind: relief.kind },
    }),
  ])
}

/** Under which name her wish is kept. */
const kindOf = ({ kind }: Relief): string => (kind === 'reminder' ? 'reminder' : 'all')
const idOf = ({ recipient }: Relief): string => recipient.slice(recipient.indexOf(':') + 1)
const kindOfReader = (recipient: string) => recipient.slice(0, recipient.indexOf(':')) as 'client' | 'contact' | 'staff'

type Orm = Parameters<AboutQueries>[0]['db']['orm']
interface Asked {
  orm: Orm
  organizationId: SQL
  id: string
}

const readerOf = (recipient: string) => {
  const none = sql<null>`NULL`.as('notices')
  return {
    staff: ({ orm, organizationId, id }: Asked) =>
      orm
        .select({ whose: staff.personId, notices: staff.emailNotices })
        .from(staff)
        .where(and(eq(staff.organizationId, organizationId), eq(staff.id, id), isNull(staff.deactivatedAt))),
    contact: ({ orm, organizationId, id }: Asked) =>
      orm
        .select({ whose: whoseOf(recipient)(organizationId, id).as('whose'), notices: none })
        .from(contacts)
        .where(and(eq(contacts.organizationId, organizationId), eq(contacts.id, id))),
    client: ({ orm, organizationId, id }: Asked) =>
      orm
        .select({ whose: whoseOf(recipient)(organizationId, id).as('whose'), notices: none })
        .from(clients)
        .where(and(eq(clients.organizationId, organizationId), eq(clients.id, id))),
  }[kindOfReader(recipient)]
}

const whoseOf = (recipient: string) =>
  ({
    staff: (organizationId: SQL, id: string) =>
      sql<string>`(SELECT s.person_id FROM staff s WHERE s.organization_id = ${organizationId} AND s.id = ${id})`,
    contact: (organizationId: SQL, id: string) =>
      sql<string>`(SELECT coalesce(k.person_id, 'contact:' || k.id) FROM contacts k WHERE k.organization_id = ${organizationId} AND k.id = ${id})`,
    client: (organizationId: SQL, id: string) =>
      sql<string>`(WITH RECURSIVE up (id, next) AS (
        SELECT c.id, c.merged_into FROM clients c WHERE c.organization_id = ${organizationId} AND c.id = ${id}
        UNION SELECT c.id, c.merged_into FROM up JOIN clients c ON c.organization_id = ${organizationId} AND c.id = up.next)
        SELECT coalesce((SELECT l.person_id FROM client_logins l WHERE l.organization_id = ${organizationId} AND l.client_id = up.id
          AND l.ended_at IS NULL), 'client:' || up.id) FROM up WHERE next IS NULL)`,
  })[kindOfReader(recipient)]
