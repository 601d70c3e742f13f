import { beforeEach, describe, expect, it } from 'vitest'
import { freeTimes, switchTo } from '../scheduling/support.ts'
import {
  auditRows,
  cast,
  clockBy,
  cron,
  freshPortal,
  hidden,
  mail,
  newBrowser,
  newKey,
  rows,
  services,
  signIn,
  submit,
  textOf,
  visit,
} from '../support/portal.ts'
import { aTime, book, codeMails, counts, join, login, more, prove, visitorsTimes } from './newcomers.ts'

const vera = 'vera@new.example'
let times: string[]

beforeEach(async () => {
  await freshPortal()
  times = await visitorsTimes()
})

const at = (n: number): string => times[n] ?? ''
const held = () => rows('SELECT * FROM holds WHERE released_at IS NULL')
const requests = async () => await rows("SELECT * FROM appointments WHERE status = 'requested'")
const said = async (path: string, who: Parameters<typeof visit>[0] = null) => textOf(await (await visit(who, path)).text())

describe('the New Appointment Link for somebody new', () => {
  it('LNK-2 offers what new clients may have, at therapists who are subscribed', async () => {
    await rows("UPDATE services SET for_new_clients = 0 WHERE id = 'svc_session'")
    const html = await (await visit(null, '/willow/book')).text()
    expect(html).toContain('name="start"')
    expect(textOf(html)).toContain('Theo hears of it')
    expect(html).not.toContain('value="svc_session"')
    expect(textOf(html)).not.toContain('Tess')
    await rows("UPDATE services SET bookable_online = 0 WHERE id = 'svc_intake'")
    expect(await said('/willow/book')).toContain('No online appointments for new clients')
  })

  it("LNK-2 a therapist's own link narrows it; an unknown one says so and shows everybody's", async () => {
    await rows("UPDATE staff SET subscribed_at = 1 WHERE id = 'sta_tess'")
    expect(await (await visit(null, '/willow/book')).text()).toContain('value="sta_tess"')
    const theo = await (await visit(null, '/willow/book/theo')).text()
    expect(theo).not.toContain('sta_tess')
    expect(theo).toContain('action="/willow/book/theo"')
    const nobody = await visit(null, '/willow/book/nobody')
    expect(nobody.status).toBe(200)
    expect(textOf(await nobody.text())).toContain('We do not know this address of a therapist')
  })

  it('LNK-2 says with the phone number when nobody takes requests: no seat, scheduling off', async () => {
    await rows('UPDATE staff SET subscribed_at = NULL')
    const html = await (await visit(null, '/willow/book')).text()
    expect(textOf(html)).toContain('Please call')
    expect(html).toContain('tel:+12125550142')
    const { answer } = await book(vera, { start: at(0) })
    expect(answer.status).toBe(409)
    await freshPortal()
    await switchTo('self_scheduling', 'off')
    expect(await said('/willow/book')).toContain('No online appointments')
    expect((await book(vera, { start: at(0) })).answer.status).toBe(409)
    expect(await rows('SELECT * FROM registrations')).toEqual([])
  })

  it('LNK-8 a time is chosen by a link that needs no script, and stays visible while she says who she is', async () => {
    const html = await (await visit(null, `/willow/book?therapist=sta_theo&service=svc_intake&forum=in_person&start=${at(0)}`)).text()
    expect(textOf(html)).toContain('Tue 8 Dec, 09:00–10:20 EST')
    expect(textOf(html)).toContain('Intake with Theo Lindqvist')
    expect(html).toContain(`name="start" value="${at(0)}"`)
    expect(html).not.toMatch(/htmx\.[\w]*\.?js/)
  })

  it('LNK-2 a signed-in client goes to her own page', async () => {
    expect((await visit('ana', '/willow/book/theo')).headers.get('Location')).toBe('/willow/my/cli_ana/appointments/new')
  })
})

