import { beforeEach, describe, expect, it } from 'vitest'
import { checkInvariants } from '../../src/commands/invariants.ts'
import { cast, cron, db, hidden, newKey, roundTrips, rows, services, submit, textOf, visit } from '../support/portal.ts'
import { make, made, move as staffMoves, press, seenIn } from './calendar-support.ts'
import { confirmed, move, offer, offersOf, take, wished } from './changing-support.ts'
import { ask, browserOf, eleven, idOf, roomOf, roomsAre, ten, threeAtOnePlace, times } from './rooms-support.ts'
import { answerRequest } from './support.ts'

/** Whoever writes an appointment in person takes a room, and nobody is given one that is taken (SCH-1, SCH-10). */

const noon = '2026-12-03T17:00:00.000Z'
const inPerson = { therapist: 'sta_theo', service: services.session, forum: 'in_person' }
const heldRooms = async () =>
  (await rows<{ name: string | null }>('SELECT r.name FROM holds h LEFT JOIN rooms r ON r.id = h.room_id WHERE h.released_at IS NULL')).map(
    ({ name }) => name,
  )

beforeEach(threeAtOnePlace)

const nothingBroken = async () => expect((await checkInvariants(db())).filter(({ broken }) => broken.length > 0)).toEqual([])

/** Bo has a room with Tess, confirmed: it stands in everybody's way. */
async function bosRoom(start: string): Promise<string> {
  const id = idOf(await ask('bo', 'sta_tess', start))
  expect((await submit('tess', `/willow/manage/requests/${id}/confirmation`, { version: 1, key: newKey() })).status).toBe(303)
  return id
}

describe("SCH-10 a client's wish to move", () => {
  it('SCH-10 is offered the time beside its own: its own room does not stand in the way', async () => {
    await roomsAre('Larch')
    const id = await confirmed(ten, { forum: 'in_person' })
    const page = await (await visit('ana', `/willow/my/cli_ana/appointments/${id}/reschedule?from=2026-12-03`)).text()
    expect(page).toContain('value="2026-12-03T15:30:00.000Z"')
    expect(await roomOf(await wished(id, '2026-12-03T15:30:00.000Z'))).toBe('Larch')
  })

  it('SCH-10 is not offered where every room is taken, and takes another when its own is', async () => {
    await roomsAre('Larch')
    const id = await confirmed(ten, { forum: 'in_person' })
    await bosRoom(noon)
    const page = await (await visit('ana', `/willow/my/cli_ana/appointments/${id}/reschedule?from=2026-12-03`)).text()
    expect(page).not.toContain(`value="${noon}"`)
    const refused = await move(id, noon)
    expect(refused.status).toBe(409)
    expect(textOf(await refused.text())).toContain('Somebody was quicker')
    await roomsAre('Maple')
    const wish = await wished(id, noon)
    expect(await roomOf(wish)).toBe('Maple')
    expect((await answerRequest('confirmation', wish)).status).toBe(303)
    expect(await roomOf(id)).toBe('Maple')
    expect((await answerRequest('undo', wish)).status).toBe(303)
    expect([await roomOf(id), await roomOf(wish)]).toEqual(['Maple', 'Maple']) // it keeps the room it has while that is free
    await nothingBroken()
  })

  it('SCH-20 a grant that is taken back finds another room when its old one is taken', async () => {
    await roomsAre('Larch', 'Maple')
    const id = await confirmed(ten, { forum: 'in_person' })
    const wish = await wished(id, noon)
    expect((await answerRequest('confirmation', wish)).status).toBe(303)
    await bosRoom(ten) // takes Larch, which is free now
    expect((await answerRequest('undo', wish)).status).toBe(303)
    expect(await roomOf(id)).toBe('Maple')
    await nothingBroken()
  })
})

describe('SCH-23 a counter-offer', () => {
  it('SCH-10 holds a room for each time, and the appointment has that room', async () => {
    await roomsAre('Larch', 'Maple')
    await bosRoom(noon) // Larch
    const id = idOf(await ask('ana', 'sta_theo', ten))
    expect((await offer(id, [eleven, noon])).status).toBe(303)
    expect((await heldRooms()).toSorted()).toEqual(['Larch', 'Maple'])
    const offered = (await offersOf(id)).find(({ start }) => start === noon)
    expect((await take(id, offered?.offerId ?? '')).status).toBe(303)
    expect(await roomOf(id)).toBe('Maple')
    await nothingBroken()
  })

  it('SCH-10 half an hour later needs no second room: its own gives way', async () => {
    await roomsAre('Larch')
    const id = idOf(await ask('ana', 'sta_theo', ten))
    expect((await offer(id, ['2026-12-03T15:30:00.000Z'])).status).toBe(303)
    const [offered] = await offersOf(id)
    expect((await take(id, offered?.offerId ?? '')).status).toBe(303)
    expect(await roomOf(id)).toBe('Larch')
  })

  it('SCH-10 without a free room is neither suggested nor taken', async () => {
    await roomsAre('Larch')
    await bosRoom(noon)
    const id = idOf(await ask('ana', 'sta_theo', eleven))
    expect(await (await visit('theo', `/willow/manage/requests/${id}/counter-offer`)).text()).not.toContain(`value="${noon}"`)
    expect((await offer(id, [noon])).status).toBe(409)
    expect(await heldRooms()).toEqual([])
  })

  it('SCH-10 SCH-20 to a wish to move, the appointment goes into the room that was held', async () => {
    await roomsAre('Larch', 'Maple')
    const id = await confirmed(ten, { forum: 'in_person' })
    const wish = await wished(id, eleven)
    await bosRoom(noon) // Larch
    expect((await offer(wish, [noon])).status).toBe(303)
    const [offered] = await offersOf(wish)
    expect((await take(wish, offered?.offerId ?? '')).status).toBe(303)
    expect(await roomOf(id)).toBe('Maple')
    await nothingBroken()
  })
})

