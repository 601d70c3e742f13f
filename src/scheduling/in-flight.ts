import { sql, type SQL } from 'drizzle-orm'
import type { InFlight, Scope } from '../settings/declare.ts'

const ofClient = ({ clientId }: Scope, column: SQL) => (clientId === null ? sql`` : sql` AND ${column} = ${clientId}`)

/** Open requests when scheduling is switched off: they stay with the therapist; the client can withdraw, not edit. */
export const openRequests: InFlight = {
  count: (scope) =>
    sql`SELECT (SELECT count(*) FROM appointments WHERE organization_id = ${scope.organizationId} AND status = 'requested'${ofClient(scope, sql`client_id`)})
      + (SELECT count(*) FROM standing_requests WHERE organization_id = ${scope.organizationId} AND status = 'requested'${ofClient(scope, sql`client_id`)})`,
  says: {
    en: (count) => (count === 1 ? '1 open request stays with its therapist.' : `${count} open requests stay with their therapists.`),
    es: (count) =>
      count === 1 ? '1 solicitud abierta sigue con su terapeuta.' : `${count} solicitudes abiertas siguen con sus terapeutas.`,
  },
}

/** Times held for somebody who is asking: released. Turning back on does not bring them back. */
export const runningHolds: InFlight = {
  count: (scope) => sql`SELECT count(*) FROM holds WHERE ${running(scope)}`,
  says: {
    en: (count) => (count === 1 ? '1 held time is released.' : `${count} held times are released.`),
    es: (count) => (count === 1 ? 'Se libera 1 hora reservada.' : `Se liberan ${count} horas reservadas.`),
  },
  afterwards: (scope) => sql`UPDATE holds SET released_at = ${scope.now} WHERE ${running(scope)}`,
}

const running = (scope: Scope) =>
  sql`organization_id = ${scope.organizationId} AND released_at IS NULL AND expires_at > ${scope.now}${ofClient(scope, sql`about_id`)}`
