import { beforeEach, describe, expect, test } from 'vitest'
import {
  auditRows,
  cast,
  clockAt,
  clockBy,
  cron,
  element,
  freshPortal,
  hidden,
  mail,
  newKey,
  rows,
  services,
  signIn,
  submit,
  textOf,
  visit,
  type CastKey,
  type Who,
} from '../support/portal.ts'
import { answerRequest, ask, freeTimes, requested, switchTo } from './support.ts'

const my = { ana: cast.ana.clientId, bo: cast.bo.clientId, gail: cast.max.clientId } as const
type Waiter = keyof typeof my
const listOf = (who: Waiter) => `/willow/my/${my[who]}/waitlist`

/** Puts somebody on the waitlist for a session with Theo by video, before 9 December unless said otherwise. */
const join = (who: Waiter, more: Record<string, string | undefined> = {}) =>
  submit(who, `${listOf(who)}/entries`, {
    therapist: 'sta_theo',
    service: services.session,
    forum: 'telehealth',
    before: '2026-12-09',
    key: newKey(),
    ...more,
  })

async function joins(who: Waiter, more: Record<string, string | undefined> = {}): Promise<void> {
  const answer = await join(who, more)
  expect(answer.status, await answer.clone().text()).toBe(303)
}

/** Ana has an appointment with Theo on 8 December, the first time of that day that is free. */
async function anasAppointment(): Promise<{ id: string; start: string }> {
  const [start = ''] = await freeTimes('ana', cast.ana.clientId, '2026-12-08')
  const id = await requested(start)
  await answerRequest('confirmation', id)
  return { id, start }
}

async function cancelled(id: string): Promise<void> {
  const path = `/willow/my/${cast.ana.clientId}/appointments/${id}/cancellation`
  expect((await submit('ana', path, { version: 2, key: newKey() })).status).toBe(303)
}

/** Who is offered which time now, as the database has it. */
const offers = () =>
  rows<{ client_id: string; starts_at: number; offer: string }>(
    `SELECT e.client_id, h.starts_at, o.id AS offer FROM waitlist_offers o JOIN waitlist_entries e ON e.id = o.entry_id JOIN holds h ON h.id = o.hold_id
    WHERE o.accepted_at IS NULL AND o.declined_at IS NULL AND o.lapsed_at IS NULL AND h.released_at IS NULL`,
  )
const offered = async () => (await offers()).map(({ client_id, starts_at }) => [client_id, new Date(starts_at).toISOString()])
const asIso = (start: string) => new Date(start).toISOString()

async function offerOf(who: Waiter): Promise<string> {
  const html = await (await visit(who, listOf(who))).text()
  return /id="offer-(wlo_[\w-]+)"/.exec(html)?.[1] ?? ''
}

const answerOffer = async (who: Who, of: Waiter, act: 'acceptance' | 'decline', offer?: string) =>
  submit(who, `${listOf(of)}/offers/${offer ?? (await offerOf(of))}/${act}`, { key: newKey() })

beforeEach(() => freshPortal())

