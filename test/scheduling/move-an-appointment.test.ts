import { beforeEach, describe, expect, it } from 'vitest'
import { auditRows, cast, clockAt, cron, freshPortal, mail, newKey, roundTrips, rows, signIn, submit, textOf } from '../support/portal.ts'
import { appointmentsPath, made, move, row, seenIn } from './calendar-support.ts'
import { sizes } from './races.ts'
import { requested, switchTo } from './support.ts'

const at = (iso: string) => Date.parse(iso)
const toClients = async () => (await mail()).filter(({ to }) => to === cast.ana.email)

beforeEach(() => freshPortal())

describe('moving', () => {
  it('SCH-26 in place: the id stays, calendars learn of it, the old time is free, in two round trips', async () => {
    const id = await made()
    const answer = await move(id, { time: '14:00' })
    expect(answer.status).toBe(303)
    expect(roundTrips(answer)).toBe(2)
    expect(await row(id)).toMatchObject({ status: 'confirmed', version: 2, starts_at: at('2026-12-03T19:00:00Z'), calendar_sequence: 1 })
    expect((await auditRows({ entity_id: id })).map(({ action }) => action)).toEqual(['appointment.created', 'appointment.moved'])
    await made({ client: cast.bo.clientId })
  })

  it('SCH-26 an administrator reassigns; the client becomes the new therapist’s; a therapist cannot give hers away', async () => {
    const id = await made({ client: cast.bo.clientId })
    expect((await move(id, { therapist: cast.tess.staffId })).status).toBe(404)
    expect((await move(id, { therapist: cast.tess.staffId }, 'dana')).status).toBe(303)
    expect((await row(id)).staff_id).toBe('sta_tess')
    expect(await rows("SELECT 1 FROM assignments WHERE client_id = 'cli_bo' AND staff_id = 'sta_tess' AND ended_at IS NULL")).toHaveLength(
      1,
    )
    expect((await move(id, { time: '11:00' })).status).toBe(404)
  })

  it('SCH-24 onto a confirmed appointment: refused with its name; onto a request: knowingly', async () => {
    const id = await made()
    await made({ client: cast.bo.clientId, time: '13:00' })
    const refused = await move(id, { time: '13:30', override: '1', seen: 'everything' })
    expect(refused.status).toBe(409)
    expect(textOf(await refused.text())).toContain('Bo Nilsson')
    await requested('2026-12-03T20:00:00.000Z', { who: 'bo', clientId: cast.bo.clientId })
    const listed = await move(id, { time: '15:00' })
    expect(listed.status).toBe(409)
    expect((await move(id, { time: '15:00', override: '1', seen: seenIn(await listed.text()) })).status).toBe(303)
    expect((await row(id)).starts_at).toBe(at('2026-12-03T20:00:00Z'))
  })

  it('SCH-24 the database itself refuses a move onto a held time, and onto the client’s own appointment', async () => {
    const id = await made()
    await rows(
      `INSERT INTO holds (organization_id, id, staff_id, purpose, starts_at, ends_at, blocked_from, blocked_until, created_at, expires_at)
       VALUES ('org_willow', 'hld_1', 'sta_theo', 'visitor', ?1, ?1 + 3000000, ?1, ?1 + 3000000, ?1 - 400000000, ?1)`,
      at('2026-12-03T19:00:00Z'),
    )
    const to = (iso: string) =>
      rows(
        'UPDATE appointments SET starts_at = ?1, ends_at = ?1 + 3000000, blocked_from = ?1, blocked_until = ?1 + 3000000 WHERE id = ?2',
        at(iso),
        id,
      )
    await expect(to('2026-12-03T19:00:00Z')).rejects.toThrow('hold_overlap')
    await made({ therapist: cast.tess.staffId, time: '16:00' }, 'dana')
    await expect(to('2026-12-03T21:00:00Z')).rejects.toThrow('client_overlap')
    await rows('UPDATE appointments SET override = 1 WHERE id = ?', id)
    await expect(to('2026-12-03T21:00:00Z')).rejects.toThrow('client_overlap')
  })

  it.each(sizes)('SCH-24 %i appointments moved into one time at once: exactly one arrives', async (count) => {
    const ids = Array.from({ length: count }, (_, n) => `apt_race_${n}`)
    await rows(
      `INSERT INTO appointments (organization_id, id, client_id, staff_id, service_id, forum, status, starts_at, ends_at, blocked_from, blocked_until,
         zone, created_at, created_by, created_by_kind, updated_at)
       SELECT 'org_willow', 'apt_race_' || key, 'cli_ana', 'sta_theo', 'svc_session', 'telehealth', 'confirmed', ?1 + key * 3600000,
         ?1 + key * 3600000 + 3000000, ?1 + key * 3600000, ?1 + key * 3600000 + 3000000, 'America/New_York', 1, 'per_theo', 'staff', 1
       FROM json_each(?2)`,
      at('2027-01-05T14:00:00Z'),
      JSON.stringify(ids),
    )
    const theo = await signIn('theo')
    const answers = await Promise.all(
      ids.map((id) =>
        submit(theo, `${appointmentsPath}/${id}/move`, {
          therapist: 'sta_theo',
          where: 'telehealth',
          date: '2026-12-03',
          time: '10:00',
          version: 1,
          key: newKey(),
        }),
      ),
    )
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(count - 1)
    expect(await rows('SELECT id FROM appointments WHERE starts_at = ?', at('2026-12-03T15:00:00Z'))).toHaveLength(1)
  })

  it('SCH-24 two appointments do not change places at once: each finds the other', async () => {
    const first = await made()
    const second = await made({ client: cast.bo.clientId, time: '11:00' })
    const answers = await Promise.all([move(first, { time: '11:00' }), move(second, { time: '10:00' })])
    expect(answers.map(({ status }) => status)).toEqual([409, 409])
    expect((await row(first)).starts_at).toBeLessThan((await row(second)).starts_at)
  })

  it('SCH-25 a stale form moves nothing and shows how it stands', async () => {
    const id = await made()
    await move(id, { time: '14:00' })
    const stale = await move(id, { time: '16:00', version: '1' })
    expect(stale.status).toBe(409)
    expect(textOf(await stale.text())).toMatch(/changed this appointment meanwhile.*14:00–14:50/)
    expect((await row(id)).version).toBe(2)
  })

  it('SCH-10 into a spring gap: refused in words, and nothing is moved', async () => {
    const id = await made()
    const refused = await move(id, { date: '2027-03-14', time: '02:15' })
    expect(refused.status).toBe(422)
    expect(textOf(await refused.text())).toContain('this time does not exist')
    expect((await row(id)).version).toBe(1)
  })
})

describe('what the client hears of a move', () => {
  const afterGrace = async () => {
    await clockAt('2026-12-01T15:05:00Z')
    await cron()
    return await toClients()
  }

  it('NOT-2 another time and another therapist at once: one e-mail, whichever switch is on', async () => {
    const id = await made({}, 'dana')
    await switchTo('notify_rescheduled', 'on')
    await switchTo('notify_staff_changed', 'on')
    await move(id, { therapist: cast.tess.staffId, time: '14:00' }, 'dana')
    expect(await afterGrace()).toHaveLength(1)
    expect((await rows('SELECT event FROM outbox WHERE about_id = ?', id)).map(({ event }) => event)).toContain('rescheduled+staff_changed')
  })

  it('NOT-1 NOT-5 another place alone is no event; into the past is silent', async () => {
    await switchTo('notify_rescheduled', 'on')
    await switchTo('notify_staff_changed', 'on')
    const id = await made()
    expect((await move(id, { where: 'loc_main' })).status).toBe(303)
    const seen = seenIn(await (await move(id, { date: '2026-11-30' })).text())
    expect((await move(id, { date: '2026-11-30', override: '1', seen })).status).toBe(303)
    expect(await afterGrace()).toEqual([])
  })
})
