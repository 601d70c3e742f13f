import { people } from '../accounts/schema.ts'
import { sortNameOf } from '../clients/names.ts'
import { assignments, clientLogins, clients } from '../clients/schema.ts'
import { dateOf, dayOf, instantsOf, wallClock, weekdayOf } from '../scheduling/zones.ts'
import { clientOverrides } from '../settings/schema.ts'
import { cast, organizations, services } from './cast.ts'
import { nameOf } from './names.ts'
import { pastAppointments, type Past } from './past.ts'
import { auditsOf, inserts, rowsFor, type Rows } from './rows.ts'

const { id: organizationId, zone } = organizations.willow
const day = 86_400_000

/** Adds generated clients of Theo's to willow; every call adds more. The nth is always the same person. Answers how many there are. */
export async function fillClients(d1: D1Database, count: number, now: number): Promise<number> {
  const { already } = (await d1.prepare("SELECT count(*) AS already FROM clients WHERE id GLOB 'cli_fill_*'").first<{ already: number }>())!
  if (count > 0) await d1.batch(inserts(d1, filledRows(Array.from({ length: count }, (_, at) => filled(already + at, now)))))
  return already + count
}

/**
 * Adds past appointments of Theo's, each before all that exist: hourly on weekdays, 9 to 17 on his clock, spread over his
 * clients. Most were never marked as completed, as in life. Answers how many were added.
 */
export async function fillPast(d1: D1Database, count: number, now: number): Promise<number> {
  if (count === 0) return 0
  const mine = await d1
    .prepare('SELECT client_id AS id FROM assignments WHERE organization_id = ? AND staff_id = ? ORDER BY client_id')
    .bind(organizationId, cast.theo.staffId)
    .all<{ id: string }>()
  const ids = mine.results.map(({ id }) => id)
  return (await addPast(d1, count, now, ids)).length
}

/** As fillPast, of these clients. Answers the ids of the appointments. */
export async function addPast(d1: D1Database, count: number, now: number, clientIds: string[]): Promise<string[]> {
  const { at, n } = (await d1
    .prepare('SELECT min(starts_at) AS at, count(*) AS n FROM appointments WHERE organization_id = ? AND staff_id = ?')
    .bind(organizationId, cast.theo.staffId)
    .first<{ at: number | null; n: number }>())!
  const past = hoursBefore(Math.min(at ?? now, now), count).map((startsAt, i) => ({
    id: `apt_fill_${pad(n + i)}`,
    clientId: clientIds[(i * 7) % clientIds.length] as string,
    serviceId: services.session,
    startsAt,
    minutes: 50,
    status: fate(i),
  }))
  await d1.batch(inserts(d1, pastAppointments(past)))
  return past.map(({ id }) => id)
}

/** One generated client. One in three has no account, one in five no e-mail and no account, one in twelve is archived, one in ten restricted. */
function filled(n: number, now: number) {
  const name = nameOf(n)
  const createdAt = now - (1 + ((n * 37) % 700)) * day
  const email = n % 5 === 4 ? null : `${name.toLowerCase().replaceAll('. ', '.').replaceAll(' ', '.')}.${n + 1}@family.example`
  return {
    id: `cli_fill_${pad(n)}`,
    personId: email && n % 3 !== 2 ? `per_fill_${pad(n)}` : null,
    name,
    email,
    createdAt,
    birthDate: `${1940 + ((n * 13) % 68)}-${String(1 + (n % 12)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}`,
    archivedAt: n % 12 === 11 ? Math.min(createdAt + 200 * day, now - day) : null,
    restricted: n % 10 === 9,
    lastSeenAt: n % 4 === 0 ? null : Math.max(createdAt, now - ((n * 17) % 90) * day - (n % 600) * 60_000),
  }
}

function filledRows(all: ReturnType<typeof filled>[]): Rows[] {
  const withAccount = all.filter((one): one is typeof one & { personId: string; email: string } => one.personId !== null)
  const restricted = all.filter((one) => one.restricted)
  const { dana, theo } = cast
  const key = 'self_scheduling'
  const by = { id: dana.personId, name: dana.name }
  return [
    rowsFor(
      people,
      withAccount.map(({ personId: id, name, email, createdAt }) => ({ id, name, email, emailVerifiedAt: createdAt, createdAt })),
    ),
    rowsFor(
      clients,
      all.map(({ id, name, email, birthDate, createdAt, archivedAt }) => ({
        organizationId,
        id,
        name,
        sortName: sortNameOf(name),
        email,
        birthDate,
        createdAt,
        archivedAt,
      })),
    ),
    rowsFor(
      clientLogins,
      withAccount.map(({ id, personId, createdAt, lastSeenAt }) => ({ organizationId, clientId: id, personId, createdAt, lastSeenAt })),
    ),
    rowsFor(
      assignments,
      all.map(({ id, createdAt }) => ({ organizationId, clientId: id, staffId: theo.staffId, createdAt })),
    ),
    rowsFor(
      clientOverrides,
      restricted.map(({ id, createdAt }) => ({
        organizationId,
        clientId: id,
        key,
        value: 'off' as const,
        version: 1,
        changedAt: createdAt,
        changedBy: dana.personId,
        changedByName: dana.name,
      })),
    ),
    auditsOf([
      ...withAccount.map(({ personId: id, createdAt: at }) => ({ organizationId, kind: 'person', id, at })),
      ...all.map(({ id, createdAt: at }) => ({ organizationId, kind: 'client', id, at })),
      ...restricted.map(({ id, createdAt: at }) => ({
        organizationId,
        kind: 'override',
        id: `${id}/${key}`,
        at,
        action: 'off',
        by,
        details: { key, clientId: id, from: 'inherit', to: 'off' },
      })),
    ]),
  ]
}

/** That many full hours of Theo's working days, going back from the day before an instant. */
function hoursBefore(before: number, count: number): number[] {
  const found: number[] = []
  for (let on = dayOf(wallClock(zone, before).date) - 1; found.length < count; on--) {
    if (weekdayOf(on) > 5) continue
    for (let hour = 16; hour >= 9 && found.length < count; hour--) found.push(...instantsOf(zone, dateOf(on), hour * 60).slice(0, 1))
  }
  return found
}

const fate = (n: number): Past['status'] =>
  n % 20 === 19 ? 'no_show' : n % 20 === 18 ? 'cancelled' : n % 3 === 2 ? 'completed' : 'confirmed'
const pad = (n: number): string => String(n + 1).padStart(6, '0')
