import { beforeEach, describe, expect, it } from 'vitest'
import { cron, newBrowser, newKey, roundTrips, rows, services, submit, visit } from '../support/portal.ts'
import { ask, eleven, idOf, oneMore, roomOf, roomsAre, roomsTaken, ten, therapists, threeAtOnePlace, times } from './rooms-support.ts'
import { answerRequest } from './support.ts'

beforeEach(threeAtOnePlace)

describe('SCH-10 rooms', () => {
  it('SCH-10 two rooms, three therapists: the third has that time by video only', async () => {
    await roomsAre('Larch', 'Maple')
    expect((await ask('ana', 'sta_theo', ten)).status).toBe(303)
    expect(await times('bo', 'sta_tess', 'in_person')).toContain(ten)
    expect((await ask('bo', 'sta_tess', ten)).status).toBe(303)
    const third = await times('cara', 'sta_dana', 'in_person')
    expect(third.filter((start) => start > '2026-12-03T14:01' && start < '2026-12-03T15:50')).toEqual([])
    expect(third).toContain(eleven)
    expect(await times('cara', 'sta_dana', 'telehealth')).toContain(ten)
    expect(await roomsTaken()).toEqual(['Larch', 'Maple'])
    const refused = await ask('cara', 'sta_dana', ten)
    expect(refused.status).toBe(409)
    expect(await refused.text()).toContain(`value="${eleven}"`)
    expect((await ask('cara', 'sta_dana', ten, 'telehealth')).status).toBe(303)
    expect(await roomsTaken()).toEqual(['Larch', 'Maple'])
  })

  it('SCH-10 the last room, wanted by thirty at once of three therapists: exactly one has it, the rest are told', async () => {
    await roomsAre('Larch')
    const answers = await thirtyAtOnce()
    expect(answers.filter((status) => status === 303)).toHaveLength(1)
    expect(answers.filter((status) => status === 409)).toHaveLength(29)
    expect(await roomsTaken()).toEqual(['Larch'])
  })

  it('SCH-10 two rooms, wanted by thirty at once of three therapists: exactly two have them', async () => {
    await roomsAre('Larch', 'Maple')
    const answers = await thirtyAtOnce()
    expect(answers.filter((status) => status === 303)).toHaveLength(2)
    expect(answers.filter((status) => status === 409)).toHaveLength(28)
    expect(await roomsTaken()).toEqual(['Larch', 'Maple'])
  })

  it('SCH-10 the test bites: without rooms three get through, and without the trigger a room is given twice', async () => {
    expect((await thirtyAtOnce()).filter((status) => status === 303)).toHaveLength(3)
    await rows('DELETE FROM appointments')
    await roomsAre('Larch')
    const [trigger] = await rows<{ sql: string }>("SELECT sql FROM sqlite_master WHERE name = 'appointments_no_overlap_insert'")
    await rows('DROP TRIGGER appointments_no_overlap_insert')
    const made = (await thirtyAtOnce('again')).filter((status) => status === 303).length
    await rows(trigger?.sql ?? '')
    expect(made).toBeGreaterThan(1)
    expect(new Set(await roomsTaken())).toEqual(new Set(['Larch']))
  })

  it('SCH-10 a location without rooms needs none, an archived room is none, by video there is none', async () => {
    expect((await ask('ana', 'sta_theo', ten)).status).toBe(303)
    await roomsAre('Larch', 'Maple')
    await rows("UPDATE rooms SET archived_at = 1 WHERE name = 'Larch'")
    expect((await ask('bo', 'sta_tess', ten)).status).toBe(303)
    expect(await roomsTaken()).toEqual([null, 'Maple'])
    expect(await times('cara', 'sta_dana', 'in_person')).not.toContain(ten)
  })

  it('SCH-10 the buffers of whoever is in the room count, the larger of the two', async () => {
    await roomsAre('Larch')
    await rows("UPDATE services SET buffer_after_minutes = 30 WHERE id = 'svc_session'")
    expect((await ask('ana', 'sta_theo', ten)).status).toBe(303)
    const others = await times('bo', 'sta_tess', 'in_person')
    expect(others).not.toContain(eleven) // 10:50 and half an hour
    expect(others).toContain('2026-12-03T16:30:00.000Z')
    expect((await ask('bo', 'sta_tess', eleven)).status).toBe(409)
  })

  it('SCH-10 a visitor who has not proved the address yet holds a room, too', async () => {
    await roomsAre('Larch')
    const time = { therapist: 'sta_theo', service: services.session, forum: 'in_person', start: ten }
    const answer = await submit(newBrowser(), '/willow/book', { ...time, name: 'Vera Lindt', email: 'vera@new.example', key: newKey() })
    expect(answer.status).toBe(303)
    expect(await rows('SELECT r.name FROM holds h JOIN rooms r ON r.id = h.room_id')).toEqual([{ name: 'Larch' }])
    expect(await times('bo', 'sta_tess', 'in_person')).not.toContain(ten)
    expect((await ask('bo', 'sta_tess', ten)).status).toBe(409)
    await rows('UPDATE holds SET released_at = created_at')
    await cron()
    expect((await ask('bo', 'sta_tess', ten)).status).toBe(303)
  })

  it('SCH-20 a decline that is taken back gets another room when its own is taken, and is refused when none is left', async () => {
    await roomsAre('Larch', 'Maple')
    const id = idOf(await ask('ana', 'sta_theo', ten))
    await answerRequest('decline', id)
    expect((await ask('bo', 'sta_tess', ten)).status).toBe(303) // takes Larch
    expect((await answerRequest('undo', id)).status).toBe(303)
    expect(await roomOf(id)).toBe('Maple')
    await answerRequest('decline', id)
    expect((await ask('cara', 'sta_dana', ten)).status).toBe(303) // takes Maple
    expect((await answerRequest('undo', id)).status).toBe(409)
  })

  it('SCH-21 confirming keeps the room; a request from before there were rooms gets one', async () => {
    const before = idOf(await ask('ana', 'sta_theo', ten))
    await roomsAre('Larch', 'Maple')
    const after = idOf(await ask('bo', 'sta_theo', eleven))
    expect(await roomOf(before)).toBe(null)
    expect((await answerRequest('confirmation', before)).status).toBe(303)
    expect((await answerRequest('confirmation', after)).status).toBe(303)
    expect([await roomOf(before), await roomOf(after)]).toEqual(['Larch', 'Larch'])
  })

  it('SPD-1 rooms cost no round trip', async () => {
    await roomsAre('Larch', 'Maple')
    const page = await visit('ana', '/willow/my/cli_ana/appointments/new?therapist=sta_theo&forum=in_person')
    expect(roundTrips(page)).toBeLessThanOrEqual(2)
    expect(roundTrips(await ask('ana', 'sta_theo', ten))).toBe(2)
  })
})

/** Thirty clients at once, ten with each therapist, all in person at ten. */
async function thirtyAtOnce(name = 'many'): Promise<number[]> {
  const clients = []
  for (let i = 0; i < 30; i++) clients.push(await oneMore(`${name}${i}`))
  const answers = await Promise.all(
    clients.map(({ browser, clientId }, i) =>
      submit(browser, `/willow/my/${clientId}/requests`, {
        therapist: therapists[i % 3],
        service: services.session,
        forum: 'in_person',
        start: ten,
        key: newKey(),
      }),
    ),
  )
  return answers.map(({ status }) => status)
}
