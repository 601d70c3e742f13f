import { beforeEach, describe, expect, test } from 'vitest'
import {
  attributeOf,
  auditRows,
  cast,
  clockBy,
  cron,
  freshPortal,
  newKey,
  rows,
  submit,
  textOf,
  visit,
  type CastKey,
} from '../support/portal.ts'
import { ask, freeTimes } from '../house/situation.ts'
import { anEmail } from './delivery-support.ts'

const bo = `/willow/my/${cast.bo.clientId}`
const noticesPage = `${bo}/notices`
const bell = async (who: CastKey, path = `${bo}/appointments`) =>
  Number(attributeOf(await (await visit(who, path)).text(), 'bell', 'data-news'))
const read = async (who: CastKey = 'bo') => textOf(/<main[\s\S]*<\/main>/.exec(await (await visit(who, noticesPage)).text())?.[0] ?? '')
/** As the page does: what stands on it was read. */
async function marksAsRead(who: CastKey, how = {}) {
  const html = await (await visit(who, noticesPage)).text()
  const until = /name="until" value="(\d+)"/.exec(html)?.[1]
  return await submit(who, `${noticesPage}/seen`, { until }, how)
}
/** Gail acts for Bo, too. */
async function gailActsForBo() {
  await rows(
    "INSERT OR REPLACE INTO settings (organization_id, key, value, version, changed_at, changed_by, changed_by_name) VALUES ('org_willow', 'contact_access', 'on', 1, 1, 'per_dana', 'Dana')",
  )
  await rows('UPDATE grants SET client_id = ?', cast.bo.clientId)
}
async function asked(): Promise<string> {
  const [start] = await freeTimes('bo')
  return await ask('bo', start as string)
}
const answered = (id: string, how: 'confirmation' | 'decline' = 'confirmation') =>
  submit('theo', `/willow/manage/requests/${id}/${how}`, { version: 1, key: newKey() })

beforeEach(() => freshPortal())