describe('a time that is held', () => {
  it('LNK-7 reaches its therapist only once she has proved her address', async () => {
    const asked = await book(vera, { start: at(0), note: 'About the letter' })
    expect([asked.answer.status, asked.answer.headers.get('Location')]).toEqual([303, '/willow/login/code'])
    expect(await requests()).toEqual([])
    expect(await said('/willow/manage/requests', 'theo')).not.toContain('Vera')
    expect((await mail()).map(({ to }) => to)).toEqual([vera])
    expect(await visitorsTimes()).not.toContain(at(0))

    const proved = await prove(asked)
    expect(proved.to).toMatch(/^\/willow\/my\/cli_[\w-]+\/requests\/apt_/)
    const [request] = await requests()
    expect(request).toMatchObject({ staff_id: 'sta_theo', service_id: 'svc_intake', note: 'About the letter', created_by_kind: 'client' })
    expect(new Date(Number(request?.starts_at)).toISOString()).toBe(at(0))
    expect(await held()).toEqual([])
    expect(await said('/willow/manage/requests', 'theo')).toContain('Vera Lindt')
    await cron()
    expect((await mail()).map(({ to, kind }) => [to, kind]).toSorted()).toEqual([
      [cast.theo.email, 'new_request'],
      [vera, 'request_received'],
      [vera, 'sign_in'],
    ])
    expect(await rows('SELECT staff_id FROM assignments WHERE client_id = ?', request?.client_id as string)).toEqual([
      { staff_id: 'sta_theo' },
    ])
    expect(await auditRows({ action: 'request.made' })).toHaveLength(1)
    const html = await (await visit('theo', '/willow/manage/requests')).text()
    const version = hidden(html, `request-${request?.id}`, 'version')
    expect((await submit('theo', `/willow/manage/requests/${request?.id}/confirmation`, { version, key: newKey() })).status).toBe(303)
  })

  it('LNK-7 is free again after 15 minutes, to the second', async () => {
    await book(vera, { start: at(0) })
    await clockBy(14 + 59 / 60)
    expect(await visitorsTimes()).not.toContain(at(0))
    expect((await book('b@new.example', { start: at(0) })).answer.status).toBe(409)
    await clockBy(1 / 60)
    expect(await visitorsTimes()).toContain(at(0))
    expect((await book('c@new.example', { start: at(0) })).answer.status).toBe(303)
  })

  it('LNK-7 is kept from clients, too, and a request cannot be put over it', async () => {
    const [free = ''] = await freeTimes('ana', cast.ana.clientId, '2026-12-08')
    await book(vera, { start: free, service: services.session, forum: 'telehealth' })
    expect(await freeTimes('ana', cast.ana.clientId, '2026-12-08')).not.toContain(free)
  })

  it('LNK-7 proved too late, when somebody else has the time: she is in, without it, and is told', async () => {
    const asked = await book(vera, { start: at(0) })
    await rows('UPDATE holds SET expires_at = created_at')
    expect((await book('quicker@new.example', { start: at(0) })).answer.status).toBe(303)
    const proved = await prove({ ...asked, code: /\b(\d{6})\b/.exec((await codeMails(vera)).at(-1)?.text ?? '')?.[1] ?? '' })
    expect(proved.to).toMatch(/\/my\/registrations\//)
    expect(await said(proved.to, asked.browser)).toContain('could not be kept')
    expect(await requests()).toEqual([])
  })

  it('SCH-24 somebody took the time by hand meanwhile: she arrives without it, nothing is lost but the time', async () => {
    const asked = await book(vera, { start: at(0) })
    const [hold] = await held()
    await rows(
      `INSERT INTO appointments (organization_id, id, client_id, staff_id, service_id, forum, status, starts_at, ends_at, blocked_from, blocked_until, zone,
      created_at, created_by, created_by_kind, updated_at, override) SELECT organization_id, 'apt_hand', 'cli_bo', staff_id, 'svc_intake', 'telehealth', 'confirmed', starts_at,
      ends_at, blocked_from, blocked_until, 'America/New_York', 1, 'per_theo', 'staff', created_at, 1 FROM holds WHERE id = ?`,
      hold?.id as string,
    )
    const before = await counts()
    expect((await prove(asked)).to).toMatch(/\/my\/registrations\//)
    expect(more(before, await counts())).toEqual({ clients: 1, people: 1, client_logins: 1 })
  })

  it('LNK-7 her therapist lost the seat, or scheduling was switched off, while she looked for her e-mail', async () => {
    const one = await book(vera, { start: at(0) })
    await rows('UPDATE staff SET subscribed_at = NULL')
    expect((await prove(one)).to).toMatch(/\/my\/registrations\//)
    expect(await requests()).toEqual([])
    await freshPortal()
    const two = await book(vera, { start: at(0) })
    await switchTo('self_scheduling', 'off')
    await prove(two)
    expect(await rows('SELECT state FROM registrations')).toEqual([{ state: 'claim' }])
    expect(await requests()).toEqual([])
  })

  it('LNK-4 an existing client is signed in and finds her wish chosen on her own page; the time is free for her', async () => {
    const asked = await book(cast.ana.email, { name: 'Ana Pereira', start: at(0) })
    const { to } = await prove(asked)
    expect(to).toBe('/willow/my/cli_ana/appointments/new?therapist=sta_theo&service=svc_intake&forum=in_person&from=2026-12-08')
    expect(await (await visit(asked.browser, to)).text()).toContain(`value="${at(0)}"`)
    expect(await held()).toEqual([])
  })

  it('LNK-4 a claim keeps its time until staff have decided, and a later wish takes its place', async () => {
    const nell = { name: 'Nell Okafor' }
    const asked = await book(cast.nell.email, { ...nell, start: at(0) })
    const { to } = await prove(asked)
    expect(await said(to, asked.browser)).toContain('Tuesday 8 December, 09:00 EST')
    await clockBy(60)
    expect(await visitorsTimes()).not.toContain(at(0))
    const second = await book(cast.nell.email, { ...nell, start: at(4) })
    await prove(second)
    expect(await rows('SELECT state, count(*) AS n FROM registrations GROUP BY state ORDER BY state')).toEqual([
      { state: 'claim', n: 1 },
      { state: 'expired', n: 1 },
    ])
    expect((await visitorsTimes()).filter((time) => [at(0), at(4)].includes(time))).toEqual([at(0)])
    // Registering without a time afterwards does not take her time away.
    await prove(await join(cast.nell.email, nell))
    expect(await visitorsTimes()).not.toContain(at(4))
  })
})

describe('the form', () => {
  it('SCH-24 a time that is taken answers 409 with the three nearest others, and nothing typed is lost', async () => {
    await book('first@new.example', { start: at(2) })
    const { answer } = await book(vera, { start: at(2), note: 'About <the> letter', phone: '212 555 0199' })
    const html = await answer.text()
    expect(answer.status).toBe(409)
    expect([...html.matchAll(/<button[^>]*name="start"/g)]).toHaveLength(3)
    expect(html).toContain('value="vera@new.example"')
    expect(html).toContain('value="212 555 0199"')
    expect(html).toContain('About &lt;the&gt; letter')
    const [, other] = /<button[^>]*name="start" value="([^"]+)"/.exec(html) ?? []
    expect((await book(vera, { start: other })).answer.status).toBe(303)
  })

  it('SCH-24 fifty visitors want one time at once: one holds it', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        submit(newBrowser(), '/willow/book', { ...aTime, start: at(3), name: 'V', email: `v${n}@new.example`, key: newKey() }),
      ),
    )
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(49)
    expect(await rows('SELECT count(*) AS n FROM holds')).toEqual([{ n: 1 }])
    expect(await rows('SELECT count(*) AS n FROM registrations')).toEqual([{ n: 1 }])
  })

  it('LNK-6 a double click is one registration with one held time and one e-mail', async () => {
    const fields = { ...aTime, start: at(0), name: 'Vera Lindt', email: vera, key: newKey() }
    const answers = await Promise.all([1, 2, 3].map(() => submit(newBrowser(), '/willow/book', fields)))
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303])
    await cron()
    expect(await codeMails(vera)).toHaveLength(1)
    expect(await held()).toHaveLength(1)
  })

  it('SEC-7 wrong fields keep the chosen time and what was typed', async () => {
    const { answer } = await book('vera at home', { start: at(0), note: 'Kept' })
    const html = await answer.text()
    expect(answer.status).toBe(422)
    expect(html).toContain(`name="start" value="${at(0)}"`)
    expect(html).toContain('>Kept</textarea>')
    expect(await held()).toEqual([])
  })

  it('SEC-1 what is not on offer is not held: another practice, a therapist without a seat, a service not for new clients, the past', async () => {
    await rows("UPDATE services SET for_new_clients = 0 WHERE id = 'svc_session'")
    for (const fields of [
      { therapist: 'sta_tess', start: at(0) },
      { therapist: 'sta_amir', start: at(0) },
      { service: services.session, start: at(0) },
      { start: '2026-11-30T14:00:00.000Z' },
      { start: '2026-12-08T14:07:00.000Z' },
    ])
      expect((await book(vera, fields)).answer.status, JSON.stringify(fields)).toBe(409)
    expect(await held()).toEqual([])
  })
})

