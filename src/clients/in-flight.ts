import { sql } from 'drizzle-orm'
import type { InFlight } from '../settings/declare.ts'

/** Minors whom nobody could sign in for any more, when contacts are switched off: a warning, nothing happens to their records. */
export const minorsWithoutOtherSignIn: InFlight = {
  count: ({ organizationId, clientId, now }) => sql`
    SELECT count(*) FROM clients c WHERE c.organization_id = ${organizationId} AND c.archived_at IS NULL AND c.merged_into IS NULL
      AND c.birth_date > ${eighteenYearsBefore(now)}${clientId === null ? sql`` : sql` AND c.id = ${clientId}`}
      AND NOT EXISTS (SELECT 1 FROM client_logins l WHERE l.organization_id = c.organization_id AND l.client_id = c.id AND l.ended_at IS NULL)
      AND EXISTS (SELECT 1 FROM grants g JOIN contacts k ON k.organization_id = g.organization_id AND k.id = g.contact_id
        WHERE g.organization_id = c.organization_id AND g.client_id = c.id AND g.revoked_at IS NULL AND k.person_id IS NOT NULL)`,
  says: {
    en: (count) => (count === 1 ? '1 minor has no other sign-in.' : `${count} minors have no other sign-in.`),
    es: (count) => (count === 1 ? '1 menor no tiene otro acceso.' : `${count} menores no tienen otro acceso.`),
  },
}

/** A birth date after it belongs to a minor. */
function eighteenYearsBefore(now: number): string {
  const day = new Date(now)
  day.setUTCFullYear(day.getUTCFullYear() - 18)
  return day.toISOString().slice(0, 10)
}
