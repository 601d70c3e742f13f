import { and, asc, desc, eq, isNotNull, isNull, sql, type SQL } from 'drizzle-orm'
import { audit, audits } from '../audit.ts'
import type { StaffCurrent } from '../current.ts'
import { batch, changedOne, read, within, type Database, type Query } from '../db.ts'
import { planNamed, seatsIn } from '../settings/plans.ts'
import type { AboutQueries } from './identity.ts'
import { organizations, staff } from './schema.ts'

/** A staff member with her seat, and who gave or took it last. */
export type Member = Pick<
  typeof staff.$inferSelect,
  'id' | 'name' | 'administrator' | 'therapist' | 'subscribedAt' | 'deactivatedAt' | 'version'
> & {
  changedAt: number | null
  changedBy: string | null
}

/** SET-51: how many seats are taken, and how many there are; `total` null: one for every therapist. */
export interface Seats {
  members: Member[]
  bought: number
  used: number
  total: number | null
}

/** Why a seat did not change. `impact`: open requests of the therapist, when she has not been asked yet (SET-7). */
export type SeatRefusal = { kind: 'no_free_seat' | 'deactivated' | 'not_a_therapist' | 'stale' } | { kind: 'impact'; openRequests: number }

export interface SeatWish {
  value: 'on' | 'off'
  version: number
  /** Seen and said yes, or taking back what she has just done. */
  sure: boolean
}

/** For the doors of Staff & seats: everybody, and what was bought. */
export const staffAndSeats: AboutQueries = ({ db, organizationId }) => seatQueries(db, organizationId)

/** For the door of a seat: how many requests the therapist has not answered, too. */
export const seatAtHand: AboutQueries = ({ db, organizationId, params }) => ({
  ...seatQueries(db, organizationId),
  open: db.orm
    .select({
      openRequests:
        sql<number>`(SELECT count(*) FROM appointments a WHERE a.organization_id = "organizations"."id" AND a.staff_id = ${params.staffId ?? ''} AND a.status = 'requested')`.as(
          'open_requests',
        ),
    })
    .from(organizations)
    .where(eq(organizations.id, organizationId)),
})

/** Staff & seats from the rows of its door. */
export function seatsFrom({ organization: { plan } }: Pick<StaffCurrent, 'organization'>, about: Record<string, unknown>): Seats {
  const { members, bought } = about as unknown as SeatRows
  return {
    members,
    bought: bought[0]?.boughtSeats ?? 0,
    used: members.filter(holdsSeat).length,
    total: seatsIn(planNamed(plan), bought[0]?.boughtSeats ?? 0),
  }
}

/** A deactivated staff member frees her seat (SET-53). */
export const holdsSeat = ({ therapist, subscribedAt, deactivatedAt }: Member): boolean =>
  therapist && subscribedAt !== null && deactivatedAt === null
export const isFree = ({ used, total }: Seats): boolean => total === null || used < total

/**
 * Gives a therapist a seat or takes it back (SET-52), in one batch with its audit entry. Of two who want the last seat the database
 * lets one have it. Answers the page as it is afterwards.
 */
export async function changeSeat(current: StaffCurrent, seats: Seats, member: Member, wish: SeatWish, openRequests: number) {
  const refusal = refusalOf(seats, member, wish, openRequests)
  if (refusal) return { refusal, seats } as const
  if (holdsSeat(member) === (wish.value === 'on')) return { refusal: null, seats } as const
  const after = { subscribedAt: wish.value === 'on' ? current.now : null, version: member.version + 1 }
  const lost = await batch(current.db, [
    current.db.orm
      .update(staff)
      .set(after)
      .where(within(current, staff, eq(staff.id, member.id), eq(staff.version, member.version), isNull(staff.deactivatedAt))),
    changedOne(current.db),
    ...(wish.value === 'on' && seats.total !== null ? [seatsSuffice(current)] : []),
    audit(current, `seat.${wish.value}`, {
      kind: 'seat',
      id: member.id,
      version: after.version,
      details: { from: wish.value === 'on' ? 'off' : 'on', to: wish.value },
    }),
  ])
  if (lost) return await afterLoss(current, member)
  const changed: Member = { ...member, ...after, changedAt: current.now, changedBy: current.staff.name }
  return { refusal: null, seats: withMember(seats, changed) } as const
}

