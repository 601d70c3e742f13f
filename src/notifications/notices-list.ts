import { and, asc, desc, eq, sql, type SQL } from 'drizzle-orm'
import type { AboutQueries } from '../accounts/identity.ts'
import type { ClientCurrent } from '../current.ts'
import { inList, read, within } from '../db.ts'
import { selectAppointments, type Appointment } from '../scheduling/appointments.ts'
import { appointments } from '../scheduling/schema.ts'
import { pageOf, type Cursor } from './deliveries-cursor.ts'
import { seenUntil } from './news-queries.ts'
import { notices, type NoticeAbout } from './schema.ts'

/** Something that happened about a client, as the page of the bell lists it. */
export interface PortalNotice {
  id: string
  event: string
  aboutKind: NoticeAbout
  aboutId: string
  createdAt: number
  isNew: boolean
  /** What it happened to, as it is now; null for standing requests and offers, which have pages of their own. */
  appointment: Appointment | null
}

export interface NoticePage {
  rows: PortalNotice[]
  hasNewer: boolean
  hasOlder: boolean
}

const pageSize = 50

/** For the door of the page: what happened about the client, newest first; new is what others did since this person has seen the page. */
export const noticesOfClient =
  (cursor: Cursor | null): AboutQueries =>
  ({ db, organizationId, personId, params }) => {
    const order = cursor?.side === 'newer' ? asc : desc
    const beyond =
      cursor && sql`(${notices.createdAt}, ${notices.id}) ${cursor.side === 'newer' ? sql`>` : sql`<`} (${cursor.at}, ${cursor.id})`
    return {
      notices: db.orm
        .select({
          id: notices.id,
          event: notices.event,
          aboutKind: notices.aboutKind,
          aboutId: notices.aboutId,
          createdAt: notices.createdAt,
          isNew: isNewTo(organizationId, params.clientId ?? '', personId).as('is_new'),
        })
        .from(notices)
        .where(and(eq(notices.organizationId, organizationId), eq(notices.clientId, params.clientId ?? ''), beyond ?? undefined))
        .orderBy(order(notices.createdAt), order(notices.id))
        .limit(pageSize + 1),
    }
  }

/** The page, with what each notice happened to as it is now: the second round trip. */
export async function noticePage(current: ClientCurrent, found: unknown, cursor: Cursor | null): Promise<NoticePage> {
  const page = pageOf(found as Omit<PortalNotice, 'appointment'>[], cursor, pageSize)
  const ids = page.rows.filter(({ aboutKind }) => aboutKind === 'appointment').map(({ aboutId }) => aboutId)
  const { about } = await read(current.db, {
    about: selectAppointments(current.db).where(
      within(current, appointments, eq(appointments.clientId, current.client.id), inList(appointments.id, ids)),
    ),
  })
  const byId = new Map((about as Appointment[]).map((appointment) => [appointment.id, appointment]))
  return { ...page, rows: page.rows.map((notice) => ({ ...notice, appointment: byId.get(notice.aboutId) ?? null })) }
}

/** Others did it, and this person has not seen it. */
const isNewTo = (organizationId: SQL, clientId: string, personId: SQL) =>
  sql<boolean>`("notices"."created_at" > ${seenUntil(organizationId, clientId, personId)} AND "notices"."by_person" IS NOT ${personId})`.mapWith(
    Boolean,
  )
