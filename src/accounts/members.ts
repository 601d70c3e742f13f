import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import { audit } from '../audit.ts'
import type { StaffCurrent } from '../current.ts'
import { changedOne, read, within, type Query } from '../db.ts'
import { remember } from '../web/idempotency.ts'
import { memberFile, memberFrom, undoable, withAddress, type MemberFile } from './member-file.ts'
import { seatIfFree } from './seats.ts'
import { slugFor } from './staff-joining.ts'
import { sessions, staff } from './schema.ts'
import { meetsSomething, whatItMeets } from './what-it-meets.ts'
import { endOffersOf, reviveOffersOf } from './work-offers.ts'
import { askingAgain } from '../shards.ts'
import { inTurn } from '../across.ts'

/** What somebody is to be here from now on. */
export interface Roles {
  name: string
  administrator: boolean
  therapist: boolean
}

/**
 * Why somebody's place was not changed. `last_administrator`: nobody would be left who can change anything. `impact`: it meets open
 * requests, appointments or offers. `yourself`: she would take her own administration away. Both want a yes.
 */
export type MemberRefusal = 'stale' | 'no_role' | 'last_administrator' | 'impact' | 'yourself'

/** The refusal, and the member as she is now. */
export interface Refused {
  refusal: MemberRefusal
  member: MemberFile
}

/** Of a form: the version it has seen, whether its reader has seen what it meets, and where it leads. */
export interface Asked {
  version: number
  sure: boolean
  location: string
}

/** Gives and takes roles, at once for the next request (T-16). Who is no therapist any more frees her seat. */
export async function changeRoles(current: StaffCurrent, member: MemberFile, wanted: Roles, asked: Asked): Promise<Refused | null> {
  const refusal = roleRefusal(current, member, wanted, asked)
  if (refusal) return { refusal, member }
  const { administrator, therapist, name } = wanted
  if (name === member.name && administrator === member.administrator && therapist === member.therapist) return null
  return await change(current, member, {
    location: asked.location,
    set: {
      name,
      administrator,
      therapist,
      subscribedAt: therapist ? member.subscribedAt : null,
      ...(therapist && !member.slug && { slug: slugFor(current.organization.id, name, member.id) }),
    },
    action: 'staff.roles_changed',
    details: {
      administrator,
      therapist,
      renamed: name !== member.name,
      wasAdministrator: member.administrator,
      wasTherapist: member.therapist,
      hadSeat: member.subscribedAt !== null,
    },
    more: member.administrator && !administrator ? endOffersOf(current, member.personId) : [],
  })
}

function roleRefusal(current: StaffCurrent, member: MemberFile, wanted: Roles, { version, sure }: Asked): MemberRefusal | null {
  if (member.version !== version || member.deactivatedAt !== null) return 'stale'
  if (!wanted.administrator && !wanted.therapist) return 'no_role'
  const steppingDown = member.administrator && !wanted.administrator
  if (steppingDown && member.otherAdministrators === 0) return 'last_administrator'
  if (sure) return null
  if (steppingDown && member.id === current.staff.id) return 'yourself'
  const stopping = member.therapist && !wanted.therapist
  return meetsSomething(whatItMeets(member, { stopping, steppingDown })) ? 'impact' : null
}

/**
 * Gives back what was taken, or takes back what was given, by the last change of her roles, within ten seconds (SET-4): her seat too
 * unless somebody has it, and the offers that ended with her administration.
 */
export async function undoRoles(current: StaffCurrent, member: MemberFile, asked: Asked): Promise<Refused | null> {
  const last = undoable(member, current.now)
  if (member.version !== asked.version || last?.action !== 'staff.roles_changed') return { refusal: 'stale', member }
  const [administrator, therapist] = [last.details.wasAdministrator === true, last.details.wasTherapist === true]
  if (member.administrator && !administrator && member.otherAdministrators === 0) return { refusal: 'last_administrator', member }
  const subscribedAt = !therapist ? null : last.details.hadSeat ? seatIfFree(current) : member.subscribedAt
  return await change(current, member, {
    location: asked.location,
    set: { administrator, therapist, subscribedAt },
    action: 'staff.roles_undone',
    details: { administrator, therapist },
    more: administrator && !member.administrator ? reviveOffersOf(current, member.personId, last.at) : [],
  })
}

