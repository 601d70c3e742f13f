import { sql } from 'drizzle-orm'
import type { holds } from '../scheduling/schema.ts'
import { registrations } from './entry-schema.ts'

/** A registration with the time she holds. */
export type Registered = Pick<typeof registrations.$inferSelect, keyof typeof written> & { hold: Held | null }
export type Held = Pick<typeof holds.$inferSelect, 'id' | 'staffId' | 'startsAt' | 'endsAt' | 'blockedFrom' | 'blockedUntil'>

/** What she wrote, and which version of it this is. */
const written = {
  id: registrations.id,
  origin: registrations.origin,
  name: registrations.name,
  email: registrations.email,
  phone: registrations.phone,
  birthDate: registrations.birthDate,
  language: registrations.language,
  serviceId: registrations.serviceId,
  forum: registrations.forum,
  locationId: registrations.locationId,
  note: registrations.note,
  version: registrations.version,
}

/** The columns of a registration. The time she holds is hers while it has not run out and its therapist still takes clients by the portal. */
export const registeredColumns = (now: number) => ({
  ...written,
  hold: sql`(SELECT json_object('id', h.id, 'staffId', h.staff_id, 'startsAt', h.starts_at, 'endsAt', h.ends_at, 'blockedFrom', h.blocked_from,
    'blockedUntil', h.blocked_until) FROM holds h JOIN staff s ON s.organization_id = h.organization_id AND s.id = h.staff_id
    WHERE h.organization_id = "registrations"."organization_id" AND h.id = "registrations"."hold_id" AND h.released_at IS NULL
    AND h.expires_at > ${now} AND s.subscribed_at IS NOT NULL AND s.deactivated_at IS NULL)`
    .mapWith((text: string | null) => (text === null ? null : (JSON.parse(text) as Held)))
    .as('hold'),
})
