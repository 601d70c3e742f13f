import { beforeEach, describe, expect, it } from 'vitest'
import { cast, clockAt, cron, freshPortal, newBrowser, newKey, rows, services, signIn, submit, visit } from '../support/portal.ts'
import { offer, offersOf } from './changing-support.ts'
import { manyClients, type Somebody } from './many.ts'
import { expectOutcome, raced } from './races.ts'
import { freeTimes } from './support.ts'

/** The limits on asking hold however many ask at once: exactly as many are let in, and everybody else reads the ordinary sentence. */

const sizes = [2, 10, 50]
const day = '2026-12-08'
/** Ten-minute times from 8:00 in New York on: enough of them for fifty on one day. */
const at = (n: number) => new Date(Date.parse(`${day}T13:00:00.000Z`) + n * 600_000).toISOString()
const of = { therapist: 'sta_theo', service: services.session, forum: 'telehealth' }

beforeEach(async () => {
  await freshPortal()
  await rows("UPDATE services SET duration_minutes = 10 WHERE id = 'svc_session'")
  await rows("UPDATE staff SET interval_minutes = 10 WHERE id = 'sta_theo'")
  await rows("UPDATE availability SET from_minute = 480, to_minute = 1080 WHERE staff_id = 'sta_theo'")
})

const cap = (most: number) => rows("UPDATE staff SET cap_per_day = ? WHERE id = 'sta_theo'", most)
const openAtMost = (most: number) => rows("UPDATE organizations SET open_requests_per_client = ? WHERE id = 'org_willow'", most)
const ask = ({ browser, clientId }: Somebody, start: string) =>
  submit(browser, `/willow/my/${clientId}/requests`, { ...of, start, key: newKey() })

async function ana(): Promise<Somebody> {
  return { browser: await signIn('ana'), clientId: cast.ana.clientId }
}

const activeThatDay = async () =>
  (
    await rows<{ count: number }>(
      `SELECT count(*) AS count FROM appointments WHERE staff_id = 'sta_theo' AND status IN ('requested', 'confirmed') AND starts_at BETWEEN ?1 AND ?1 + 86400000`,
      Date.parse(`${day}T05:00:00Z`),
    )
  )[0]?.count

/** Confirmed appointments two days before, one after another, without asking. Answers their ids. */
async function confirmedOf(clients: Somebody[]): Promise<string[]> {
  const from = Date.parse(at(0)) - 2 * 86_400_000
  const made = clients.map(({ clientId }, i) => ({ id: `apt_limit${i}`, clientId, startsAt: from + i * 600_000 }))
  await rows(
    `INSERT INTO appointments (organization_id, id, client_id, staff_id, service_id, forum, status, starts_at, ends_at, blocked_from, blocked_until,
      zone, created_at, created_by, created_by_kind, updated_at)
    SELECT 'org_willow', value->>'id', value->>'clientId', 'sta_theo', 'svc_session', 'telehealth', 'confirmed', value->>'startsAt', value->>'startsAt' + 600000,
      value->>'startsAt', value->>'startsAt' + 600000, 'America/New_York', 1, 'per_dana', 'staff', 1 FROM json_each(?)`,
    JSON.stringify(made),
  )
  return made.map(({ id }) => id)
}

const move = ({ browser, clientId }: Somebody, id: string, start: string) =>
  submit(browser, `/willow/my/${clientId}/appointments/${id}/reschedule`, { start, version: 1, key: newKey() })