describe('SCH-28 a freed time', () => {
  test('is kept for whoever waits, and she is told by a neutral e-mail and on her page', async () => {
    const { id, start } = await anasAppointment()
    await joins('bo')
    await cron()
    expect(await offered()).toEqual([])
    await cancelled(id)
    await cron()
    expect(await offered()).toEqual([[my.bo, asIso(start)]])

    const letter = (await mail()).find(({ kind }) => kind === 'waitlist_offer')
    expect(letter?.to).toBe('bo@family.example')
    expect(letter?.text).toContain(`/willow/my/${my.bo}/waitlist`)
    for (const word of ['Theo', 'Session', 'session', 'earlier', 'waiting', 'December', '8 Dec'])
      expect(letter?.text, word).not.toContain(word)

    const page = textOf(await (await visit('bo', listOf('bo'))).text())
    expect(page).toContain('A time has opened for you')
    expect(page).toContain('It is kept for you until')
    expect(await (await visit('bo', `/willow/my/${my.bo}/appointments`)).text()).toContain('A time has opened for you')
  })

  test('cannot be asked for by anybody else while it is kept', async () => {
    const { id, start } = await anasAppointment()
    await joins('bo')
    await cancelled(id)
    await cron()
    expect((await ask(start, { who: 'ana' })).status).toBe(409)
    expect(await freeTimes('ana', cast.ana.clientId, '2026-12-08')).not.toContain(start)
  })

  test('that was free all along is no news: it is not offered', async () => {
    await joins('bo')
    await cron()
    await clockBy(16)
    await cron()
    expect(await offers()).toEqual([])
  })

  test('that somebody took and gave back is news', async () => {
    await joins('bo')
    const { id, start } = await anasAppointment()
    await cron()
    expect(await offers()).toEqual([])
    await cancelled(id)
    await cron()
    expect(await offered()).toEqual([[my.bo, asIso(start)]])
  })

  test.each<[string, (id: string) => Promise<unknown>]>([
    ['late cancelled', (id) => rows("UPDATE appointments SET status = 'late_cancelled', version = version + 1 WHERE id = ?", id)],
    ['deleted', (id) => rows("UPDATE appointments SET status = 'deleted', version = version + 1 WHERE id = ?", id)],
    ['declined', (id) => rows("UPDATE appointments SET status = 'declined', version = version + 1 WHERE id = ?", id)],
    ['expired', (id) => rows("UPDATE appointments SET status = 'expired', version = version + 1 WHERE id = ?", id)],
    ['withdrawn', (id) => rows("UPDATE appointments SET status = 'withdrawn', version = version + 1 WHERE id = ?", id)],
    [
      'moved away',
      (id) =>
        rows(
          'UPDATE appointments SET starts_at = starts_at + 172800000, ends_at = ends_at + 172800000, blocked_from = blocked_from + 172800000, blocked_until = blocked_until + 172800000 WHERE id = ?',
          id,
        ),
    ],
    ['given to another therapist', (id) => rows("UPDATE appointments SET staff_id = 'sta_tess' WHERE id = ?", id)],
  ])('is one whose appointment was %s: noticed with the next cron', async (_, free) => {
    const { id, start } = await anasAppointment()
    await joins('bo')
    await cron()
    await free(id)
    await cron()
    expect(await offered()).toEqual([[my.bo, asIso(start)]])
  })

  test('may also be new hours of the therapist: noticed within a quarter of an hour', async () => {
    await joins('bo')
    await cron()
    await rows(
      "INSERT INTO availability_exceptions (organization_id, id, staff_id, kind, from_date, until_date, from_minute, to_minute) VALUES ('org_willow', 'exc_one', 'sta_theo', 'extra', '2026-12-07', '2026-12-07', 420, 480)",
    )
    await clockBy(14)
    await cron()
    expect(await offers()).toEqual([])
    await clockBy(1)
    await cron()
    expect(await offered()).toEqual([[my.bo, '2026-12-07T12:00:00.000Z']])
  })

  test('of a hold that a visitor gave up is one, too', async () => {
    await rows(
      `INSERT INTO holds (organization_id, id, staff_id, purpose, starts_at, ends_at, blocked_from, blocked_until, created_at, expires_at)
      VALUES ('org_willow', 'hld_one', 'sta_theo', 'visitor', ?1, ?1 + 3000000, ?1, ?1 + 3000000, 1, 4102444800000)`,
      Date.parse('2026-12-08T14:00:00Z'),
    )
    await joins('bo')
    await cron()
    await rows("UPDATE holds SET released_at = ? WHERE id = 'hld_one'", Date.parse('2026-12-01T15:00:00Z'))
    await cron()
    expect(await offered()).toEqual([[my.bo, '2026-12-08T14:00:00.000Z']])
  })
})

