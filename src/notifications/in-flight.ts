import { sql } from 'drizzle-orm'
import type { InFlight } from '../settings/declare.ts'

/**
 * E-mails of an event that wait when its switch goes off: dropped. Nothing is written here: whoever delivers looks at the switch
 * when an e-mail is due, drops it and says so in the audit (delivery.ts).
 */
export const waitingEmails = (event: string): InFlight => ({
  count: ({ organizationId }) => sql`
    SELECT count(*) FROM outbox WHERE organization_id = ${organizationId} AND event = ${event}
      AND sent_at IS NULL AND dropped_at IS NULL AND failed_at IS NULL`,
  says: {
    en: (count) => (count === 1 ? '1 e-mail that waits is not sent.' : `${count} e-mails that wait are not sent.`),
    es: (count) => (count === 1 ? 'No se envía 1 correo en espera.' : `No se envían ${count} correos en espera.`),
  },
})