describe("SCH-2 a client's open requests", () => {
  it.each(sizes)('SCH-2 %i requests at once: exactly as many as are allowed', async (many) => {
    await openAtMost(2)
    const her = await ana()
    const counts = await raced(Array.from({ length: many }, (_, i) => () => ask(her, at(i))))
    expectOutcome(counts, many, { least: 2, most: 2 })
    expect(await activeThatDay()).toBe(2)
  })

  it('SCH-2 whoever is one too many is told so, whether she came later or at the same moment', async () => {
    await openAtMost(1)
    const her = await ana()
    const answers = await Promise.all([ask(her, at(0)), ask(her, at(1)), ask(her, at(2))])
    const refused = answers.filter(({ status }) => status === 409)
    expect(refused).toHaveLength(2)
    for (const answer of [...refused, await ask(her, at(3))]) expect(await answer.text()).toContain('You have several open requests')
  })

  it.each(sizes)('SCH-2 %i wishes to move at once: exactly as many as are allowed', async (many) => {
    await openAtMost(2)
    const her = await ana()
    const ids = await confirmedOf(Array.from({ length: many }, () => her))
    const counts = await raced(ids.map((id, i) => () => move(her, id, at(i))))
    expectOutcome(counts, many, { least: 2, most: 2 })
    expect(await activeThatDay()).toBe(2)
  })

  it.each(sizes)('SCH-2 SCH-27 %i of requests, wishes and standing requests at once: they count together', async (many) => {
    await openAtMost(2)
    const her = await ana()
    const ids = await confirmedOf(Array.from({ length: many }, () => her))
    const page = await (await visit(her.browser, `/willow/my/${her.clientId}/standing/new?${new URLSearchParams(of)}`)).text()
    const [, time = ''] = /<option value="([^"]+)"[^>]*>(?:Mon|Tue|Wed|Thu|Fri)/.exec(page) ?? []
    const standing = () => submit(her.browser, `/willow/my/${her.clientId}/standing`, { ...of, time, every: '1', from: day, key: newKey() })
    const acts = [(i: number) => ask(her, at(i)), (i: number) => move(her, ids[i] ?? '', at(i)), standing]
    const counts = await raced(Array.from({ length: many }, (_, i) => () => acts[i % 3]!(i)))
    expectOutcome(counts, many, { least: 2, most: 2 })
    const [open] = await rows(`SELECT (SELECT count(*) FROM appointments WHERE status = 'requested' AND client_id = 'cli_ana')
      + (SELECT count(*) FROM standing_requests WHERE status = 'requested' AND client_id = 'cli_ana') AS count`)
    expect(open).toEqual({ count: 2 })
  })
})

