import { and, eq, or, sql } from 'drizzle-orm'
import type { AboutQueries } from '../accounts/identity.ts'
import type { StaffCurrent } from '../current.ts'
import { NotFound } from '../web/errors.ts'
import { selectAppointments, type Appointment } from './appointments.ts'
import { appointments } from './schema.ts'
import { selectTerms, type Terms } from './terms.ts'

/** A request with its terms, and with those of the appointment it is a wish to move. */
export interface AskedFor extends Appointment {
  terms: Terms
  original: Terms | null
}

/** For the doors of an answer: the request of the address, and the appointment it would move. */
export const theRequest: AboutQueries = ({ db, organizationId, params }) => {
  const id = params.requestId ?? ''
  const moves = sql`(SELECT r.reschedule_of FROM appointments r WHERE r.organization_id = ${organizationId} AND r.id = ${id})`
  return {
    requests: selectAppointments(db).where(and(eq(appointments.organizationId, organizationId), eq(appointments.id, id))),
    terms: selectTerms(db).where(
      and(eq(appointments.organizationId, organizationId), or(eq(appointments.id, id), sql`${appointments.id} = ${moves}`)),
    ),
  }
}

/** The request, if it is this staff member's to answer: a therapist's own, or any for an administrator. */
export function ownRequest({ staff }: StaffCurrent, about: Record<string, unknown>): AskedFor {
  const request = askedForFrom(about)
  if (!request || !(staff.administrator || request.staffId === staff.id)) throw new NotFound()
  return request
}

/** From what was read with `theRequest`. */
export function askedForFrom({ requests, terms }: Record<string, unknown>): AskedFor | null {
  const [request] = requests as Appointment[]
  const own = (terms as Terms[]).find(({ id }) => id === request?.id)
  if (!request || !own) return null
  return { ...request, terms: own, original: (terms as Terms[]).find(({ id }) => id === request.rescheduleOf) ?? null }
}
