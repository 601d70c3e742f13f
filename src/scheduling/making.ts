import { sql, type SQL } from 'drizzle-orm'
import { audit } from '../audit.ts'
import type { StaffCurrent } from '../current.ts'
import { batch, newId, type DatabaseRefusal, type Query } from '../db.ts'
import { notifyClient } from '../notifications/outbox.ts'
import { href, paths } from '../paths.ts'
import { remember } from '../web/idempotency.ts'
import type { Planned } from './conflicts.ts'
import { goingOver } from './going-over.ts'
import { appointments, type Forum } from './schema.ts'

/** An appointment that staff make: what is planned, and what it is. */
export interface Making extends Omit<Planned, 'roomId' | 'oneOf'> {
  /** The one that was chosen, or a free one (free-room.ts). */
  roomId: string | null | SQL<string | null>
  serviceId: string
  forum: Forum
  locationId: string | null
  /** The therapist's. */
  zone: string
  /** The open requests and holds that staff knowingly put it over. */
  over: string[]
  /** The client is not this therapist's yet: the appointment makes them so. */
  assigns: boolean
  seriesId?: string | null
}

/** SCH-26: staff make an appointment; it is confirmed at once. Answers its id, or what the database refused. */
export async function makeAppointment(current: StaffCurrent, making: Making): Promise<{ id: string } | { refusal: DatabaseRefusal }> {
  const id = newId('apt')
  const refusal = await batch(current.db, [
    ...remember(current, href(paths.staffAppointment, { org: current.organization.slug, appointmentId: id })),
    ...makingOf(current, making, id),
  ])
  return refusal ? { refusal } : { id }
}

/** The statements of one new appointment, for a batch: the row, who cares for the client, the audit entry, the e-mail. */
export function makingOf(current: StaffCurrent, making: Making, id: string): Query[] {
  const { db, now } = current
  const about = { id, clientId: making.clientId, version: 1 }
  return [
    ...(making.assigns ? assigning(current, making) : []),
    ...goingOver(current, making, [{ ...making, id: null }]),
    db.orm.insert(appointments).values(rowOf(current, making, id)),
    audit(current, 'appointment.created', { kind: 'appointment', ...about, details: { override: making.over.length > 0 } }),
    ...(making.startsAt > now ? notifyClient(current, ['created'], about) : []),
  ]
}

/** Who cares for a client from now on, too: an appointment with a therapist makes the client theirs. */
export const assigning = (current: StaffCurrent, { clientId, staffId }: Pick<Planned, 'clientId' | 'staffId'>): Query[] => [
  current.db.orm.run(sql`INSERT INTO assignments (organization_id, client_id, staff_id, created_at)
    VALUES (${current.organization.id}, ${clientId}, ${staffId}, ${current.now})
    ON CONFLICT (organization_id, client_id, staff_id) DO UPDATE SET ended_at = NULL`),
  audit(current, 'client.therapists', { kind: 'client', id: clientId, details: { added: staffId, ended: '' } }),
]

function rowOf(current: StaffCurrent, making: Making, id: string) {
  const { assigns: _assigns, over, ...columns } = making
  const { organization, now, person } = current
  return {
    ...columns,
    override: over.length > 0,
    organizationId: organization.id,
    id,
    status: 'confirmed' as const,
    createdAt: now,
    createdBy: person.id,
    createdByKind: 'staff' as const,
    updatedAt: now,
  }
}
