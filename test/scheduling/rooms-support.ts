import { expect } from 'vitest'
import { cast, freshPortal, locations, newKey, rows, services, submit, tuesday, visit } from '../support/portal.ts'
import { sha256 } from '../../src/tokens.ts'

/** Three therapists at one place, and clients for whom all of them care: for tests of rooms. */

/** Thursday 3 December 2026, 10:00 in New York. */
export const ten = '2026-12-03T15:00:00.000Z'
export const eleven = '2026-12-03T16:00:00.000Z'
export const therapists = ['sta_theo', 'sta_tess', 'sta_dana']

export async function threeAtOnePlace(): Promise<void> {
  await freshPortal()
  await rows("UPDATE staff SET therapist = 1, subscribed_at = 1 WHERE id IN ('sta_theo', 'sta_tess', 'sta_dana')")
  await rows(`INSERT INTO availability (organization_id, id, staff_id, weekday, from_minute, to_minute)
    SELECT organization_id, 'avl_dana_' || weekday, 'sta_dana', weekday, from_minute, to_minute FROM availability WHERE staff_id = 'sta_theo'`)
  await rows(`INSERT INTO offerings (organization_id, staff_id, service_id, location_id)
    SELECT organization_id, 'sta_dana', service_id, location_id FROM offerings WHERE staff_id = 'sta_theo'`)
  await rows(`INSERT INTO assignments (organization_id, client_id, staff_id, created_at)
    SELECT c.organization_id, c.id, s.id, 1 FROM clients c JOIN staff s ON s.organization_id = c.organization_id
    WHERE c.id IN ('cli_ana', 'cli_bo') AND s.id IN ('sta_theo', 'sta_tess', 'sta_dana') ON CONFLICT DO NOTHING`)
}

export async function roomsAre(...names: string[]): Promise<void> {
  for (const name of names)
    await rows(
      `INSERT INTO rooms (organization_id, id, location_id, name) VALUES ('org_willow', ?, ?, ?)`,
      `rom_${name}`,
      locations.main,
      name,
    )
}

/** The rooms of what stands, by name. */
export const roomsTaken = async () =>
  (
    await rows<{ name: string | null }>(`SELECT r.name FROM appointments a LEFT JOIN rooms r ON r.id = a.room_id
      WHERE a.status IN ('requested', 'confirmed') AND a.forum = 'in_person' AND a.starts_at > unixepoch('2026-12-02') * 1000 ORDER BY r.name`)
  ).map(({ name }) => name)

export const roomOf = async (id: string) =>
  (await rows<{ name: string | null }>('SELECT r.name FROM appointments a LEFT JOIN rooms r ON r.id = a.room_id WHERE a.id = ?', id))[0]
    ?.name

export const idOf = (answer: Response): string => {
  expect(answer.status).toBe(303)
  return (answer.headers.get('Location') ?? '').split('/').at(-1) ?? ''
}

export type Client = 'ana' | 'bo' | 'cara'
/** Cara is somebody of this file, whom all three care for. */
export async function browserOf(who: Client) {
  if (who !== 'cara') return { browser: who, clientId: cast[who].clientId }
  const [known] = await rows("SELECT id FROM clients WHERE id = 'cli_room_cara'")
  return known ? signedIn('cara') : await oneMore('cara')
}

export async function times(who: Client, staffId: string, forum: string): Promise<string[]> {
  const { browser, clientId } = await browserOf(who)
  const path = `/willow/my/${clientId}/appointments/new?therapist=${staffId}&service=${services.session}&forum=${forum}&from=2026-12-03`
  const html = await (await visit(browser, path)).text()
  return [...html.matchAll(/name="start" value="([^"]+)"/g)].map(([, start]) => start ?? '')
}

export async function ask(who: Client, therapist: string, start: string, forum = 'in_person'): Promise<Response> {
  const { browser, clientId } = await browserOf(who)
  return await submit(browser, `/willow/my/${clientId}/requests`, { therapist, service: services.session, forum, start, key: newKey() })
}

/** One more client with an account, whom every therapist cares for. */
export async function oneMore(name: string) {
  const [person, client] = [`per_room_${name}`, `cli_room_${name}`]
  await rows('INSERT INTO people (id, name, email, created_at) VALUES (?, ?, ?, 1)', person, name, `${name}@rooms.example`)
  await rows(
    "INSERT INTO clients (organization_id, id, name, sort_name, email, created_at) VALUES ('org_willow', ?, ?, ?, ?, 1)",
    client,
    name,
    name,
    `${name}@rooms.example`,
  )
  await rows("INSERT INTO client_logins (organization_id, client_id, person_id, created_at) VALUES ('org_willow', ?, ?, 1)", client, person)
  for (const staffId of therapists)
    await rows("INSERT INTO assignments (organization_id, client_id, staff_id, created_at) VALUES ('org_willow', ?, ?, 1)", client, staffId)
  await rows(
    "INSERT INTO sessions (token_hash, person_id, organization_id, created_at, last_seen_at) VALUES (?, ?, 'org_willow', ?, ?)",
    await sha256(`room_${name}`),
    person,
    Date.parse(tuesday),
    Date.parse(tuesday),
  )
  return signedIn(name)
}

export const signedIn = (name: string) => ({
  clientId: `cli_room_${name}`,
  browser: { cookies: new Map([['__Host-session', `room_${name}`]]) },
})