describe('a storm', () => {
  const from = (n: number) => ({ headers: { 'CF-Connecting-IP': `10.${n % 250}.${Math.floor(n / 250)}.1` } })
  const storm = (count: number) =>
    Promise.all(
      Array.from({ length: count }, (_, n) =>
        submit(
          newBrowser(),
          '/willow/book',
          { ...aTime, start: at(n % times.length), name: 'V', email: `v${n}@storm.example`, key: newKey() },
          from(n),
        ),
      ),
    )

  it('LNK-7 ACC-7 a hundred made-up visitors at once keep six times of a therapist at most, and clients book all the same', async () => {
    const days = await Promise.all(['2026-12-08', '2026-12-09', '2026-12-10', '2026-12-11'].map(visitorsTimesOf))
    times = days.flat().filter((_, i) => i % 3 === 0) // none overlaps another
    const answers = await storm(100)
    expect(await held()).toHaveLength(6)
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(6)
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303, 409]))
    expect(await freeTimes('ana', cast.ana.clientId, '2026-12-08')).not.toEqual([])
    const late = await book(vera, { start: (await visitorsTimes())[0] })
    expect(late.answer.status).toBe(409)
    expect(late.answer.headers.get('Retry-After')).toBe('900')
    expect(textOf(await late.answer.text())).toContain('Several times are being kept')
    await clockBy(15)
    expect((await book(vera, { start: (await visitorsTimes())[0] })).answer.status).toBe(303)
  })

  it('LNK-7 one browser keeps two times at most; proving one makes room', async () => {
    const browser = newBrowser()
    const one = await book(vera, { start: at(0) }, browser)
    expect((await book('w@new.example', { start: at(4) }, browser)).answer.status).toBe(303)
    expect((await book('x@new.example', { start: at(8) }, browser)).answer.status).toBe(409)
    expect(await held()).toHaveLength(2)
    await prove({ ...one, code: /\b(\d{6})\b/.exec((await codeMails(vera)).at(-1)?.text ?? '')?.[1] ?? '' })
  })

  it('LNK-4 LNK-7 for one address two times are kept at most, and the answer does not say so', async () => {
    const answers = []
    for (const n of [0, 4, 8]) answers.push((await book(vera, { start: at(n) })).answer)
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303])
    expect(await held()).toHaveLength(2)
    const third = await rows('SELECT hold_id FROM registrations')
    expect(third).toHaveLength(3)
  })

  it('ACC-7 fifty bookings with one address from fifty networks: ten e-mails at most', async () => {
    for (let n = 0; n < 50; n++) {
      const answer = await submit(
        newBrowser(),
        '/willow/book',
        { ...aTime, start: at(n % 2 ? 0 : 4), name: 'V', email: cast.bo.email, key: newKey() },
        from(n),
      )
      expect(answer.status).toBe(303)
      await rows('DELETE FROM holds')
    }
    await cron()
    expect((await codeMails(cast.bo.email)).length).toBeLessThanOrEqual(10)
  })

  it('ACC-7 beyond what a network may hold she is asked to wait', async () => {
    await book(vera, { start: at(0) })
    await rows("UPDATE rate_counters SET hits = 60 WHERE scope = 'heldByNetwork'")
    expect((await book('n@new.example', { start: at(4) })).answer.status).toBe(429)
  })
})