describe('SCH-28 the waitlist', () => {
  it('SCH-10 keeps a room with the time, and the request has it though another is first by name', async () => {
    await roomsAre('Larch', 'Maple')
    // Theo works on that Thursday at ten only, and has somebody then; Larch is taken by Tess's client.
    await rows("DELETE FROM availability WHERE staff_id = 'sta_theo'")
    await rows(`INSERT INTO availability (organization_id, id, staff_id, weekday, from_minute, to_minute, valid_from, valid_until)
      VALUES ('org_willow', 'avl_one', 'sta_theo', 4, 600, 650, '2026-12-03', '2026-12-03')`)
    await bosRoom(ten)
    const other = idOf(await ask('cara', 'sta_theo', ten))
    const entry = { ...inPerson, before: '2026-12-04', key: newKey() }
    expect((await submit('ana', `/willow/my/${cast.ana.clientId}/waitlist/entries`, entry)).status).toBe(303)
    const cara = await browserOf('cara')
    const withdrawal = `/willow/my/${cara.clientId}/requests/${other}/withdrawal`
    expect((await submit(cara.browser, withdrawal, { version: 1, key: newKey() })).status).toBe(303)
    await rows('UPDATE waitlist_entries SET look_at = 0')
    await cron()
    expect(await heldRooms()).toEqual(['Maple'])
    const [waiting] = await rows<{ id: string }>('SELECT id FROM waitlist_offers')
    const answer = await submit('ana', `/willow/my/${cast.ana.clientId}/waitlist/offers/${waiting?.id}/acceptance`, { key: newKey() })
    expect(await roomOf(idOf(answer))).toBe('Maple')
    await nothingBroken()
  })
})

describe('SCH-26 staff in the calendar', () => {
  const there = { where: 'loc_main', time: '10:00' }

  it('SCH-10 make an appointment at a place with rooms: it takes a free one, in two round trips', async () => {
    await roomsAre('Larch', 'Maple')
    await bosRoom(ten)
    expect(await (await visit('theo', '/willow/manage/calendar/new?therapist=sta_theo')).text()).toContain('Willow House, any free room')
    const answer = await make(there)
    expect(roundTrips(answer)).toBe(2)
    expect(await roomOf(idOf(answer))).toBe('Maple')
  })

  it('SCH-10 read that no room is free, and may save it without one, knowingly', async () => {
    await roomsAre('Larch')
    await bosRoom(ten)
    const listed = await make(there)
    const html = await listed.text()
    expect(listed.status).toBe(409)
    expect(textOf(html)).toContain('No room is free then; it would have none')
    const id = await made({ ...there, override: '1', seen: seenIn(html) })
    expect(await roomOf(id)).toBe(null)
    await nothingBroken()
  })

  it('SCH-10 of twenty who want the last room at once one has it; the rest read so', async () => {
    await roomsAre('Larch')
    const therapist = (i: number) => ['sta_theo', 'sta_tess', 'sta_dana'][i % 3]
    const answers = await Promise.all(
      Array.from({ length: 21 }, (_, i) => make({ ...there, therapist: therapist(i), client: ['cli_ana', 'cli_bo'][i % 2] }, 'dana')),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, ...Array.from({ length: 20 }, () => 409)])
    await nothingBroken()
  })

  it('SCH-10 move an appointment that had no room into a free one; another therapist’s room is not taken', async () => {
    const id = await made(there)
    await roomsAre('Larch', 'Maple')
    await bosRoom(noon)
    expect((await staffMoves(id, { where: 'loc_main', time: '12:00' })).status).toBe(303)
    expect(await roomOf(id)).toBe('Maple')
    await rows("UPDATE rooms SET archived_at = 1 WHERE name = 'Maple'")
    const listed = await staffMoves(id, { where: 'loc_main', time: '12:30' })
    expect(listed.status).toBe(409)
    expect((await staffMoves(id, { where: 'loc_main', time: '12:30', override: '1', seen: seenIn(await listed.text()) })).status).toBe(303)
    expect(await roomOf(id)).toBe(null)
  })

  it('SCH-20 a deleted appointment comes back into another room when its own is taken', async () => {
    await roomsAre('Larch', 'Maple')
    const id = await made(there)
    expect((await press(id, 'deletion')).status).toBe(303)
    await bosRoom(ten)
    expect((await press(id, 'restoration')).status).toBe(303)
    expect(await roomOf(id)).toBe('Maple')
  })
})

