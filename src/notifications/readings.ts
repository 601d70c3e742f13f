import { and, isNull } from 'drizzle-orm'
import { people } from '../accounts/schema.ts'
import type { Current } from '../current.ts'
import { inList, read } from '../db.ts'
import { presentQueries } from './present-queries.ts'
import type { outbox } from './schema.ts'

/** A row of the outbox. */
export type Row = typeof outbox.$inferSelect
type Person = typeof people.$inferSelect

/** The appointment as it is now, its client with her contacts and restrictions, the therapist's row if it is for her, and all that was written about it. */
export type Present = NonNullable<Awaited<ReturnType<typeof readPresents>>[number]>

/** What an e-mail is rendered from is read when it is sent, never kept (NOT-4, NOT-20): here for one row, unless `readTogether` has just read it. */
export async function readPresent(current: Current, row: Row): Promise<Present> {
  const [present] = keptOf(current).presents.has(row.id) ? [keptOf(current).presents.get(row.id)] : await readPresents(current, [row])
  return present as Present
}

/** The people among them who may still sign in, by id. */
export async function readPeople(current: Current, ids: string[]): Promise<Map<string, Person>> {
  const known = keptOf(current).people
  const unknown = ids.filter((id) => !known.has(id))
  if (unknown.length > 0) {
    const { control } = current
    const { found } = await read(control, {
      found: control.orm
        .select()
        .from(people)
        .where(and(inList(people.id, unknown), isNull(people.disabledAt))),
    })
    for (const id of unknown) known.set(id, found.find((person) => person.id === id) ?? null)
  }
  return new Map(ids.flatMap((id) => (known.get(id) ? [[id, known.get(id) as Person] as const] : [])))
}

/** The same for several rows in two round trips, for whoever composes them next on behalf of this `current`. */
export async function readTogether(current: Current, rows: Row[]): Promise<void> {
  const ofPeople = rows.filter(isAboutPresent)
  if (ofPeople.length === 0) return
  const presents = await readPresents(current, ofPeople)
  for (const [i, row] of ofPeople.entries()) keptOf(current).presents.set(row.id, presents[i] as Present)
  await readPeople(current, [...new Set(presents.flatMap((present) => (present ? personsIn(present) : [])))])
}

/** Rows that are rendered from a present: the others read what they are about themselves. */
export const isAboutPresent = ({ aboutKind, event }: Row): boolean =>
  aboutKind === 'appointment' || aboutKind === 'client' || event === 'hours_changed' || event === 'staff_digest'

/** Everybody with an account whom a row may reach. */
const personsIn = ({ login, granted, staff }: Present): string[] =>
  [login, ...granted, staff].flatMap((one) => (one?.personId ? [one.personId] : []))

/** What was read on behalf of a `current` of one delivery. Such a `current` lives for as long as its few rows take. */
const kept = new WeakMap<Current, { presents: Map<string, Present>; people: Map<string, Person | null> }>()

function keptOf(current: Current) {
  let mine = kept.get(current)
  if (!mine) kept.set(current, (mine = { presents: new Map(), people: new Map() }))
  return mine
}

async function readPresents(current: Current, rows: Row[]) {
  const unique = (ids: string[]) => [...new Set(ids)]
  const all = await read(
    current.db,
    presentQueries(current, {
      // A digest is about nothing but its reader: what was written about her before is none of its business.
      abouts: unique(rows.flatMap(({ event, aboutId }) => (isDigest(event) ? [] : aboutId))),
      clients: unique(rows.flatMap(({ event, clientId }) => (isDigest(event) && clientId ? clientId : []))),
      staff: unique(rows.map(({ recipient }) => idIn(recipient))),
    }),
  )
  // Of what is looked at together, this try has not begun: it may not count as perhaps sent (net-effect.ts).
  const written = all.written.map((one) => (rows.some(({ id }) => id === one.id) ? { ...one, tries: one.tries - 1 } : one))
  return rows.map((row) => {
    const appointment = all.appointments.find(({ id }) => id === row.aboutId)
    const standing = all.standings.find(({ id }) => id === row.aboutId)
    const offer = all.offers.find(({ id }) => id === row.aboutId)
    const clientId = (appointment ?? standing ?? offer)?.clientId ?? (isDigest(row.event) ? row.clientId : null)
    const ofClient = <T extends { clientId: string }>(one: T) => one.clientId === clientId
    return {
      appointment,
      standing,
      offer,
      client: all.clients.find(({ id }) => id === clientId),
      login: all.logins.find(ofClient),
      granted: all.granted.filter(ofClient),
      overrides: all.overrides.filter(ofClient),
      staff: all.staff.find(({ id }) => id === idIn(row.recipient)),
      written: isDigest(row.event) ? [row] : written.filter(({ aboutId }) => aboutId === row.aboutId),
    }
  })
}

const isDigest = (event: string): boolean => event === 'digest' || event === 'staff_digest'

/** The id in `client:<id>`. */
export const idIn = (recipient: string): string => recipient.slice(recipient.indexOf(':') + 1)
