import { beforeEach, describe, expect, it } from 'vitest'
import { deviceName } from '../../src/accounts/device-name.ts'
import { attributeOf, auditRows, element, freshPortal, rows, roundTrips, signIn, submit, textOf, visit } from '../support/portal.ts'
import { laptop, later, minutes, phone, security, sessionOf, signInWith } from './security-support.ts'

beforeEach(() => freshPortal())

const read = async (who: Parameters<typeof visit>[0]) => (await visit(who, security)).text()

describe('ACC-6 the security page', () => {
  it.each([
    ['a client', 'ana', 'ana@family.example', 'class="client"'],
    ['a therapist', 'theo', 'theo@willow.example', 'class="staff"'],
    ['an administrator', 'dana', 'dana@willow.example', 'class="staff"'],
  ] as const)('ACC-6 shows %s her address, in the frame she knows', async (_, who, email, frame) => {
    const html = await read(who)
    expect(textOf(html)).toContain(`You sign in with ${email}.`)
    expect(html).toContain(frame)
    for (const address of ['/account/email', '/account/passkeys', '/account/authenticator']) expect(html).toContain(`href="${address}"`)
  })

  it('ACC-6 is linked from every page of hers', async () => {
    for (const [who, path] of [
      ['ana', '/willow/my/cli_ana/appointments'],
      ['dana', '/willow/manage/clients'],
      ['theo', '/willow/manage/requests'],
      ['dana', '/cedar/login'],
    ] as const)
      expect(await (await visit(who, path)).text(), path).toContain('href="/account/security"')
    expect(await (await visit(null, '/willow/login')).text()).not.toContain('/account/security')
  })

  it('ACC-6 says how many passkeys there are, when one was used, and whether there is an authenticator', async () => {
    expect(textOf(await read('ana'))).toMatch(/None yet\. .* Off\. /)
    for (const [id, removed] of [
      ['one', null],
      ['two', null],
      ['gone', 1],
    ] as const)
      await rows(
        `INSERT INTO passkeys (id, person_id, credential_id, public_key, name, created_at, last_used_at, removed_at)
         VALUES (?, 'per_ana', ?, x'00', 'Phone', 1, ?, ?)`,
        id,
        id,
        Date.parse('2026-12-01T14:00:00Z'),
        removed,
      )
    await rows("INSERT INTO authenticators (person_id, secret_encrypted, confirmed_at, created_at) VALUES ('per_ana', 'x', 1, 1)")
    const page = textOf(await read('ana'))
    expect(page).toMatch(/You have 2 passkeys\. last used 1 hr\. ago\./)
    expect(page).toContain('On. We ask for a code of the app when you sign in.')
  })

  it('SPD-1 is one round trip; a session is ended in two', async () => {
    expect(roundTrips(await visit('dana', security))).toBe(1)
    const [ana, other] = [await signIn('ana'), await signIn('ana')]
    expect(roundTrips(await submit(ana, `/account/sessions/${(await sessionOf(other)).id}/end`))).toBe(2)
  })

  it('ACC-6 names each device, its place, how and when it was signed in, and marks the one she reads with', async () => {
    const ana = await signInWith('ana', laptop)
    const other = await signInWith('ana', phone)
    await rows(
      "UPDATE sessions SET place = 'Portland, US', method = 'passkey', last_seen_at = last_seen_at - 600000 WHERE id = ?",
      (await sessionOf(other)).id,
    )
    const html = await read(ana)
    const [mine, hers] = [await sessionOf(ana), await sessionOf(other)].map(({ id }) => textOf(element(html, `session-${id}`)))
    expect(mine).toContain('Safari on Mac This one')
    expect(hers).toMatch(/Chrome on Android Portland, US · signed in Tue 1 Dec, 10:00 EST with a passkey · last used 10 min\. ago/)
    expect(hers).not.toContain('This one')
  })

  it('ACC-6 lists what still runs: not what ended, and not what ran out by itself', async () => {
    const [ana, ended] = [await signIn('ana'), await signIn('ana')]
    await submit(ended, '/logout')
    const old = await signIn('ana')
    await rows('UPDATE sessions SET last_seen_at = last_seen_at - 1800000 WHERE id = ?', (await sessionOf(old)).id)
    const html = await read(ana)
    expect([...html.matchAll(/id="session-ses_/g)]).toHaveLength(1)
    expect(html).not.toContain('everywhere else')
  })

  it('ACC-6 a session at another practice is hers too, and says where', async () => {
    await rows("UPDATE sessions SET organization_id = 'org_cedar' WHERE id = ?", (await sessionOf(await signIn('dana'))).id)
    expect(textOf(await read(await signIn('dana')))).toContain('at Cedar')
  })

  it('T-34 a device is shown by names of ours, whatever its header says', async () => {
    const ana = await signInWith('ana', '<img src=x onerror=alert(1)> Free money: https://evil.example')
    const html = await read(ana)
    expect(html).not.toContain('evil.example')
    expect(textOf(html)).toContain('Unknown device')
  })
})

describe('ACC-6 signing out', () => {
  it('ACC-6 T-16 one other: its next request is a stranger’s, this one goes on', async () => {
    const [ana, other] = [await signInWith('ana', laptop), await signInWith('ana', phone)]
    const { id } = await sessionOf(other)
    const answer = await submit(ana, `/account/sessions/${id}/end`)
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/account/security#sessions'])
    const next = await visit(other, '/willow/my')
    expect(next.headers.get('Location')).toContain('/willow/login')
    expect(next.headers.get('Set-Cookie')).toMatch(/^__Host-session=;.*Max-Age=0/)
    expect((await visit(ana, security)).status).toBe(200)
    expect(await auditRows({ action: 'session.ended' })).toMatchObject([{ actor_id: 'per_ana', entity_id: id }])
  })

  it('ACC-6 with htmx the list is drawn anew, says which one went, and takes the focus', async () => {
    const [ana, other] = [await signInWith('ana', laptop), await signInWith('ana', phone)]
    const { id } = await sessionOf(other)
    const html = await (await submit(ana, `/account/sessions/${id}/end`, {}, { htmx: true })).text()
    expect(textOf(element(html, 'sessions'))).toContain('Signed out: Chrome on Android.')
    expect(html).toContain('data-focus')
    expect(html).not.toContain(id)
    expect(attributeOf(html, `session-${(await sessionOf(ana)).id}`, 'class')).toBe('switch-row')
  })

  it('T-02 somebody else’s is not there: 404, the same bytes as one that never was, and it goes on', async () => {
    const bo = await signIn('bo')
    const { id } = await sessionOf(bo)
    for (const who of ['ana', 'dana', 'amir'] as const) {
      const [foreign, invented] = [await submit(who, `/account/sessions/${id}/end`), await submit(who, '/account/sessions/ses_none/end')]
      expect([foreign.status, invented.status]).toEqual([404, 404])
      expect(await foreign.text()).toBe(await invented.text())
    }
    expect((await sessionOf(bo)).ended_at).toBeNull()
    expect(await auditRows({ action: 'session.ended' })).toEqual([])
  })

  it('ACC-6 pressed twice it is ended once', async () => {
    const [ana, other] = [await signIn('ana'), await signIn('ana')]
    const { id } = await sessionOf(other)
    await submit(ana, `/account/sessions/${id}/end`)
    const before = await sessionOf(other)
    await later(minutes)
    expect((await submit(ana, `/account/sessions/${id}/end`)).status).toBe(303)
    expect(await sessionOf(other)).toEqual(before)
  })

  it('ACC-8 this one by its own id is a sign-out', async () => {
    const ana = await signIn('ana')
    const answer = await submit(ana, `/account/sessions/${(await sessionOf(ana)).id}/end`)
    expect(answer.headers.get('Location')).toBe('/willow/login')
    expect(answer.headers.get('Clear-Site-Data')).toBe('"cache", "storage"')
    expect(ana.cookies.has('__Host-session')).toBe(false)
  })

  it('ACC-6 everywhere else: all but this one, and nobody else’s', async () => {
    const [ana, bo] = [await signIn('ana'), await signIn('bo')]
    const others = [await signIn('ana'), await signIn('ana'), await signIn('ana')]
    expect((await submit(ana, '/account/sessions/end', { which: 'others' })).status).toBe(303)
    for (const other of others) expect((await visit(other, '/willow/my')).headers.get('Location')).toContain('/login')
    for (const left of [ana, bo]) expect((await visit(left, security)).status).toBe(200)
    expect(await auditRows({ action: 'sessions.ended' })).toMatchObject([{ actor_id: 'per_ana', entity_id: 'per_ana' }])
  })

  it('ACC-6 ACC-8 everywhere: this one too, and what the browser kept goes', async () => {
    const [ana, other] = [await signIn('ana'), await signIn('ana')]
    const answer = await submit(ana, '/account/sessions/end', { which: 'all' })
    expect(answer.headers.get('Location')).toBe('/willow/login')
    expect(answer.headers.get('Clear-Site-Data')).toBe('"cache", "storage"')
    for (const browser of [ana, other]) expect((await visit(browser, '/willow/my')).headers.get('Location')).toContain('/login')
    expect((await submit(await signIn('ana'), '/account/sessions/end', { which: 'theirs' })).status).toBe(422)
  })
})

describe('ACC-6 the name of a device', () => {
  it.each([
    [
      'Edge',
      'Windows',
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0',
    ],
    ['Firefox', 'Linux', 'Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0'],
    [
      'Firefox',
      'iPhone',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/133.0 Mobile/15E148 Safari/605.1.15',
    ],
    [
      'Chrome',
      'iPhone',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/131.0 Mobile/15E148 Safari/604.1',
    ],
    [
      'Safari',
      'iPad',
      'Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 Safari/604.1',
    ],
    [
      'Samsung Internet',
      'Android',
      'Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36',
    ],
    [
      'Opera',
      'Mac',
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 OPR/115.0.0.0',
    ],
    [
      'Chrome',
      'ChromeOS',
      'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
    ],
    ['Chrome', 'Android', phone],
    ['Safari', 'Mac', laptop],
    [null, null, ''],
    [null, null, 'curl/8.5.0'],
    [null, 'Windows', 'Something/1.0 (Windows NT 11.0)'],
  ])('ACC-6 %s on %s', (browser, system, userAgent) => {
    expect(deviceName(userAgent)).toEqual({ browser, system })
  })
})