describe('SCH-28 one person at a time', () => {
  beforeEach(() => switchTo('contact_access', 'on'))

  test('in the order of waiting: a "no" passes it on with the next cron', async () => {
    const { id, start } = await anasAppointment()
    await joins('gail')
    await clockBy(1)
    await joins('bo')
    await cancelled(id)
    await cron()
    await cron()
    expect(await offered()).toEqual([[my.gail, asIso(start)]])
    expect((await mail()).filter(({ kind }) => kind === 'waitlist_offer').map(({ to }) => to)).toEqual(['gail@family.example'])
    expect((await answerOffer('gail', 'gail', 'decline')).status).toBe(303)
    await cron()
    expect(await offered()).toEqual([[my.bo, asIso(start)]])
  })

  test('silence passes it on when the deadline is over, and nobody is offered the same time twice', async () => {
    const { id, start } = await anasAppointment()
    await joins('bo')
    await clockBy(1)
    await joins('gail')
    await cancelled(id)
    await cron()
    await clockBy(119)
    await cron()
    expect(await offered()).toEqual([[my.bo, asIso(start)]])
    await clockBy(1)
    await cron()
    expect(await offered()).toEqual([[my.gail, asIso(start)]])
    await clockBy(121)
    await cron()
    await clockBy(16)
    await cron()
    expect(await offers()).toEqual([])
    expect(await freeTimes('ana', cast.ana.clientId, '2026-12-08')).toContain(start)
    expect(await rows('SELECT id FROM waitlist_entries WHERE ended_at IS NULL')).toHaveLength(2)
  })

  test('two crons at once make one offer', async () => {
    const { id } = await anasAppointment()
    await joins('bo')
    await joins('gail')
    await cancelled(id)
    await Promise.all([cron(), cron(), cron()])
    expect(await offers()).toHaveLength(1)
  })

  test('an e-mail about an offer that is over by then is not sent', async () => {
    const { id } = await anasAppointment()
    await joins('bo')
    await cancelled(id)
    await cron()
    await rows('DELETE FROM dev_mail')
    await rows("UPDATE outbox SET sent_at = NULL, provider_id = NULL, leased_until = 0 WHERE event = 'waitlist_offer'")
    await answerOffer('bo', 'bo', 'decline')
    await cron()
    expect((await mail()).filter(({ kind }) => kind === 'waitlist_offer')).toEqual([])
    expect(await rows("SELECT reason FROM outbox WHERE event = 'waitlist_offer'")).toEqual([{ reason: 'expired' }])
  })
})