describe('NOT-5 the bell', () => {
  test('NOT-5 counts what others did, on every page of the client, with every switch off', async () => {
    expect(await bell('bo')).toBe(0)
    await answered(await asked())
    expect(await rows("SELECT id FROM outbox WHERE event = 'request_confirmed'")).toEqual([])
    expect(await bell('bo')).toBe(1)
    expect(await bell('bo', `${bo}/sent`)).toBe(1)
    expect(await bell('bo', `${bo}/waitlist`)).toBe(1)
  })

  test('NOT-5 leads to what happened, with the words of the page it leads to', async () => {
    const id = await asked()
    await answered(id)
    const page = await read()
    expect(page).toMatch(/New A request was confirmed Tue 1 Dec, 10:00 EST .* with Theo .* New Confirmed Details/)
    expect(page).toMatch(/Earlier An appointment was asked for/)
    const html = await (await visit('bo', noticesPage)).text()
    expect(html).toContain(`href="${bo}/requests/${id}"`)
    expect(textOf(await (await visit('bo', `${bo}/requests/${id}`)).text())).toContain('Confirmed')
  })

  test('NOT-5 the item in her lists has the mark until it was read, and then no more', async () => {
    const id = await asked()
    await answered(id)
    const item = async () =>
      textOf(/<li class="appointment" id="(apt_[\s\S]*?)<\/li>/.exec(await (await visit('bo', `${bo}/appointments`)).text())?.[1] ?? '')
    expect(await item()).toContain('New')
    await marksAsRead('bo')
    expect(await item()).not.toContain('New')
    expect(await bell('bo')).toBe(0)
    expect(await read()).toMatch(/^What is new Nothing new since your last visit. Earlier/)
  })

  test('NOT-5 looking is no reading: a page that is fetched marks nothing', async () => {
    await answered(await asked())
    for (const headers of [{}, { 'Sec-Purpose': 'prefetch' }, { 'Sec-Fetch-Dest': 'document' }]) await visit('bo', noticesPage, { headers })
    await visit('bo', noticesPage, { method: 'HEAD' })
    expect(await bell('bo')).toBe(1)
  })

  test('NOT-5 what came while she read stays new; what was read stays read, whatever is sent again', async () => {
    const id = await asked()
    await answered(id)
    const html = await (await visit('bo', noticesPage)).text()
    const until = Number(/name="until" value="(\d+)"/.exec(html)?.[1])
    await clockBy(5)
    await submit('theo', `/willow/manage/requests/${id}/undo`, { version: 2, key: newKey() })
    await submit('bo', `${noticesPage}/seen`, { until })
    expect(await bell('bo')).toBe(1)
    await marksAsRead('bo')
    expect(await bell('bo')).toBe(0)
    await submit('bo', `${noticesPage}/seen`, { until })
    expect(await bell('bo')).toBe(0)
    await submit('bo', `${noticesPage}/seen`, { until: 8e15 })
    await clockBy(5)
    await rows("UPDATE appointments SET status = 'confirmed' WHERE id = ?", id)
    await submit('theo', `/willow/manage/requests/${id}/undo`, { version: 3, key: newKey() })
    const [row] = await rows<{ seen_until: number }>('SELECT seen_until FROM notices_seen')
    expect(row?.seen_until).toBeLessThanOrEqual(Date.parse('2026-12-01T15:05:00Z'))
  })

  test('NOT-5 htmx answers with the line and the bell as it is now', async () => {
    await answered(await asked())
    const answer = await marksAsRead('bo', { htmx: true })
    const html = await answer.text()
    expect(textOf(html)).toContain('Everything here is marked as read.')
    expect(attributeOf(html, 'bell', 'data-news')).toBe('0')
    expect(attributeOf(html, 'bell', 'hx-swap-oob')).toBe('true')
  })

  test('SEC-4 what she has read is no matter of the audit', async () => {
    await answered(await asked())
    const before = (await auditRows()).length
    await marksAsRead('bo')
    expect((await auditRows()).length).toBe(before)
  })
})

describe('NOT-5 per person', () => {
  test('NOT-5 what she did herself is no news to her, and is to her contact; and the other way round', async () => {
    await gailActsForBo()
    const since = await bell('gail')
    const id = await asked()
    expect([await bell('bo'), await bell('gail')]).toEqual([0, since + 1])
    await submit('gail', `${bo}/requests/${id}/withdrawal`, { version: 1, key: newKey() })
    const [start] = await freeTimes('bo')
    await rows('UPDATE grants SET permissions = \'["schedule"]\'')
    const answer = await submit('gail', `${bo}/requests`, {
      therapist: cast.theo.staffId,
      service: 'svc_session',
      forum: 'in_person',
      start,
      key: newKey(),
    })
    expect(answer.status).toBe(303)
    expect([await bell('bo'), await bell('gail')]).toEqual([1, since + 1])
  })

  test('NOT-5 a contact who has looked leaves it new to the client', async () => {
    await gailActsForBo()
    await answered(await asked())
    await marksAsRead('gail')
    expect([await bell('bo'), await bell('gail')]).toEqual([1, 0])
  })

  test('NOT-5 who becomes her contact is not told of years', async () => {
    await answered(await asked())
    await gailActsForBo()
    await rows('UPDATE grants SET created_at = ?', Date.parse('2026-12-01T15:01:00Z'))
    expect(await bell('gail')).toBe(0)
    expect(await read('gail')).toContain('A request was confirmed')
  })

  test('NOT-5 another client’s news are hers alone', async () => {
    await answered(await asked())
    expect(await bell('ana', `/willow/my/${cast.ana.clientId}/appointments`)).toBe(0)
    expect((await visit('ana', noticesPage)).status).toBe(404)
  })
})

describe('NOT-5 what is told', () => {
  test('NOT-5 that nobody answered, and other times that are offered; each told once', async () => {
    const id = await asked()
    await submit('theo', `/willow/manage/requests/${id}/counter-offer`, { offer: ['2026-12-10T16:00:00.000Z'], version: 1, key: newKey() })
    expect(await read()).toContain('Other times are offered')
    await rows('UPDATE appointments SET answer_by_at = 1 WHERE id = ?', id)
    await cron()
    expect(await read()).toContain('A request was not answered in time')
    expect(await bell('bo')).toBe(2)
  })

  test('NOT-5 past appointments never notify', async () => {
    const id = await asked()
    await answered(id)
    await marksAsRead('bo')
    await rows('UPDATE appointments SET starts_at = 1, ends_at = 2, blocked_from = 1, blocked_until = 2 WHERE id = ?', id)
    await submit('theo', `/willow/manage/appointments/${id}/deletion`, { version: 2, key: newKey() })
    await submit('theo', `/willow/manage/requests/${id}/undo`, { version: 2, key: newKey() })
    expect(await bell('bo')).toBe(0)
  })

  test('NOT-5 in Spanish, and with nothing in it yet', async () => {
    await rows("UPDATE people SET language = 'es' WHERE id = ?", cast.bo.personId)
    expect(await read()).toMatch(/^Novedades Aún no ha ocurrido nada/)
    await answered(await asked())
    expect(await read()).toContain('Una solicitud se confirmó')
  })
})

describe('NOT-5 NOT-6 staff', () => {
  const staffBell = async () =>
    textOf(
      /<span id="staff-bell"[^>]*>[\s\S]*?<\/span><\/span><\/span>/.exec(
        await (await visit('theo', '/willow/manage/requests')).text(),
      )?.[0] ?? '',
    )
  const staffPage = async () => await (await visit('theo', '/willow/manage/notices')).text()

  test('NOT-5 what they are e-mailed of is in the portal, whether or not they want e-mails', async () => {
    await rows("UPDATE staff SET email_notices = 'none'")
    await rows('DELETE FROM outbox')
    await anEmail({
      event: 'staff_digest',
      about_kind: 'person',
      about_id: cast.theo.staffId,
      recipient: `staff:${cast.theo.staffId}`,
      client_id: null,
    })
    const id = await asked()
    await submit('bo', `${bo}/requests/${id}/withdrawal`, { version: 1, key: newKey() })
    expect(await staffBell()).toContain('2 new')
    const html = await staffPage()
    expect(textOf(html)).toMatch(/Withdrew a request , Bo Nilsson .* New Details/)
    expect(textOf(html)).toMatch(/Asked for an appointment , Bo Nilsson/)
    expect(html).toContain(`href="/willow/manage/appointments/${id}"`)
    const until = /name="until" value="(\d+)"/.exec(html)?.[1]
    await submit('theo', '/willow/manage/notices/seen', { until })
    expect(await staffBell()).toBe('')
    expect(textOf(await staffPage())).not.toContain('New Details')
  })
})