describe('a client nobody was ever assigned to', () => {
  it('LNK-3 books as somebody new would, and asking makes the therapist hers', async () => {
    const asked = await join(vera)
    await prove(asked)
    const [client] = await rows('SELECT id FROM clients WHERE email = ?', vera)
    await rows("UPDATE services SET for_new_clients = 0 WHERE id = 'svc_session'")
    const page = `/willow/my/${client?.id}/appointments/new`
    const html = await (await visit(asked.browser, page)).text()
    expect(html).toContain('name="start"')
    expect(html).not.toContain('svc_session')
    expect(textOf(html)).not.toContain('Tess')
    const wish = { ...aTime, start: at(0), key: newKey() }
    expect((await submit(asked.browser, `/willow/my/${client?.id}/requests`, wish)).status).toBe(303)
    expect(await rows('SELECT staff_id FROM assignments WHERE client_id = ?', client?.id as string)).toEqual([{ staff_id: 'sta_theo' }])
    // From now on she is his client like any other.
    await rows("UPDATE services SET for_new_clients = 0, for_existing_clients = 1 WHERE id = 'svc_session'")
    expect(await (await visit(asked.browser, page)).text()).toContain('svc_session')
  })

  it('SET-12 but whose care has ended is offered nobody', async () => {
    await rows("UPDATE assignments SET ended_at = 1 WHERE client_id = 'cli_bo'")
    expect(await said('/willow/my/cli_bo/appointments/new', 'bo')).not.toContain('Theo')
  })
})