/** Ends somebody's place here: no page of staff opens from the next request on, the sessions she began here end, her seat is free. */
export async function deactivate(current: StaffCurrent, member: MemberFile, { version, sure, location }: Asked): Promise<Refused | null> {
  const refusal = leavingRefusal(current, member, version, sure)
  if (refusal) return { refusal, member }
  const { control, now, organization } = current
  return await change(current, member, {
    location,
    set: { deactivatedAt: now, subscribedAt: null },
    action: 'staff.deactivated',
    details: { openRequests: member.openRequests, ahead: member.ahead, hadSeat: member.subscribedAt !== null },
    more: [...endOffersOf(current, member.personId)],
    onControl: [
      control.orm
        .update(sessions)
        .set({ endedAt: now })
        .where(and(eq(sessions.personId, member.personId), eq(sessions.organizationId, organization.id), isNull(sessions.endedAt))),
    ],
  })
}

function leavingRefusal(current: StaffCurrent, member: MemberFile, version: number, sure: boolean): MemberRefusal | null {
  if (member.version !== version || member.deactivatedAt !== null) return 'stale'
  if (member.administrator && member.otherAdministrators === 0) return 'last_administrator'
  if (sure) return null
  if (member.id === current.staff.id) return 'yourself'
  return meetsSomething(member) ? 'impact' : null
}

/**
 * She works here again, with the roles she had. Within ten seconds it is an undo: with her seat, unless somebody has it, and the
 * offers she had made; her sessions stay ended. Later a seat is given anew (SET-53), and dead links stay dead.
 */
export async function bringMemberBack(current: StaffCurrent, member: MemberFile, { version, location }: Asked): Promise<Refused | null> {
  if (member.version !== version || member.deactivatedAt === null) return { refusal: 'stale', member }
  const last = undoable(member, current.now)
  return await change(current, member, {
    location,
    set: { deactivatedAt: null, subscribedAt: last?.details.hadSeat ? seatIfFree(current) : null },
    action: 'staff.returned',
    details: { undo: last !== null },
    more: last ? reviveOffersOf(current, member.personId, last.at) : [],
  })
}

interface Change {
  set: Partial<typeof staff.$inferInsert> | Record<string, unknown>
  action: string
  details: Record<string, string | number | boolean>
  location: string
  more: Query[]
  onControl?: Query[]
}

/** One batch. Whatever two administrators do to each other at the same moment, one administrator is left: the database counts last. */
async function change(current: StaffCurrent, member: MemberFile, { set, action, details, location, more, onControl = [] }: Change) {
  const { db, organization } = current
  const isReturning = set.deactivatedAt === null
  const lost = await inTurn([
    [current.control, onControl],
    [
      db,
      [
        ...remember(current, location),
        db.orm
          .update(staff)
          .set({ ...set, version: member.version + 1 })
          .where(
            within(
              current,
              staff,
              and(
                eq(staff.id, member.id),
                eq(staff.version, member.version),
                isReturning ? isNotNull(staff.deactivatedAt) : isNull(staff.deactivatedAt),
              ),
            ),
          ),
        changedOne(db),
        db.orm.run(sql`INSERT INTO assert_one SELECT count(*) >= 1 FROM staff s WHERE s.organization_id = ${organization.id}
      AND s.administrator = 1 AND s.deactivated_at IS NULL`),
        audit(current, action, { kind: 'staff', id: member.id, version: member.version + 1, details }),
        ...more,
      ],
    ],
  ])
  return lost ? await afterLoss(current, member) : null
}

/** Somebody was quicker: with her, or with the other administrators. What is so now is read again. */
async function afterLoss(current: StaffCurrent, before: MemberFile): Promise<Refused> {
  const { db, organization, person, now } = current
  const at = {
    organizationId: sql`${organization.id}`,
    personId: sql`${person.id}`,
    params: { staffId: before.id },
    fields: {},
    ...askingAgain(db),
    now,
  }
  const member = await withAddress(current, memberFrom(await read(db, memberFile(at))) ?? before)
  return { refusal: member.version === before.version ? 'last_administrator' : 'stale', member }
}