describe('SCH-28 taking an offer', () => {
  async function boIsOffered(more: Record<string, string | undefined> = {}) {
    const { id, start } = await anasAppointment()
    await joins('bo', more)
    await cancelled(id)
    await cron()
    return { start, offer: await offerOf('bo') }
  }

  test('makes a request for exactly that time, which the therapist answers; she waits no longer', async () => {
    const { start } = await boIsOffered()
    const answer = await answerOffer('bo', 'bo', 'acceptance')
    expect(answer.status).toBe(303)
    const requestId = (answer.headers.get('Location') ?? '').split('/').at(-1) ?? ''
    expect(await rows('SELECT client_id, status, starts_at, reschedule_of FROM appointments WHERE id = ?', requestId)).toEqual([
      { client_id: my.bo, status: 'requested', starts_at: Date.parse(start), reschedule_of: null },
    ])
    await cron()
    expect((await answerRequest('confirmation', requestId)).status).toBe(303)
    expect(await rows('SELECT ended_because FROM waitlist_entries')).toEqual([{ ended_because: 'accepted' }])
    expect(textOf(await (await visit('bo', listOf('bo'))).text())).toContain('You are not waiting for anything')
    expect((await mail()).map(({ kind }) => kind)).toEqual(expect.arrayContaining(['request_received', 'new_request']))
  })

  test('of something earlier than an appointment is the wish to move it; the appointment stands meanwhile', async () => {
    const [late = ''] = await freeTimes('bo', my.bo, '2026-12-10')
    const standing = await requested(late, { who: 'bo', clientId: my.bo })
    await answerRequest('confirmation', standing)
    const { start } = await boIsOffered({ therapist: undefined, service: undefined, forum: undefined, before: '', appointment: standing })
    expect(textOf(await (await visit('bo', listOf('bo'))).text())).toContain('Taking it asks to move this appointment')
    expect((await answerOffer('bo', 'bo', 'acceptance')).status).toBe(303)
    expect(await rows("SELECT starts_at, reschedule_of FROM appointments WHERE client_id = 'cli_bo' AND status = 'requested'")).toEqual([
      { starts_at: Date.parse(start), reschedule_of: standing },
    ])
    expect(await rows('SELECT status FROM appointments WHERE id = ?', standing)).toEqual([{ status: 'confirmed' }])
  })

  test('SCH-20 of an appointment that is another therapist’s by now moves nothing: the offer is gone', async () => {
    const [late = ''] = await freeTimes('bo', my.bo, '2026-12-10')
    const standing = await requested(late, { who: 'bo', clientId: my.bo })
    await answerRequest('confirmation', standing)
    await boIsOffered({ therapist: undefined, service: undefined, forum: undefined, before: '', appointment: standing })
    const tess = { therapist: 'sta_tess', where: 'telehealth', date: '2026-12-11', time: '10:00', version: 2, key: newKey() }
    expect((await submit('dana', `/willow/manage/appointments/${standing}/move`, tess)).status).toBe(303)
    expect((await answerOffer('bo', 'bo', 'acceptance')).status).toBe(409)
    await clockBy(3 * 60)
    await cron()
    expect(await rows("SELECT ended_because FROM waitlist_entries WHERE client_id = 'cli_bo'")).toEqual([{ ended_because: 'over' }])
  })

  test('SCH-20 confirmed and taken back, the appointment is where it was before', async () => {
    const [late = ''] = await freeTimes('bo', my.bo, '2026-12-10')
    const standing = await requested(late, { who: 'bo', clientId: my.bo })
    await answerRequest('confirmation', standing)
    const { start } = await boIsOffered({ therapist: undefined, service: undefined, forum: undefined, before: '', appointment: standing })
    const accepted = await answerOffer('bo', 'bo', 'acceptance')
    const wish = (accepted.headers.get('Location') ?? '').split('/').at(-1) ?? ''
    const startsAt = () => rows('SELECT starts_at FROM appointments WHERE id = ?', standing)
    await answerRequest('confirmation', wish)
    expect(await startsAt()).toEqual([{ starts_at: Date.parse(start) }])
    expect((await answerRequest('undo', wish)).status).toBe(303)
    expect(await startsAt()).toEqual([{ starts_at: Date.parse(late) }])
  })

  test('SCH-24 fifty presses at once: one request', async () => {
    const { offer } = await boIsOffered()
    const bo = await signIn('bo')
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => submit(bo, `${listOf('bo')}/offers/${offer}/acceptance`, { key: newKey() })),
    )
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(49)
    expect(await rows("SELECT id FROM appointments WHERE client_id = 'cli_bo' AND status = 'requested'")).toHaveLength(1)
  })

  test('SCH-25 a press repeated with its key answers as the first did', async () => {
    const { offer } = await boIsOffered()
    const key = newKey()
    const press = () => submit('bo', `${listOf('bo')}/offers/${offer}/acceptance`, { key })
    const [first, second] = [await press(), await press()]
    expect([first.status, second.status]).toEqual([303, 303])
    expect(second.headers.get('Location')).toBe(first.headers.get('Location'))
  })

  test.each<[string, (offer: string) => Promise<unknown>]>([
    ['its deadline is over', () => clockBy(121)],
    ['she has declined it', (offer) => answerOffer('bo', 'bo', 'decline', offer)],
    ['it was given up', () => rows("UPDATE holds SET released_at = 1 WHERE purpose = 'waitlist'")],
    [
      'the therapist has time off then',
      () =>
        rows(
          "INSERT INTO availability_exceptions (organization_id, id, staff_id, kind, from_date, until_date) VALUES ('org_willow', 'exc_off', 'sta_theo', 'off', '2026-12-08', '2026-12-08')",
        ),
    ],
    ['the therapist is not hers any more', () => rows("UPDATE assignments SET staff_id = 'sta_tess' WHERE client_id = 'cli_bo'")],
  ])('is refused with the truth when %s', async (_, before) => {
    const { offer } = await boIsOffered()
    await before(offer)
    const answer = await answerOffer('bo', 'bo', 'acceptance', offer)
    expect(answer.status).toBe(409)
    expect(textOf(await answer.text())).toContain('This time is not kept for you any more')
    expect(await rows("SELECT id FROM appointments WHERE client_id = 'cli_bo' AND status = 'requested'")).toEqual([])
  })

  test('is nobody else’s: not another client’s, not staff’s', async () => {
    const { offer } = await boIsOffered()
    expect((await answerOffer('ana', 'bo', 'acceptance', offer)).status).toBe(404)
    expect((await answerOffer('ana', 'ana', 'acceptance', offer)).status).toBe(404)
    expect((await answerOffer('ana', 'ana', 'decline', offer)).status).toBe(404)
    expect((await answerOffer('theo', 'bo', 'decline', offer)).status).toBe(404)
    expect((await answerOffer('bo', 'bo', 'acceptance', 'wlo_none')).status).toBe(404)
    expect(await offers()).toHaveLength(1)
  })
})

