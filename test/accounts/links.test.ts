import { beforeEach, describe, expect, it } from 'vitest'
import { auditRows, cast, clockBy, freshPortal, mail, newKey, rows, signIn, submit, textOf, visit, type Who } from '../support/portal.ts'
import { book, join, login, prove, visitorsTimes } from './newcomers.ts'

const page = '/willow/manage/portal/links'
type Kind = 'login' | 'book' | 'join'

beforeEach(() => freshPortal())

const link = async (kind: Kind) =>
  (
    await rows(
      "SELECT suffix, visits, results FROM shortcut_links WHERE organization_id = 'org_willow' AND kind = ? AND replaced_at IS NULL",
      kind,
    )
  )[0] ?? {}
const suffixOf = async (kind: Kind) => String((await link(kind)).suffix)
const rotate = async (kind: Kind, fields: Record<string, string> = {}, who: Who = 'dana') =>
  await submit(who, `${page}/${kind}/rotation`, { seen: await suffixOf(kind), key: newKey(), ...fields })
const undo = async (kind: Kind, fields: Record<string, string> = {}) =>
  await submit('dana', `${page}/${kind}/rotation/undo`, { seen: await suffixOf(kind), key: newKey(), ...fields })
const pageText = async (path: string, who: Who = null) => textOf(await (await visit(who, path)).text())

