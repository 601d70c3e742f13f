import { eq, sql } from 'drizzle-orm'
import { staff } from '../accounts/schema.ts'
import { audit } from '../audit.ts'
import { clients, contacts } from '../clients/schema.ts'
import type { Current } from '../current.ts'
import { batch, inList, read, within } from '../db.ts'
import { countedAnyway, writeWishes } from './preferences.ts'
import { preferences } from './schema.ts'
import type { Relief } from './unsubscribing.ts'
import { ownFirst, wishesOf } from './wishes.ts'

// What an e-mail's own link can do (NOT-8, RFC 8058): end a class of e-mails for its reader, and take that back. With or without an account.

/** How it stands with a relief. `whose`: under whose name wishes are kept now. `notices`: of a staff member, how often she is written to. */
export interface ReliefState {
  relief: Relief
  whose: string
  hasAccount: boolean
  isOff: boolean
  notices: 'each' | 'digest' | 'none' | null
}

/** Null when whoever it was for is not here any more. */
export async function readRelief(current: Current, relief: Relief): Promise<ReliefState | null> {
  const who = await readReader(current, relief)
  if (!who) return null
  const { whose, notices } = who
  if (relief.kind === 'staff') return { relief, whose, notices, hasAccount: true, isOff: notices === 'none' }
  const { said } = await read(current.db, {
    said: current.db.orm
      .select({ whose: preferences.whose, kind: preferences.kind, value: preferences.value })
      .from(preferences)
      .where(within(current, preferences, inList(preferences.whose, [whose, relief.recipient]))),
  })
  const { unwanted } = wishesOf(ownFirst(said, whose))
  return { relief, whose, notices, hasAccount: !whose.includes(':'), isOff: unwanted.includes(kindOf(relief)) }
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
          .set({ emailNotices: notices })
          .where(within(current, staff, eq(staff.id, idOf(relief))))
      : writeWishes(current, whose, [{ kind: kindOf(relief), value }]),
    countedAnyway(current, whose),
    audit(current, value === 'off' ? 'wishes.stopped' : 'wishes.taken_up', { kind: 'wishes', id: whose, details: { kind: relief.kind } }),
  ])
}

/** Under which name her wish is kept. */
const kindOf = ({ kind }: Relief): string => (kind === 'reminder' ? 'reminder' : 'all')
const idOf = ({ recipient }: Relief): string => recipient.slice(recipient.indexOf(':') + 1)

/** Her account, if she has one now; else her place in the outbox, the kept record's if hers was merged. */
async function readReader(current: Current, relief: Relief): Promise<Pick<ReliefState, 'whose' | 'notices'> | null> {
  const { orm } = current.db
  const id = idOf(relief)
  if (relief.recipient.startsWith('staff:')) {
    const { found } = await read(current.db, {
      found: orm
        .select({ whose: staff.personId, notices: staff.emailNotices, leftAt: staff.deactivatedAt })
        .from(staff)
        .where(within(current, staff, eq(staff.id, id))),
    })
    return found[0] && found[0].leftAt === null ? found[0] : null
  }
  const isContact = relief.recipient.startsWith('contact:')
  const { found } = await read(current.db, {
    found: isContact
      ? orm
          .select({ whose: sql<string>`coalesce(${contacts.personId}, 'contact:' || ${contacts.id})`.as('whose') })
          .from(contacts)
          .where(within(current, contacts, eq(contacts.id, id)))
      : orm
          .select({
            whose: sql<string>`coalesce((SELECT l.person_id FROM client_logins l WHERE l.organization_id = ${clients.organizationId}
              AND l.client_id = coalesce(${clients.mergedInto}, ${clients.id}) AND l.ended_at IS NULL), 'client:' || coalesce(${clients.mergedInto}, ${clients.id}))`.as(
              'whose',
            ),
          })
          .from(clients)
          .where(within(current, clients, eq(clients.id, id))),
  })
  return found[0] ? { whose: found[0].whose, notices: null } : null
}