describe('SCH-28 the list', () => {
  test('says what she waits for, and lets her stop', async () => {
    await joins('bo')
    const html = await (await visit('bo', listOf('bo'))).text()
    expect(textOf(html)).toContain('Session with Theo Lindqvist, by video')
    const [, id = ''] = /id="(wle_[\w-]+)"/.exec(html) ?? []
    const end = `${listOf('bo')}/entries/${id}/end`
    expect((await submit('ana', end, { version: 1 })).status).toBe(404)
    expect((await submit('bo', end, { version: 9, key: newKey() })).status).toBe(409)
    expect((await submit('bo', end, { version: hidden(html, id, 'version'), key: newKey() })).status).toBe(303)
    expect((await submit('bo', end, { version: 1, key: newKey() })).status).toBe(303) // it is as she wants it
    expect(await rows('SELECT ended_because FROM waitlist_entries')).toEqual([{ ended_because: 'left' }])
    expect((await auditRows({ entity_kind: 'waitlist_entry' })).map(({ action }) => action)).toEqual(['waitlist.joined', 'waitlist.left'])
  })

  test('the same is not waited for twice, however fast it is pressed', async () => {
    const bo = await signIn('bo')
    const answers = await Promise.all(
      Array.from({ length: 5 }, () =>
        submit(bo, `${listOf('bo')}/entries`, {
          therapist: 'sta_theo',
          service: services.session,
          forum: 'telehealth',
          before: '',
          key: newKey(),
        }),
      ),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409, 409, 409, 409])
    expect(await rows('SELECT id FROM waitlist_entries')).toHaveLength(1)
  })

  test('without a day, "earlier" is earlier than the first time that is free', async () => {
    await joins('bo', { before: '' })
    const [first = ''] = await freeTimes('bo', my.bo)
    expect(await rows('SELECT before_at FROM waitlist_entries')).toEqual([{ before_at: Date.parse(first) }])
  })

  test('a day that has come is a mistake, said at its field; what was typed stays', async () => {
    const answer = await join('bo', { before: '2026-12-01' })
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(html).toContain('value="2026-12-01"')
    expect(html).toContain('That day has come already')
  })

  test('what is not offered to her cannot be waited for', async () => {
    expect((await join('bo', { therapist: 'sta_tess' })).status).toBe(409)
    const { id } = await anasAppointment()
    expect((await join('bo', { appointment: id })).status).toBe(404)
    expect((await visit('bo', `${listOf('bo')}/new?appointment=${id}`)).status).toBe(404)
    expect(await rows('SELECT id FROM waitlist_entries')).toEqual([])
  })

  test('ends by itself when the day has come, or the appointment does not stand any more', async () => {
    await joins('bo', { before: '2026-12-03' })
    const [late = ''] = await freeTimes('ana', my.ana, '2026-12-10')
    const id = await requested(late)
    await answerRequest('confirmation', id)
    await joins('ana', { therapist: undefined, service: undefined, forum: undefined, before: '', appointment: id })
    await rows("UPDATE appointments SET status = 'cancelled', version = version + 1 WHERE id = ?", id)
    await cron()
    expect(await rows('SELECT client_id, ended_because FROM waitlist_entries WHERE ended_at IS NOT NULL')).toEqual([
      { client_id: my.ana, ended_because: 'over' },
    ])
    await clockAt('2026-12-03T05:00:00Z')
    await cron()
    expect(await rows('SELECT id FROM waitlist_entries WHERE ended_at IS NULL')).toEqual([])
  })

  test('the page of times and an appointment lead to it', async () => {
    const times = await (await visit('bo', `/willow/my/${my.bo}/appointments/new?therapist=sta_theo`)).text()
    expect(times).toMatch(/href="[^"]*\/waitlist\/new\?therapist=sta_theo[^"]*"/)
    const { id } = await anasAppointment()
    expect(await (await visit('ana', `/willow/my/${my.ana}/requests/${id}`)).text()).toContain(`/waitlist/new?appointment=${id}`)
  })
})

