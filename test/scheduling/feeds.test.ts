import ICAL from 'ical.js'
import { beforeEach, describe, expect, test } from 'vitest'
import {
  attributeOf,
  auditRows,
  cast,
  freshPortal,
  newKey,
  origin,
  roundTrips,
  rows,
  signIn,
  submit,
  visit,
  type Who,
} from '../support/portal.ts'
import { answerRequest, freeTimes, requested, switchTo } from './support.ts'

const ofAna = `/willow/my/${cast.ana.clientId}/calendar-feed`
const ofTheo = '/willow/manage/calendar-feed'

/** Presses "make an address" and reads it off the page, where it is shown this once. */
async function made(who: Who, page: string): Promise<string> {
  const answer = await submit(who, page)
  expect(answer.status).toBe(200)
  const address = attributeOf(await answer.text(), 'feed-address', 'value') ?? ''
  expect(address).toMatch(new RegExp(`^${origin}/feeds/[\\w-]{43}/calendar\\.ics$`))
  return address.slice(origin.length)
}

const status = async (address: string): Promise<number> => (await visit(null, address)).status

/** The events behind an address, as another program reads them. */
async function eventsAt(address: string, who: Who = null) {
  const answer = await visit(who, address)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('Content-Type')).toBe('text/calendar; charset=utf-8')
  return new ICAL.Component(ICAL.parse(await answer.text())).getAllSubcomponents('vevent').map((event) => ({
    uid: event.getFirstPropertyValue('uid'),
    title: event.getFirstPropertyValue('summary'),
    status: event.getFirstPropertyValue('status'),
    sequence: Number(event.getFirstPropertyValue('sequence')),
    place: event.getFirstPropertyValue('location'),
    start: (event.getFirstPropertyValue('dtstart') as ICAL.Time).toJSDate().toISOString(),
  }))
}

/** Ana asks Theo for the n-th free time; answers id and start. */
async function anAppointment(n = 0, forum: 'telehealth' | 'in_person' = 'telehealth') {
  const start = (await freeTimes('ana'))[n * 2] ?? ''
  return { start, id: await requested(start, { forum }) }
}

beforeEach(() => freshPortal())

describe('SCH-41 an appointment as a file', () => {
  const fileOf = (id: string, clientId: string = cast.ana.clientId) => `/willow/my/${clientId}/appointments/${id}/appointment.ics`

  test('has a neutral name and nothing that identifies care', async () => {
    const { id, start } = await anAppointment()
    await answerRequest('confirmation', id)
    const answer = await visit('ana', fileOf(id))
    expect(answer.headers.get('Content-Disposition')).toBe('attachment; filename="appointment.ics"')
    expect(answer.headers.get('Cache-Control')).toBe('private, no-store')
    const text = await answer.clone().text()
    for (const word of ['Theo', 'Lindqvist', 'Ana', 'Pereira', 'Session', 'Willow', 'therap', 'http']) expect(text).not.toContain(word)
    expect(await eventsAt(fileOf(id), 'ana')).toEqual([
      { uid: `${id}@org_willow`, title: 'Appointment', status: 'CONFIRMED', sequence: 1, place: null, start },
    ])
  })

  test('says where only in person, and only while the practice shows its address', async () => {
    const { id } = await anAppointment(0, 'in_person')
    const place = async () => (await eventsAt(fileOf(id), 'ana'))[0]?.place
    const [{ address } = { address: '' }] = await rows<{ address: string }>("SELECT address FROM locations WHERE id = 'loc_main'")
    expect(await place()).toBe(address)
    await rows("UPDATE locations SET hide_address = 1 WHERE id = 'loc_main'")
    expect(await place()).toBeNull()
  })

  test('is for its client and her contacts; for everybody else it is not there', async () => {
    const { id } = await anAppointment()
    expect((await visit('bo', fileOf(id))).status).toBe(404)
    expect((await visit('bo', fileOf(id, cast.bo.clientId))).status).toBe(404)
    expect((await visit('theo', fileOf(id))).status).toBe(404)
    expect((await visit('ana', fileOf('apt_none'))).status).toBe(404)
  })
})