describe('SCH-26 a series', () => {
  const wish = {
    client: cast.ana.clientId,
    offering: 'sta_theo:svc_session',
    forum: 'in_person',
    room: '',
    date: '2026-12-03',
    time: '10:00',
    every: '1',
    until: '',
    count: '3',
  }
  const dates = ['2026-12-03', '2026-12-10', '2026-12-17']
  const make3 = (fields: Record<string, string | string[]>) =>
    submit('theo', '/willow/manage/series', { ...wish, key: newKey(), ...fields })
  const roomsOf = async () =>
    (
      await rows<{ name: string | null }>(
        'SELECT r.name FROM appointments a LEFT JOIN rooms r ON r.id = a.room_id WHERE a.series_id IS NOT NULL ORDER BY a.starts_at',
      )
    ).map(({ name }) => name)

  it('SCH-10 takes a free room on every date, and names the dates that have none', async () => {
    await roomsAre('Larch', 'Maple')
    await bosRoom('2026-12-10T15:00:00.000Z')
    expect((await make3({ keep: dates })).status).toBe(303)
    expect(await roomsOf()).toEqual(['Larch', 'Maple', 'Larch'])
    await nothingBroken()
  })

  it('SCH-10 without a free room a date is listed, is left out unless chosen, and has none then', async () => {
    await roomsAre('Larch')
    await bosRoom('2026-12-10T15:00:00.000Z')
    const html = await (await visit('theo', `/willow/manage/series/new?${new URLSearchParams(wish)}`)).text()
    expect(textOf(html)).toMatch(/Thu 10 Dec.*No room is free then\. Choose it only if you need none/)
    expect(html).toMatch(/name="over" value="2026-12-10"(?! checked)/)
    expect(html).not.toContain('2026-12-10~2026-12-10T15:30:00.000Z')
    expect((await make3({ keep: dates })).status).toBe(409)
    expect((await make3({ keep: ['2026-12-03', '2026-12-17'], over: ['2026-12-10'] })).status).toBe(303)
    expect(await roomsOf()).toEqual(['Larch', null, 'Larch'])
    await nothingBroken()
  })

  it('SCH-10 moved to another time, each keeps its room where that is free', async () => {
    await roomsAre('Larch', 'Maple')
    await bosRoom('2026-12-10T15:00:00.000Z')
    const id = idOf(await make3({ keep: dates }))
    await bosRoom('2026-12-17T17:00:00.000Z') // Larch
    const at = `/willow/manage/series/${id}/change`
    const [first] = await rows<{ id: string }>('SELECT id FROM appointments WHERE series_id = ? ORDER BY starts_at', id)
    const change = { from: first?.id ?? '', weekday: '4', time: '12:00', therapist: 'sta_theo' }
    const html = await (await visit('theo', `${at}?${new URLSearchParams(change)}`)).text()
    const keep = [...new Set([...html.matchAll(/name="keep" value="([^"]+)"/g)].map(([, key = '']) => key))]
    expect(keep).toHaveLength(3)
    expect((await submit('theo', at, { ...change, keep, key: newKey() })).status).toBe(303)
    expect(await roomsOf()).toEqual(['Larch', 'Maple', 'Maple'])
    await nothingBroken()
  })
})

describe('SCH-27 a standing request', () => {
  it('SCH-10 confirmed, each of its dates takes a free room', async () => {
    await roomsAre('Larch', 'Maple')
    await bosRoom('2026-12-10T15:00:00.000Z')
    const wish = { ...inPerson, time: '4-600', every: '1', from: '2026-12-03', note: '', key: newKey() }
    const id = idOf(await submit('ana', `/willow/my/${cast.ana.clientId}/standing`, wish))
    const page = await (await visit('theo', `/willow/manage/standing/${id}`)).text()
    const keep = ['2026-12-03', '2026-12-10']
    const answer = { version: hidden(page, 'main', 'version'), weeks: '12', keep, key: newKey() }
    expect((await submit('theo', `/willow/manage/standing/${id}/confirmation`, answer)).status).toBe(303)
    expect(
      await rows('SELECT r.name FROM appointments a JOIN rooms r ON r.id = a.room_id WHERE a.series_id IS NOT NULL ORDER BY a.starts_at'),
    ).toEqual([{ name: 'Larch' }, { name: 'Maple' }])
    await nothingBroken()
  })
})

it('SCH-10 what is offered in person is what can be had: no time without a free room, for anybody', async () => {
  await roomsAre('Larch')
  await made({ where: 'loc_main', time: '10:00' })
  expect(await times('bo', 'sta_tess', 'in_person')).not.toContain(ten)
  expect((await ask('bo', 'sta_tess', ten)).status).toBe(409)
})
