import { beforeEach, describe, expect, it } from 'vitest'
import { draftNamed, textsIn } from '../../src/accounts/draft-forms.ts'
import { ask, freeTimes, switchOn } from '../house/situation.ts'
import { askForCode, typeCode } from './support.ts'
import { later, minutes } from './security-support.ts'
import {
  auditRows,
  cast,
  clockAt,
  cron,
  element,
  freshPortal,
  newBrowser,
  newKey,
  rows,
  services,
  signIn,
  submit,
  textOf,
  visit,
  type Browser,
} from '../support/portal.ts'

const note = 'I can only come after my shift.'
const booking = `/willow/my/${cast.ana.clientId}/appointments/new`
const requests = `/willow/my/${cast.ana.clientId}/requests`
const ask_ = { therapist: cast.theo.staffId, service: services.session, forum: 'in_person', start: '2026-12-08T15:00:00Z' }
const drafts = '/willow/my/drafts'
const aboutAna = `${drafts}?form=request_note/${cast.ana.clientId}`

beforeEach(() => freshPortal())

const read = async (who: Browser | 'ana' | 'theo' | 'dana' | 'gail', path: string) => (await visit(who, path)).text()
const textareas = (html: string) => [...html.matchAll(/<textarea[^>]*>([^<]*)</g)].map(([, text]) => text)

/** Ana leaves the form open until her session is over, then sends it. */
async function sendsTooLate(fields: Record<string, string> = { ...ask_, note, key: newKey() }) {
  const ana = await signIn('ana')
  await later(30 * minutes)
  return { ana, answer: await submit(ana, requests, fields) }
}

describe('ACC-5 a form sent after the session ran out', () => {
  it('ACC-5 keeps its text for her and leads back to its page, where it stands again', async () => {
    const { ana, answer } = await sendsTooLate()
    const back = `/willow/login?next=${encodeURIComponent(booking)}`
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, back])
    expect(answer.headers.get('Set-Cookie')).toMatch(/^__Host-session=;.*Max-Age=0/)
    expect(await rows("SELECT count(*) AS n FROM appointments WHERE client_id = 'cli_ana' AND status = 'requested'")).toEqual([{ n: 0 }])
    const { browser, code } = await askForCode(cast.ana.email, ana, { next: booking })
    expect((await typeCode(browser, code)).headers.get('Location')).toBe(booking)
    const html = await read(browser, booking)
    expect(textareas(html)).toEqual([note])
    expect(textOf(html)).toContain('We kept what you had written.')
    expect(html).toMatch(/<details[^>]*id="note-for-sta_theo"[^>]*open/)
  })

  it('ACC-5 comes back to the page as she had it, when the browser says which', async () => {
    const ana = await signIn('ana')
    await later(30 * minutes)
    const from = `${booking}?therapist=sta_theo&from=2026-12-08`
    const answer = await submit(ana, requests, { ...ask_, note }, { headers: { Referer: `https://portal.test${from}` } })
    expect(answer.headers.get('Location')).toBe(`/willow/login?next=${encodeURIComponent(from)}`)
    const elsewhere = await submit(await oldSession('ana'), requests, { ...ask_, note }, { headers: { Referer: 'https://evil.example/x' } })
    expect(elsewhere.headers.get('Location')).toBe(`/willow/login?next=${encodeURIComponent(booking)}`)
  })

  it('ACC-5 by htmx: 401 with the way to sign in, and the text is kept', async () => {
    const apt = await ask('ana', (await freeTimes('ana'))[0] as string)
    const theo = await signIn('theo')
    await later(15 * minutes)
    const answer = await submit(
      theo,
      `/willow/manage/requests/${apt}/decline`,
      { version: 1, message: note, key: newKey() },
      { htmx: true },
    )
    expect([answer.status, answer.headers.get('HX-Redirect')]).toEqual([
      401,
      `/willow/login?next=${encodeURIComponent('/willow/manage/requests')}`,
    ])
    expect(textareas(element(await read('theo', '/willow/manage/requests'), `request-${apt}`))).toEqual([note])
  })

  it('ACC-5 keeps texts only, sealed: no key, no version, no choice', async () => {
    await sendsTooLate()
    const [draft] = await rows<{ form: string; body: string }>('SELECT * FROM drafts')
    expect(draft?.form).toBe('request_note/cli_ana')
    expect(JSON.stringify(draft)).not.toContain('shift')
    expect(draft?.body).toMatch(/^v1\./)
    expect(textsIn({ form: 'request_note', about: 'x' }, { ...ask_, note, key: 'k', version: '1' })).toEqual({ note })
    expect(await auditRows({ action: 'draft.kept' })).toMatchObject([{ entity_id: 'request_note/cli_ana' }])
    expect(JSON.stringify(await auditRows())).not.toContain('shift')
  })

  it('ACC-5 without text there is nothing to keep', async () => {
    const { answer } = await sendsTooLate({ ...ask_, note: ' \n ', key: newKey() })
    expect(answer.headers.get('Location')).toContain('next=')
    expect(await rows('SELECT * FROM drafts')).toEqual([])
  })

  it.each([
    ['signed out', async (ana: Browser) => void (await submit({ cookies: new Map(ana.cookies) }, '/logout'))],
    ['signed out from elsewhere', async () => void (await submit(await signIn('ana'), '/account/sessions/end', { which: 'others' }))],
    ['shut out', async () => void (await rows("UPDATE people SET disabled_at = 1 WHERE id = 'per_ana'"))],
    ['of a day ago', () => later(24 * 60 * minutes)],
  ] as const)('ACC-5 a session that was %s keeps nothing', async (_, happens) => {
    const ana = await signIn('ana')
    await happens(ana)
    expect((await submit(ana, requests, { ...ask_, note })).headers.get('Location')).toContain('/willow/login')
    expect((await submit(ana, aboutAna, { note })).headers.get('Location')).toContain('/willow/login')
    expect(await rows('SELECT * FROM drafts')).toEqual([])
  })

  it('T-17 a made-up session keeps nothing', async () => {
    const made = { cookies: new Map([['__Host-session', 'A'.repeat(43)]]) }
    for (const browser of [newBrowser(), made]) await submit(browser, requests, { ...ask_, note })
    expect(await rows('SELECT * FROM drafts')).toEqual([])
  })
})