describe('SCH-42 a feed', () => {
  test('of a client calls everything "Appointment"; of a therapist, by initials', async () => {
    const { id } = await anAppointment()
    const [hers, his] = [await made('ana', ofAna), await made('theo', ofTheo)]
    const all = await eventsAt(hers)
    expect(new Set(all.map(({ title }) => title))).toEqual(new Set(['Appointment']))
    expect(all.find(({ uid }) => uid === `${id}@org_willow`)?.status).toBe('TENTATIVE')
    const mine = (await eventsAt(his)).filter(({ uid }) => uid === `${id}@org_willow`)
    expect(mine.map(({ title }) => title)).toEqual(['A. P.'])
    for (const address of [hers, his]) {
      const text = await (await visit(null, address)).text()
      for (const word of ['Theo', 'Lindqvist', 'Ana', 'Pereira', 'Session', 'Willow', 'therap', 'http', 'note'])
        expect(text, word).not.toContain(word)
    }
  })

  test('follows every step of an appointment: SEQUENCE rises, and what is called off is CANCELLED, not gone', async () => {
    const { id } = await anAppointment()
    const address = await made('ana', ofAna)
    const seen = async () =>
      (await eventsAt(address)).filter(({ uid }) => uid === `${id}@org_willow`).map(({ status: s, sequence }) => [s, sequence])
    expect(await seen()).toEqual([['TENTATIVE', 0]])
    await answerRequest('confirmation', id)
    expect(await seen()).toEqual([['CONFIRMED', 1]])
    await rows("UPDATE appointments SET location_id = 'loc_main' WHERE id = ?", id)
    expect(await seen()).toEqual([['CONFIRMED', 2]])
    const page = `/willow/my/${cast.ana.clientId}/requests/${id}`
    expect((await visit('ana', page)).status).toBe(200)
    const cancel = `/willow/my/${cast.ana.clientId}/appointments/${id}/cancellation`
    expect((await submit('ana', cancel, { version: 2, key: newKey() })).status).toBe(303)
    expect(await seen()).toEqual([['CANCELLED', 3]])
  })

  test('shows a deleted one as CANCELLED, and nothing further away than a month back and a year ahead', async () => {
    const address = await made('ana', ofAna)
    const before = await eventsAt(address)
    const now = Date.parse('2026-12-01T15:00:00Z')
    const day = 86_400_000
    for (const [id, days, state] of [
      ['apt_old', -31, 'completed'],
      ['apt_recent', -29, 'completed'],
      ['apt_far', 366, 'confirmed'],
      ['apt_next', 364, 'confirmed'],
      ['apt_gone', 5, 'deleted'],
      ['apt_forgotten', 6, 'cancelled'],
    ] as const) {
      const at = now + days * day
      await rows(
        `INSERT INTO appointments (organization_id, id, client_id, staff_id, service_id, forum, status, starts_at, ends_at, blocked_from, blocked_until, zone, created_at, created_by, created_by_kind, updated_at)
        VALUES ('org_willow', ?, 'cli_ana', 'sta_theo', 'svc_session', 'telehealth', ?, ?, ?, ?, ?, 'America/New_York', 1, 'per_theo', 'staff', ?)`,
        id,
        state,
        at,
        at + 3_000_000,
        at,
        at + 3_000_000,
        id === 'apt_forgotten' ? now - 31 * day : now,
      )
    }
    const added = (await eventsAt(address)).filter(({ uid }) => !before.some((one) => one.uid === uid))
    expect(added.map(({ uid, status: s }) => [uid, s])).toEqual([
      ['apt_recent@org_willow', 'CONFIRMED'],
      ['apt_gone@org_willow', 'CANCELLED'],
      ['apt_next@org_willow', 'CONFIRMED'],
    ])
  })

  test('costs two round trips, and is the same to HEAD and to whoever has it already', async () => {
    await anAppointment()
    const address = await made('ana', ofAna)
    const answer = await visit(null, address)
    expect(roundTrips(answer)).toBeLessThanOrEqual(2)
    expect(answer.headers.get('Cache-Control')).toBe('private, no-store')
    expect(answer.headers.get('X-Robots-Tag')).toContain('noindex')
    expect(answer.headers.get('Referrer-Policy')).toBe('no-referrer')
    const head = await visit(null, address, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
    const tag = answer.headers.get('ETag') ?? ''
    const again = await visit(null, address, { headers: { 'If-None-Match': `W/"x", ${tag}` } })
    expect([again.status, await again.text()]).toEqual([304, ''])
    await anAppointment(1)
    expect((await visit(null, address, { headers: { 'If-None-Match': tag } })).status).toBe(200)
  })

  test('is in the language of whoever made it', async () => {
    await anAppointment()
    const address = await made('ana', ofAna)
    await rows("UPDATE people SET language = 'es' WHERE id = 'per_ana'")
    expect((await eventsAt(address))[0]?.title).toBe('Cita')
  })
})

describe('SCH-42 the secret address', () => {
  test('is shown once, kept only as a hash, and stands in no audit entry', async () => {
    const address = await made('ana', ofAna)
    const token = address.split('/')[2] ?? ''
    expect(await (await visit('ana', ofAna)).text()).not.toContain(token)
    const everything = JSON.stringify([await rows('SELECT * FROM calendar_feeds'), await auditRows()])
    expect(everything).not.toContain(token)
    expect(await rows('SELECT person_id, kind, about_id, ended_at FROM calendar_feeds')).toEqual([
      { person_id: 'per_ana', kind: 'client', about_id: 'cli_ana', ended_at: null },
    ])
  })

  test('replaced or ended, it opens nothing; the audit says who did it', async () => {
    const first = await made('ana', ofAna)
    const second = await made('ana', ofAna)
    expect([await status(first), await status(second)]).toEqual([404, 200])
    expect((await submit('ana', `${ofAna}/end`)).status).toBe(303)
    expect(await status(second)).toBe(404)
    const entries = await auditRows({ entity_kind: 'calendar_feed' })
    expect(entries.map(({ action, actor_id }) => [action, actor_id])).toEqual([
      ['calendar_feed.made', 'per_ana'],
      ['calendar_feed.replaced', 'per_ana'],
      ['calendar_feed.ended', 'per_ana'],
    ])
  })

  test('T-10 guessing meets one answer, whatever is tried, and asks the database once at most', async () => {
    const address = await made('theo', ofTheo)
    await made('theo', ofTheo) // so that the first one is a replaced one
    const [, , token = ''] = address.split('/')
    const seen = new Set<string>()
    for (const wrong of [token, 'x'.repeat(43), 'x', `${token}x`, token.toLowerCase(), '../calendar', '%00', "' OR 1=1 --"]) {
      const answer = await visit(null, `/feeds/${encodeURIComponent(wrong)}/calendar.ics`)
      expect(roundTrips(answer)).toBeLessThanOrEqual(1)
      seen.add(`${answer.status} ${answer.headers.get('Content-Type')} ${await answer.text()}`)
    }
    expect(seen.size).toBe(1)
    expect([...seen][0]).toMatch(/^404 /)
  })

  test('opens its own organization and nobody else, whoever asks with whatever cookie', async () => {
    await anAppointment()
    const hers = await made('cyd', `/cedar/my/${cast.cyd.clientId}/calendar-feed`)
    expect((await eventsAt(hers, 'ana')).filter(({ uid }) => String(uid).endsWith('@org_willow'))).toEqual([])
    expect((await submit('cyd', ofAna)).status).toBe(404)
    expect((await submit('bo', ofAna)).status).toBe(404)
    expect((await submit('ana', ofTheo)).status).toBe(403)
    expect((await submit('amir', ofTheo)).status).toBe(404)
  })

  test.each<[string, string]>([
    ['the account of the client was ended', "UPDATE client_logins SET ended_at = 1 WHERE client_id = 'cli_ana'"],
    ['the client was archived', "UPDATE clients SET archived_at = 1 WHERE id = 'cli_ana'"],
    ['the person may not sign in', "UPDATE people SET disabled_at = 1 WHERE id = 'per_ana'"],
  ])('of a client is dead when %s', async (_, change) => {
    const address = await made('ana', ofAna)
    expect(await status(address)).toBe(200)
    await rows(change)
    expect(await status(address)).toBe(404)
  })

  test.each<[string, string]>([
    ['the therapist has left', "UPDATE staff SET deactivated_at = 1 WHERE id = 'sta_theo'"],
    ['the row is of somebody else now', "UPDATE staff SET person_id = 'per_dana2' WHERE id = 'sta_theo'"],
  ])('of a therapist is dead when %s', async (_, change) => {
    const address = await made('theo', ofTheo)
    expect(await status(address)).toBe(200)
    await rows("INSERT INTO people (id, email, name, created_at) VALUES ('per_dana2', 'd2@else.example', 'D', 1)")
    await rows(change)
    expect(await status(address)).toBe(404)
  })

  test.each<[string, () => Promise<unknown>]>([
    ['revoked', () => rows('UPDATE grants SET revoked_at = 1')],
    ['over', () => rows('UPDATE grants SET valid_until_at = 2')],
    ['without appointments', () => rows('UPDATE grants SET permissions = \'["pay"]\'')],
    ['switched off for everybody', () => switchTo('contact_access', 'off')],
    [
      'switched off for this client',
      () =>
        rows(
          "INSERT INTO client_overrides (organization_id, client_id, key, value, version, changed_at, changed_by, changed_by_name) VALUES ('org_willow', 'cli_max', 'contact_access', 'off', 1, 1, 'per_dana', 'Dana Ortiz')",
        ),
    ],
  ])('of a contact is her own, and dead when her grant is %s', async (_, change) => {
    await switchTo('contact_access', 'on')
    const address = await made('gail', `/willow/my/${cast.max.clientId}/calendar-feed`)
    expect(await status(address)).toBe(200)
    await change()
    expect(await status(address)).toBe(404)
  })

  test('the page says whether there is one, and nothing is made by looking', async () => {
    const ana = await signIn('ana')
    const html = await (await visit(ana, ofAna)).text()
    expect(html).toContain('Make an address')
    expect(html).not.toContain('An address is in use')
    expect(await rows('SELECT 1 FROM calendar_feeds')).toEqual([])
    await made(ana, ofAna)
    expect(await (await visit(ana, ofAna)).text()).toContain('An address is in use')
  })
})