describe('somebody who is signed in', () => {
  it('LNK-2 a client of another practice chooses a time and has her request at once', async () => {
    const cyd = await signIn('cyd')
    const html = await (await visit(cyd, `/willow/book?therapist=sta_theo&service=svc_intake&forum=in_person&start=${at(0)}`)).text()
    expect(html).not.toContain('name="email"')
    const answer = await submit(cyd, '/willow/book', { ...aTime, start: at(0), key: newKey() })
    expect(answer.headers.get('Location')).toMatch(/\/requests\/apt_/)
    expect((await visit(cyd, answer.headers.get('Location') ?? '')).status).toBe(200)
    expect(await requests()).toHaveLength(1)
    expect((await submit(cyd, '/willow/book', { ...aTime, start: at(1), key: newKey() })).status).toBe(409)
  })

  it('LNK-2 the sign-in page leads a client back to her own times', async () => {
    const html = await (await visit(null, '/willow/book')).text()
    expect(html).toContain('href="/willow/login?next=%2Fwillow%2Fbook"')
    const asked = await login(cast.ana.email)
    expect((await prove(asked)).status).toBe(303)
  })
})

async function visitorsTimesOf(date: string): Promise<string[]> {
  const html = await (await visit(null, `/willow/book?therapist=sta_theo&service=svc_intake&forum=in_person&from=${date}`)).text()
  return [...html.matchAll(/name="start" value="([^"]+)"/g)].map(([, start]) => start ?? '')
}
