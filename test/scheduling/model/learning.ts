/** What the portal names by itself, and no answer says: the model takes the names over, and nothing else. */
import type { Hold, Model } from './model.ts'
import type { Therapist } from './world.ts'

/** As the database has them: only what is open. */
export interface HoldRow {
  id: string
  offer: string
  of: string
  purpose: Hold['purpose']
  staff_id: Therapist
  starts_at: number
  ends_at: number
  blocked_from: number
  blocked_until: number
  expires_at: number
}
export interface EntryRow {
  id: string
  client_id: string
  staff_id: Therapist
  service_id: string
  before_at: number | null
  appointment_id: string | null
  known: string | null
}
interface MemberRow {
  id: string
  series_id: string | null
  override: number
  starts_at: number
}

export function learn(model: Model, { members, entries, holds }: { members: MemberRow[]; entries: EntryRow[]; holds: HoldRow[] }): void {
  for (const kept of model.appointments.filter(({ id }) => id === ''))
    kept.id = members.find((row) => row.series_id === kept.series && row.starts_at === kept.startsAt)?.id ?? ''
  for (const one of model.waiting.filter(({ id }) => id === '')) {
    const isNew = ({ id }: EntryRow) => !model.waiting.some((other) => other.id === id)
    const row = entries.filter(isNew).find(({ client_id, staff_id, service_id, appointment_id }) => {
      const isTheirs = staff_id === one.staff || (model.wasAtOnce && one.appointment !== null && appointment_id === one.appointment)
      return client_id === one.client && service_id === one.service && isTheirs
    })
    if (row) one.id = row.id
    if (row && model.wasAtOnce) Object.assign(one, { staff: row.staff_id, before: row.before_at, known: JSON.parse(row.known ?? 'null') })
  }
  // Whether what was gone over was still there: only where the two orders say different things of it.
  for (const kept of model.appointments) {
    const other = model.orElse.find((one) =>
      one.id === '' ? one.series === kept.series && one.startsAt === kept.startsAt : one.id === kept.id,
    )
    if (other && other.override !== kept.override) kept.override = members.some(({ id, override }) => id === kept.id && override === 1)
  }
  Object.assign(model, { wasAtOnce: false, orElse: [] })
  for (const hold of model.holds.filter(({ id }) => id === '')) {
    const row = holds.find(({ of, starts_at }) => of === hold.of && starts_at === hold.startsAt)
    if (row) Object.assign(hold, { id: row.id, offer: row.offer })
  }
}