function refusalOf(seats: Seats, member: Member, { value, version, sure }: SeatWish, openRequests: number): SeatRefusal | null {
  if (!member.therapist) return { kind: 'not_a_therapist' }
  if (member.deactivatedAt !== null) return { kind: 'deactivated' }
  if (member.version !== version) return { kind: 'stale' }
  if (value === 'on' && !holdsSeat(member) && !isFree(seats)) return { kind: 'no_free_seat' }
  return value === 'off' && holdsSeat(member) && openRequests > 0 && !sure ? { kind: 'impact', openRequests } : null
}

/** Somebody was quicker: with this therapist, or to the last seat. Who, is read again. */
async function afterLoss(current: StaffCurrent, before: Member): Promise<{ refusal: SeatRefusal; seats: Seats }> {
  const { organization, ...rows } = await read(current.db, {
    ...seatQueries(current.db, sql`${current.organization.id}`),
    organization: current.db.orm
      .select({ plan: organizations.plan })
      .from(organizations)
      .where(eq(organizations.id, current.organization.id)),
  })
  const seats = seatsFrom({ organization: { ...current.organization, plan: organization[0]?.plan ?? '' } }, rows)
  const isAsBefore = seats.members.find(({ id }) => id === before.id)?.version === before.version
  return { refusal: { kind: isAsBefore ? 'no_free_seat' : 'stale' }, seats }
}

const withMember = (seats: Seats, changed: Member): Seats => {
  const members = seats.members.map((member) => (member.id === changed.id ? changed : member))
  return { ...seats, members, used: members.filter(holdsSeat).length }
}

/** When somebody who had a seat a moment ago gets it back: now, or not at all when it is taken meanwhile. For an update of her own row. */
export function seatIfFree({ organization, now }: StaffCurrent): number | SQL<number | null> {
  const { freeSeats } = planNamed(organization.plan)
  if (freeSeats === null) return now
  return sql`CASE WHEN (SELECT count(*) FROM staff s WHERE s.organization_id = ${organization.id} AND s.therapist = 1 AND s.subscribed_at IS NOT NULL
    AND s.deactivated_at IS NULL) < (SELECT o.bought_seats + ${freeSeats} FROM organizations o WHERE o.id = ${organization.id}) THEN ${now} END`
}

/** In the batch that gives a seat: all is undone unless there are as many seats as are taken now, under the plan that was read. */
function seatsSuffice({ db, organization }: StaffCurrent): Query {
  return db.orm
    .run(sql`INSERT INTO assert_one SELECT (SELECT count(*) FROM staff s WHERE s.organization_id = ${organization.id} AND s.therapist = 1
    AND s.subscribed_at IS NOT NULL AND s.deactivated_at IS NULL) <= coalesce((SELECT o.bought_seats + ${planNamed(organization.plan).freeSeats ?? 0}
    FROM organizations o WHERE o.id = ${organization.id} AND o.plan = ${organization.plan}), -1)`)
}

function seatQueries({ orm }: Database, organizationId: SQL) {
  const lastChange = sql`(SELECT max(e.seq) FROM audit e WHERE e.organization_id = ${staff.organizationId} AND e.entity_id = ${staff.id} AND e.entity_kind = 'seat')`
  return {
    members: orm
      .select({
        id: staff.id,
        name: staff.name,
        administrator: staff.administrator,
        therapist: staff.therapist,
        subscribedAt: staff.subscribedAt,
        deactivatedAt: staff.deactivatedAt,
        version: staff.version,
        changedAt: audits.at.getSQL().mapWith(Number).as('changed_at'),
        changedBy: audits.actorName.getSQL().mapWith(String).as('changed_by'),
      })
      .from(staff)
      .leftJoin(audits, and(eq(audits.organizationId, staff.organizationId), eq(audits.seq, lastChange)))
      .where(eq(staff.organizationId, organizationId))
      .orderBy(asc(isNotNull(staff.deactivatedAt)), desc(staff.therapist), asc(staff.name)),
    bought: orm.select({ boughtSeats: organizations.boughtSeats }).from(organizations).where(eq(organizations.id, organizationId)),
  }
}

interface SeatRows {
  members: Member[]
  bought: { boughtSeats: number }[]
}