describe('the page of the links', () => {
  it('LNK-1 LNK-2 LNK-3 says what each is for, with Copy, a code and a sheet', async () => {
    const html = await (await visit('dana', page)).text()
    for (const kind of ['login', 'book', 'join']) {
      expect(html).toContain(`data-copy="https://portal.test/willow/${kind}"`)
      expect(html).toContain(`href="/willow/manage/portal/links/${kind}/sheet"`)
    }
    expect([...html.matchAll(/<svg[^>]*role="img"[^>]*aria-label="QR code of the [^"]+"[^>]*>/g)]).toHaveLength(3)
    expect(textOf(html)).toContain('people who are new choose one')
  })

  it('SET-1 belongs to administrators', async () => {
    expect((await visit('theo', page)).status).toBe(403)
    expect((await visit('ana', page)).status).toBe(403)
    expect((await visit('amir', page)).status).toBe(404)
    expect((await visit('dana', `${page}/other/sheet`)).status).toBe(404)
    const before = await rows('SELECT * FROM shortcut_links')
    expect((await rotate('join', {}, 'theo')).status).toBe(403)
    expect((await rotate('join', {}, 'amir')).status).toBe(404)
    expect(await rows('SELECT * FROM shortcut_links')).toEqual(before)
  })

  it('the sheet is made for paper: practice, purpose, code, address, phone, in the language of the practice', async () => {
    await rows("UPDATE organizations SET language = 'es' WHERE id = 'org_willow'")
    const html = await (await visit('dana', `${page}/join/sheet`)).text()
    expect(html).toContain('<html lang="es">')
    for (const piece of ['Willow House Therapy', 'Ser cliente', 'https://portal.test/willow/join', '+1 212 555 0142'])
      expect(textOf(html)).toContain(piece)
    expect(html).not.toContain('<script')
  })

  it('the code is there as a file, dark on white, with its quiet zone', async () => {
    const answer = await visit('dana', `${page}/book/qr.svg`)
    expect(answer.headers.get('Content-Type')).toContain('image/svg+xml')
    const svg = await answer.text()
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" viewBox="0 0 (\d+) \1"/)
    expect(svg).toContain('fill="#fff"')
    expect(Math.min(...[...svg.matchAll(/M(\d+) (\d+)\.5/g)].flatMap(([, x, y]) => [Number(x), Number(y)]))).toBe(4)
  })

  it('a new practice has its links from the first day on', async () => {
    await rows(`INSERT INTO organizations (id, slug, name, phone, zone, language, sender_name, plan, bought_seats, card_processing, grace_seconds, staff_idle_minutes,
      request_deadline_hours, open_requests_per_client, reminder_hours, created_at, version)
      SELECT 'org_new', 'new', name, phone, zone, language, sender_name, plan, bought_seats, card_processing, grace_seconds, staff_idle_minutes,
      request_deadline_hours, open_requests_per_client, reminder_hours, created_at, version FROM organizations WHERE id = 'org_willow'`)
    expect(await rows("SELECT kind, suffix, visits FROM shortcut_links WHERE organization_id = 'org_new' ORDER BY kind")).toEqual(
      ['book', 'join', 'login'].map((kind) => ({ kind, suffix: '', visits: 0 })),
    )
  })
})

describe('counting', () => {
  it('LNK-1 a visit is a person from outside: no HEAD, no prefetch, no staff, no page of ours, no fragment', async () => {
    for (const kind of ['login', 'book', 'join'] as const) {
      const path = `/willow/${kind}`
      await visit(null, path)
      await visit(null, path, { headers: { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' } })
      await visit(null, path, { method: 'HEAD' })
      for (const headers of [
        { 'Sec-Purpose': 'prefetch;prerender' },
        { Purpose: 'prefetch' },
        { 'X-Moz': 'prefetch' },
        { 'Sec-Fetch-Site': 'same-origin' },
      ])
        await visit(null, path, { headers })
      await visit(null, path, { htmx: true })
      await visit('dana', path)
      await visit('theo', path)
      expect((await link(kind)).visits, kind).toBe(2)
    }
    await visit(null, '/willow/book/theo')
    expect((await link('book')).visits).toBe(3)
    await visit(null, '/willow/login?next=%2Fwillow%2Fmy')
    expect((await link('login')).visits).toBe(2)
    expect(await rows("SELECT sum(visits) AS n FROM shortcut_links WHERE organization_id = 'org_cedar'")).toEqual([{ n: 0 }])
  })

  it('LNK-1 LNK-2 LNK-3 a result is what came of it: a sign-in, a booking, a registration; staff who sign in are none', async () => {
    await prove(await login(cast.ana.email))
    await prove(await login(cast.theo.email))
    await prove(await join('vera@new.example'))
    await prove(await join(cast.nell.email, { name: 'Nell Okafor' }))
    await prove(await book('wim@new.example', { start: (await visitorsTimes())[0] }))
    await join('never@new.example')
    expect(await Promise.all((['login', 'join', 'book'] as const).map(async (kind) => (await link(kind)).results))).toEqual([1, 2, 1])
    const text = await pageText(page, 'dana')
    expect(text).toContain('1 sign-in')
    expect(text).toContain('2 registrations')
    expect(text).toContain('1 booking by somebody new')
  })
})

describe('a new address', () => {
  it('LNK-3 the old one says that it was replaced, whom to call, and how to sign in; the new one works', async () => {
    expect((await rotate('join')).headers.get('Location')).toBe('/willow/manage/portal/links#link-join')
    const k = await suffixOf('join')
    expect(k).toMatch(/^[\w-]{11}$/)
    const old = await visit(null, '/willow/join')
    const html = await old.text()
    expect(old.status).toBe(410)
    expect(textOf(html)).toContain('This link was replaced')
    expect(html).toContain('tel:+12125550142')
    expect(html).toContain('href="/willow/login"')
    const works = await visit(null, `/willow/join?k=${k}`)
    expect(works.status).toBe(200)
    expect(await works.text()).toContain(`name="k" value="${k}"`)
    for (const path of [page, '/willow/manage/portal'])
      expect(await (await visit('dana', path)).text()).toContain(`data-copy="https://portal.test/willow/join?k=${k}"`)
    expect(await (await visit('dana', `${page}/join/sheet`)).text()).toContain(`/willow/join?k=${k}`)
    expect(await auditRows({ action: 'link.rotated' })).toHaveLength(1)
    // The others, and other practices, are as they were.
    expect((await visit(null, '/willow/book')).status).toBe(200)
    expect((await visit(null, '/cedar/join')).status).toBe(200)
  })

  it('LNK-2 the same for booking, and its forms carry the suffix on', async () => {
    await rotate('book')
    const k = await suffixOf('book')
    expect((await visit(null, '/willow/book')).status).toBe(410)
    expect((await visit(null, '/willow/book/theo')).status).toBe(410)
    expect((await visit(null, `/willow/book?k=made-up`)).status).toBe(410)
    const html = await (await visit(null, `/willow/book/theo?k=${k}`)).text()
    expect(html).toContain(`name="k" value="${k}"`)
    expect(html).toMatch(new RegExp(`href="/willow/book/theo\\?[^"]*k=${k}"`))
    const [start] = [...html.matchAll(/name="start" value="([^"]+)"/g)].map(([, time]) => time)
    expect((await book('vera@new.example', { start, service: 'svc_session', k })).answer.status).toBe(303)
  })

  it('LNK-1 nobody is locked out of signing in: the old address says it was replaced and signs in all the same', async () => {
    await rotate('login')
    const answer = await visit(null, '/willow/login')
    const html = await answer.text()
    expect(answer.status).toBe(200)
    expect(textOf(html)).toContain('This link was replaced')
    expect(html).toContain('name="email"')
    expect((await prove(await login(cast.ana.email))).to).toBe('/willow/my')
    const notSaid = [`/willow/login?k=${await suffixOf('login')}`, '/willow/login?next=%2Fwillow%2Fmy']
    for (const path of notSaid) expect(await pageText(path)).not.toContain('This link was replaced')
    const ours = await visit(null, '/willow/login', { headers: { 'Sec-Fetch-Site': 'same-origin' } })
    expect(textOf(await ours.text())).not.toContain('This link was replaced')
    // Whatever leads a stranger to sign in goes on leading there.
    const led = await visit(null, '/willow/my/cli_ana/appointments')
    expect((await visit(null, led.headers.get('Location') ?? '')).status).toBe(200)
    const ana = await signIn('ana')
    expect((await submit(ana, '/logout')).headers.get('Location')).toBe('/willow/login')
  })

  it('LNK-1 whoever is signed in lands in the portal by any of them, replaced or not', async () => {
    for (const kind of ['login', 'book', 'join'] as const) await rotate(kind)
    expect((await visit('ana', '/willow/login')).headers.get('Location')).toBe('/willow/my')
    expect((await visit('ana', '/willow/book')).headers.get('Location')).toBe('/willow/my/cli_ana/appointments/new')
    expect((await visit('ana', '/willow/join')).status).toBe(200)
  })

  it('a form that was open is taken for an hour, then not; without the link nothing can be sent', async () => {
    await rotate('join')
    expect((await join('vera@new.example')).answer.status).toBe(303)
    expect((await join('m@new.example', { k: 'made-up' })).answer.status).toBe(410)
    await clockBy(61)
    const late = await join('late@new.example')
    expect(late.answer.status).toBe(410)
    expect(await rows("SELECT count(*) AS n FROM registrations WHERE email = 'late@new.example'")).toEqual([{ n: 0 }])
    expect((await join('late@new.example', { k: await suffixOf('join') })).answer.status).toBe(303)
  })

  it('ACC-1 the e-mail to somebody on file without an account names the address that works', async () => {
    await rotate('join')
    await login(cast.nell.email)
    expect((await mail()).at(-1)?.text).toContain(`https://portal.test/willow/join?k=${await suffixOf('join')}`)
  })

  it('a visit counts for the address it came by', async () => {
    await visit(null, '/willow/join')
    await rotate('join')
    await visit(null, '/willow/join')
    await visit(null, `/willow/join?k=${await suffixOf('join')}`)
    expect(
      await rows(
        "SELECT suffix = '' AS old, visits FROM shortcut_links WHERE organization_id = 'org_willow' AND kind = 'join' ORDER BY created_at",
      ),
    ).toEqual([
      { old: 1, visits: 2 },
      { old: 0, visits: 1 },
    ])
  })
})

describe('two administrators, and second thoughts', () => {
  it('SET-4 it can be put back for ten minutes: the old address is the link again, the new one says it was replaced', async () => {
    await visit(null, '/willow/join')
    await rotate('join')
    const k = await suffixOf('join')
    expect(await pageText(page, 'dana')).toContain('Put the older address back')
    await clockBy(9)
    expect((await undo('join')).status).toBe(303)
    expect(await link('join')).toEqual({ suffix: '', visits: 1, results: 0 })
    expect((await visit(null, '/willow/join')).status).toBe(200)
    expect((await visit(null, `/willow/join?k=${k}`)).status).toBe(410)
    expect(await auditRows({ action: 'link.rotation_undone' })).toHaveLength(1)
    expect(await pageText(page, 'dana')).not.toContain('Put the older address back')
  })

  it('SET-4 not after that, and not what was never replaced', async () => {
    expect((await undo('book')).status).toBe(409)
    await rotate('join')
    await clockBy(11)
    expect(await pageText(page, 'dana')).not.toContain('Put the older address back')
    expect((await undo('join')).status).toBe(409)
    expect(
      await rows("SELECT count(*) AS n FROM shortcut_links WHERE organization_id = 'org_willow' AND kind = 'join' AND replaced_at IS NULL"),
    ).toEqual([{ n: 1 }])
  })

  it('SET-5 whoever looked at an older address is told; of twenty at once one replaces it', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => rotate('join', { seen: '' })))
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    const stale = answers.find(({ status }) => status === 409)
    expect(textOf((await stale?.text()) ?? '')).toContain('Not replaced')
    expect(await rows("SELECT count(*) AS n FROM shortcut_links WHERE organization_id = 'org_willow' AND kind = 'join'")).toEqual([
      { n: 2 },
    ])
  })

  it('SCH-25 a double click makes one new address', async () => {
    const [key, seen] = [newKey(), await suffixOf('join')]
    const answers = await Promise.all([1, 2].map(() => rotate('join', { key, seen })))
    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    expect(await rows("SELECT count(*) AS n FROM shortcut_links WHERE organization_id = 'org_willow' AND kind = 'join'")).toEqual([
      { n: 2 },
    ])
  })
})