describe('ACC-5 a text sent by the page before the end', () => {
  it('ACC-5 is kept, and is no activity of hers', async () => {
    const ana = await signIn('ana')
    await later(30 * minutes - 2000)
    const answer = await submit(ana, aboutAna, { ...ask_, note, key: newKey() })
    expect([answer.status, await answer.text(), answer.headers.get('Session-Seconds')]).toEqual([204, '', null])
    await later(30 * minutes)
    expect((await visit(ana, booking)).headers.get('Location')).toContain('/willow/login')
    expect(textareas(await read('ana', booking))).toEqual([note])
  })

  it('ACC-5 a moment too late is early enough', async () => {
    const ana = await signIn('ana')
    await later(31 * minutes)
    await submit(ana, aboutAna, { note })
    expect(textareas(await read('ana', booking))).toEqual([note])
  })

  it('ACC-5 the newest counts', async () => {
    await submit('ana', aboutAna, { note: 'first' })
    await submit('ana', aboutAna, { note: 'second' })
    expect(textareas(await read('ana', booking))).toEqual(['second'])
  })

  it('ACC-5 what is no form of ours is refused', async () => {
    for (const form of ['', 'nonsense', 'constructor/x', 'request_note/', 'request_note/a b', `request_note/${'x'.repeat(61)}`])
      expect((await submit('ana', `${drafts}?form=${encodeURIComponent(form)}`, { note })).status, form).toBe(400)
    expect(draftNamed('request_note/cli_ana')).toEqual({ form: 'request_note', about: 'cli_ana' })
    expect(await rows('SELECT * FROM drafts')).toEqual([])
  })

  it('ACC-5 has a size, and of one person ten wait at most: the oldest go', async () => {
    const ana = await signIn('ana')
    for (let i = 0; i < 12; i += 1) {
      await clockAt(new Date(Date.parse('2026-12-01T15:00:00Z') + i * 1000).toISOString())
      await submit(ana, `${drafts}?form=request_note/cli_${i}`, { note: 'x'.repeat(9000) })
    }
    const kept = await rows<{ form: string; body: string }>('SELECT form, body FROM drafts ORDER BY updated_at')
    expect(kept.map(({ form }) => form)).toEqual(Array.from({ length: 10 }, (_, i) => `request_note/cli_${i + 2}`))
    expect(Math.max(...kept.map(({ body }) => body.length))).toBeLessThan(5500)
  })
})

