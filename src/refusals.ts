import { sql } from 'drizzle-orm'
import { audit } from './audit.ts'
import type { Current } from './current.ts'
import { batch, newMeter } from './db.ts'

/** So many refusals of one person are remembered at one practice; whoever tries more often is refused as before, and writes nothing. */
export const mostRefusals = { of: 30, minutes: 15 }

/**
 * SEC-1: that somebody who signed in was refused, as one `denied` entry of the practice she asked at: 403 for what she may not, 404 for what
 * is not hers or not there (one to her, so one here: an entry only for the first would say which). The door, and the id of the client it was
 * about; never what else she typed. Strangers leave none: they have no name, and could fill the audit.
 */
export async function rememberRefusal(current: Current, door: string, answer: 403 | 404): Promise<void> {
  const { organization, person, now } = current
  if (!person) return
  const client = current.client && { client: current.client.id }
  const db = { ...current.db, meter: newMeter() }
  const entry = audit(asSeenFromHere(current), 'denied', { kind: 'door', id: door, details: { answer, ...client } })
  const within = db.orm.run(sql`
    INSERT INTO assert_one SELECT count(*) <= ${mostRefusals.of} FROM audit
    WHERE organization_id = ${organization.id} AND at > ${now - mostRefusals.minutes * 60_000} AND action = 'denied' AND actor_id = ${person.id}`)
  await batch(db, [entry, within])
}

/** Who belongs to another practice is no more than an id here: her name is not for this one's administrators. */
function asSeenFromHere(current: Current): Current {
  const { staff, mine, person } = current
  return staff || mine.length > 0 || !person ? current : { ...current, person: { ...person, name: '' } }
}