describe("SCH-10 a therapist's cap on a day", () => {
  it.each(sizes)('SCH-10 %i clients at once: exactly as many as the day takes', async (many) => {
    await cap(1)
    const clients = await manyClients(many)
    const counts = await raced(clients.map((who, i) => () => ask(who, at(i))))
    expectOutcome(counts, many, { least: 1, most: 1 })
    expect(await activeThatDay()).toBe(1)
  })

  it.each(sizes)('SCH-10 %i who move there at once: exactly as many as the day takes', async (many) => {
    await cap(1)
    const clients = await manyClients(many)
    const ids = await confirmedOf(clients)
    const counts = await raced(clients.map((who, i) => () => move(who, ids[i] ?? '', at(i))))
    expectOutcome(counts, many, { least: 1, most: 1 })
    expect(await activeThatDay()).toBe(1)
  })

  it('SCH-10 SCH-20 what moves within its day does not stand in its own way', async () => {
    const [somebody] = await manyClients(1)
    const [id = ''] = await confirmedOf([somebody!])
    await cap(1)
    expect((await move(somebody!, id, new Date(Date.parse(at(3)) - 2 * 86_400_000).toISOString())).status).toBe(409) // a Sunday
    await rows(
      `UPDATE appointments SET starts_at = starts_at + ?1, ends_at = ends_at + ?1, blocked_from = blocked_from + ?1, blocked_until = blocked_until + ?1
      WHERE id = ?2`,
      2 * 86_400_000,
      id,
    )
    expect((await move(somebody!, id, at(9))).status).toBe(303)
  })

  it.each([2, 10])('SCH-10 LNK-7 %i visitors at once hold exactly as many as the day takes; clients find it full', async (many) => {
    await rows("UPDATE services SET duration_minutes = 10 WHERE id = 'svc_intake'")
    await cap(1)
    const book = (i: number) =>
      submit(newBrowser(), '/willow/book', {
        ...of,
        service: services.intake,
        start: at(i),
        name: `Vera ${i} Lindt`,
        email: `vera${i}@new.example`,
        key: newKey(),
      })
    const answers = await Promise.all(Array.from({ length: many }, (_, i) => book(i)))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, ...Array.from({ length: many - 1 }, () => 409)])
    expect(await rows('SELECT count(*) AS held FROM holds')).toEqual([{ held: 1 }])
    for (const answer of answers.filter(({ status }) => status === 409)) expect(await answer.text()).toContain('That time is taken')
    expect(await freeTimes('ana', cast.ana.clientId, day)).not.toContain(at(20))
    expect((await ask(await ana(), at(20))).status).toBe(409)
    await clockAt('2026-12-01T15:16:00Z')
    await cron()
    expect((await ask(await ana(), at(20))).status).toBe(303)
  })

  it('SCH-10 SCH-28 what is kept for the waitlist has its place in the day: the offer is taken, whoever asks at the same moment', async () => {
    await cap(1)
    const her = await ana()
    const [other] = await manyClients(1)
    const id = ((await ask(other!, at(0))).headers.get('Location') ?? '').split('/').at(-1)
    const join = { ...of, before: '2026-12-09', key: newKey() }
    expect((await submit(her.browser, `/willow/my/${her.clientId}/waitlist/entries`, join)).status).toBe(303)
    // Everything before is full, too, so that only this day opens.
    await rows("UPDATE availability SET valid_from = '2026-12-08' WHERE staff_id = 'sta_theo'")
    expect(
      (await submit(other!.browser, `/willow/my/${other!.clientId}/requests/${id}/withdrawal`, { version: 1, key: newKey() })).status,
    ).toBe(303)
    await cron()
    const [offer] = await rows<{ id: string }>('SELECT id FROM waitlist_offers')
    expect(offer).toBeDefined()
    const accept = () => submit(her.browser, `/willow/my/${her.clientId}/waitlist/offers/${offer?.id}/acceptance`, { key: newKey() })
    const counts = await raced([accept, ...Array.from({ length: 9 }, (_, i) => () => ask(other!, at(i + 1)))])
    expectOutcome(counts, 10, { least: 1, most: 1 })
    expect(await rows("SELECT client_id FROM appointments WHERE status = 'requested'")).toEqual([{ client_id: her.clientId }])
  })

  it('SCH-23 what the therapist herself has offered is hers to give: it is taken though the day is full', async () => {
    const her = await ana()
    const id = ((await ask(her, '2026-12-09T14:00:00.000Z')).headers.get('Location') ?? '').split('/').at(-1) ?? ''
    await offer(id, [at(30)])
    const [other] = await manyClients(1)
    expect((await ask(other!, at(0))).status).toBe(303)
    await cap(1)
    const [offered] = await offersOf(id)
    const path = `/willow/my/${her.clientId}/requests/${id}/counter-offers/${offered?.offerId}/acceptance`
    expect((await submit(her.browser, path, { version: 2, key: newKey() })).status).toBe(303)
    expect(await activeThatDay()).toBe(2)
  })

  it('SCH-10 the test bites: without the assertion more are let in', async () => {
    await cap(1)
    await openAtMost(1)
    const clients = await manyClients(10)
    const [trigger] = await rows<{ sql: string }>("SELECT sql FROM sqlite_master WHERE name = 'assert_one_row'")
    await rows('DROP TRIGGER assert_one_row')
    const her = await ana()
    try {
      expect((await raced(clients.map((who, i) => () => ask(who, at(i)))))[303]).toBeGreaterThan(1)
      await rows('DELETE FROM appointments')
      await rows("UPDATE staff SET cap_per_day = NULL WHERE id = 'sta_theo'")
      expect((await raced(clients.map((_, i) => () => ask(her, at(i)))))[303]).toBeGreaterThan(1)
    } finally {
      await rows('DELETE FROM assert_one')
      await rows(trigger?.sql ?? '')
    }
  })
})