describe('ACC-5 the text that waits', () => {
  beforeEach(async () => {
    await submit('ana', aboutAna, { note })
  })

  it('ACC-5 is gone when the form was sent', async () => {
    const [start = ''] = await freeTimes('ana')
    expect((await submit('ana', requests, { ...ask_, start, note, key: newKey() })).headers.get('Location')).toContain('/requests/')
    expect(await rows('SELECT * FROM drafts')).toEqual([])
    expect(textOf(await read('ana', booking))).not.toContain('We kept')
  })

  it('ACC-5 stays when the form was refused', async () => {
    expect((await submit('ana', requests, { ...ask_, start: '2026-12-08T03:00:00Z', note })).status).toBe(409)
    expect(textareas(await read('ana', booking))).toEqual([note])
  })

  it('ACC-5 can be thrown away', async () => {
    const html = await read('ana', booking)
    const [, action = ''] = /formaction="([^"]*)"/.exec(html) ?? []
    const answer = await submit('ana', action.replaceAll('&amp;', '&'), { ...ask_, note })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, booking])
    expect(textOf(await read('ana', booking))).not.toContain('We kept')
    expect(await auditRows({ action: 'draft.discarded' })).toMatchObject([{ actor_id: 'per_ana' }])
  })

  it('ACC-5 is nobody else’s: another client, staff, a contact of the same client', async () => {
    await switchOn('contact_access')
    await rows('UPDATE grants SET client_id = ?, permissions = ?', cast.ana.clientId, JSON.stringify(['schedule']))
    const gail = await visit('gail', booking)
    expect([gail.status, (await gail.text()).includes(note)]).toEqual([200, false])
    expect(await read('dana', '/willow/manage/clients/cli_ana')).not.toContain(note)
    expect((await submit('gail', `${aboutAna}&discard=1`)).status).toBe(303)
    expect(textareas(await read('ana', booking))).toEqual([note])
  })

  it('ACC-5 is not this practice’s at another: the row says where it belongs, and the seal holds it there', async () => {
    await rows("UPDATE drafts SET person_id = 'per_bo', form = 'request_note/cli_bo'")
    const html = await (await visit('bo', `/willow/my/${cast.bo.clientId}/appointments/new`)).text()
    expect(html).not.toContain(note)
    expect(textOf(html)).not.toContain('We kept')
  })

  it('ACC-5 is not shown where she may not enter any more', async () => {
    await rows("UPDATE client_logins SET ended_at = 1 WHERE client_id = 'cli_ana'")
    expect((await visit('ana', booking)).status).toBe(404)
  })

  it('ACC-5 waits a week, then the clock throws it away', async () => {
    await later(7 * 24 * 60 * minutes)
    expect(textOf(await read('ana', booking))).not.toContain('We kept')
    await cron()
    expect(await rows('SELECT count(*) AS n FROM drafts')).toEqual([{ n: 1 }])
    await later(7 * 24 * 60 * minutes + 1)
    await cron()
    expect(await rows('SELECT count(*) AS n FROM drafts')).toEqual([{ n: 0 }])
  })

  it('T-34 is text, whatever it says', async () => {
    await submit('ana', aboutAna, { note: '</textarea><script>alert(1)</script>' })
    expect(await read('ana', booking)).toContain('&lt;/textarea&gt;&lt;script&gt;')
  })
})

describe('ACC-5 a message to a client', () => {
  it('ACC-5 waits at its own request, and goes with any answer to it', async () => {
    const [first = '', second = ''] = await freeTimes('ana')
    const [one, other] = [await ask('ana', first), await ask('ana', second)]
    await submit('theo', `${drafts}?form=decline_message/${one}`, { message: note, version: 1 })
    const html = await read('theo', '/willow/manage/requests')
    expect(textareas(element(html, `request-${one}`))).toEqual([note])
    expect(textareas(element(html, `request-${other}`))).toEqual([''])
    expect(await read('dana', '/willow/manage/requests')).not.toContain(note)
    await submit('theo', `/willow/manage/requests/${one}/decline`, { version: 1, message: note, key: newKey() })
    expect(await rows('SELECT * FROM drafts')).toEqual([])
  })
})

/** A session of hers that has just run out. */
async function oldSession(key: 'ana'): Promise<Browser> {
  const browser = await signIn(key)
  await rows("UPDATE sessions SET last_seen_at = last_seen_at - 1800000, created_at = created_at - 1800000 WHERE person_id = 'per_ana'")
  return browser
}