describe('SCH-28 who may wait', () => {
  test('SET-30 with scheduling off nobody joins, takes or is offered anything; what waits, waits on', async () => {
    const { id, start } = await anasAppointment()
    await joins('bo')
    await cancelled(id)
    await switchTo('self_scheduling', 'off')
    await cron()
    expect(await offers()).toEqual([])
    expect((await join('bo', { forum: 'in_person' })).status).toBe(409)
    expect((await visit('bo', `${listOf('bo')}/new?therapist=sta_theo`)).status).toBe(409)
    await switchTo('self_scheduling', 'on')
    await clockBy(15)
    await cron()
    expect(await offered()).toEqual([[my.bo, asIso(start)]])
    const offer = await offerOf('bo')
    await switchTo('self_scheduling', 'off')
    expect((await answerOffer('bo', 'bo', 'acceptance', offer)).status).toBe(409)
    await clockBy(11) // the switch is over its undo: what is held is released
    await cron()
    await cron()
    expect(await offers()).toEqual([])
    expect(await rows("SELECT id FROM appointments WHERE client_id = 'cli_bo' AND status = 'requested'")).toEqual([])
  })

  test.each<[string, string]>([
    ['her account was ended', "UPDATE client_logins SET ended_at = 1 WHERE client_id = 'cli_bo'"],
    ['she is archived', "UPDATE clients SET archived_at = 1 WHERE id = 'cli_bo'"],
    [
      'scheduling is off for her',
      "INSERT INTO client_overrides (organization_id, client_id, key, value, version, changed_at, changed_by, changed_by_name) VALUES ('org_willow', 'cli_bo', 'self_scheduling', 'off', 1, 1, 'per_dana', 'Dana Ortiz')",
    ],
    ['her therapist has no seat', "UPDATE staff SET subscribed_at = NULL WHERE id = 'sta_theo'"],
    ['her therapist has left', "UPDATE staff SET deactivated_at = 1 WHERE id = 'sta_theo'"],
  ])('nothing is kept for somebody who could not take it: %s', async (_, change) => {
    const { id } = await anasAppointment()
    await joins('bo')
    await cancelled(id)
    await rows(change)
    await cron()
    expect(await offers()).toEqual([])
    expect(await rows("SELECT id FROM outbox WHERE event = 'waitlist_offer'")).toEqual([])
  })

  test('SET-17 a contact with appointments may, one without may only look', async () => {
    await switchTo('contact_access', 'on')
    await joins('gail')
    await rows('UPDATE grants SET permissions = \'["pay"]\'')
    expect((await visit('gail', listOf('gail'))).status).toBe(200)
    expect((await join('gail', { forum: 'in_person' })).status).toBe(403)
  })
})

describe('SCH-28 for the practice', () => {
  const page = async (who: CastKey) => await (await visit(who, '/willow/manage/waitlist')).text()

  test('a therapist sees who waits for them, an administrator everybody, another therapist nobody', async () => {
    await joins('bo')
    expect(textOf(await page('theo'))).toContain('Bo Nilsson')
    expect(textOf(await page('dana'))).toContain('Bo Nilsson')
    expect(textOf(await page('tess'))).not.toContain('Bo Nilsson')
    expect((await visit('ana', '/willow/manage/waitlist')).status).toBe(403)
    expect((await visit('amir', '/willow/manage/waitlist')).status).toBe(404)
  })

  test('removing somebody gives the kept time to the next one', async () => {
    await switchTo('contact_access', 'on')
    const { id, start } = await anasAppointment()
    await joins('bo')
    await clockBy(1)
    await joins('gail')
    await cancelled(id)
    await cron()
    const html = await page('theo')
    const [, entry = ''] = /id="(wle_[\w-]+)"/.exec(html) ?? []
    expect(textOf(element(html, entry) ?? '')).toContain('Bo Nilsson')
    const remove = `/willow/manage/waitlist/${entry}/removal`
    expect((await submit('tess', remove, { version: 1, key: newKey() })).status).toBe(404)
    expect((await submit('amir', remove, { version: 1, key: newKey() })).status).toBe(404)
    expect((await submit('theo', remove, { version: 7, key: newKey() })).status).toBe(409)
    expect((await submit('theo', remove, { version: hidden(html, entry, 'version'), key: newKey() })).status).toBe(303)
    await cron()
    expect(await offered()).toEqual([[my.gail, asIso(start)]])
    expect(await auditRows({ entity_id: entry })).toMatchObject([
      { action: 'waitlist.joined' },
      { action: 'waitlist.removed', actor_id: 'per_theo' },
    ])
  })
})
