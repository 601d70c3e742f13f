import { beforeEach, describe, expect, it } from 'vitest'
import {
  auditRows,
  cast,
  clockBy,
  cron,
  freshPortal,
  mail,
  newBrowser,
  newKey,
  rows,
  signIn,
  submit,
  textOf,
  visit,
} from '../support/portal.ts'
import { switchTo } from '../scheduling/support.ts'
import { codeMails, counts, join, login, more, prove, shape } from './newcomers.ts'

const vera = 'vera@new.example'

beforeEach(() => freshPortal())

describe('the New Invitation Link', () => {
  it('LNK-3 somebody unknown registers: once she has proved her address she is a client with an account', async () => {
    const before = await counts()
    const asked = await join(vera, { phone: '212 555 0199', birth_date: '1990-02-03' })
    expect([asked.answer.status, asked.answer.headers.get('Location')]).toEqual([303, '/willow/login/code'])
    expect(more(before, await counts())).toEqual({ registrations: 1 })
    const proved = await prove(asked)
    expect(more(before, await counts())).toEqual({ clients: 1, people: 1, client_logins: 1, registrations: 1 })
    const [registration] = await rows('SELECT * FROM registrations')
    expect(registration).toMatchObject({ state: 'client', origin: 'join', email: vera, language: 'en', version: 2 })
    expect(proved.to).toBe(`/willow/my/registrations/${registration?.id}`)
    expect(await rows('SELECT name, email, phone, birth_date FROM clients WHERE id = ?', registration?.client_id as string)).toEqual([
      { name: 'Vera Lindt', email: vera, phone: '212 555 0199', birth_date: '1990-02-03' },
    ])
    const page = textOf(await (await visit(asked.browser, proved.to)).text())
    expect(page).toContain('You are registered')
    expect(page).toContain('Ask for an appointment')
    for (const action of ['registration.begun', 'registration.client', 'client.registered', 'person.created', 'signed_in'])
      expect(await auditRows({ action }), action).toHaveLength(1)
  })

  it('LNK-3 the link of the e-mail does the same on another device', async () => {
    const { browser } = await join(vera)
    const [, link = ''] = /portal\.test(\/\S+\/login\/link\/\S+)/.exec((await codeMails(vera)).at(-1)?.text ?? '') ?? []
    const phone = newBrowser()
    expect((await submit(phone, link)).headers.get('Location')).toMatch(/^\/willow\/my\/registrations\/reg_/)
    expect((await visit(phone, '/willow/my')).headers.get('Location')).toMatch(/^\/willow\/my\/cli_[\w-]+\/appointments$/)
    expect((await visit(browser, '/willow/my')).headers.get('Location')).toContain('/willow/login')
  })

  it('LNK-4 on file with an e-mail, without an account: a claim for staff, no second record, and a page that says nothing of the record', async () => {
    const before = await counts()
    const asked = await join(cast.nell.email, { name: 'Nell Okafor' })
    const proved = await prove(asked)
    expect(more(before, await counts())).toEqual({ people: 1, registrations: 1 })
    expect(await rows('SELECT state, client_id FROM registrations')).toEqual([{ state: 'claim', client_id: null }])
    const html = await (await visit(asked.browser, proved.to)).text()
    expect(textOf(html)).toContain('We are checking')
    expect(html).not.toContain(cast.nell.clientId)
  })

  it('LNK-4 somebody with only a claim finds it again: from /my, from the sign-in page, after signing in anew', async () => {
    const asked = await join(cast.nell.email, { name: 'Nell Okafor' })
    const { to } = await prove(asked)
    expect((await visit(asked.browser, '/willow/my')).headers.get('Location')).toBe(to)
    expect((await visit(asked.browser, '/willow/login')).headers.get('Location')).toBe('/willow/my')
    await submit(asked.browser, '/logout')
    const again = await login(cast.nell.email, newBrowser())
    expect((await prove(again)).to).toBe('/willow/my')
    expect((await visit(again.browser, '/willow/my')).headers.get('Location')).toBe(to)
    expect((await visit(again.browser, to)).status).toBe(200)
  })

  it('LNK-4 registering a second time while staff look leads to the same claim', async () => {
    const first = await prove(await join(cast.nell.email, { name: 'Nell Okafor' }))
    const second = await prove(await join(cast.nell.email, { name: 'Nell Okafor' }))
    expect(second.to).toBe(first.to)
    expect(await rows("SELECT count(*) AS n FROM registrations WHERE state = 'claim'")).toEqual([{ n: 1 }])
    expect(await rows('SELECT count(*) AS n FROM people WHERE email = ?', cast.nell.email)).toEqual([{ n: 1 }])
  })

  it('LNK-4 a client with an account is signed in, nothing new is made, and she can say that she is somebody else', async () => {
    const before = await counts()
    const asked = await join(cast.ana.email, { name: 'Ana Pereira' })
    const proved = await prove(asked)
    expect(more(before, await counts())).toEqual({ registrations: 1 })
    const html = await (await visit(asked.browser, proved.to)).text()
    expect(textOf(html)).toContain('You have an account here already')
    const fields = { version: /name="version" value="(\d+)"/.exec(html)?.[1], key: newKey() }
    const answer = await submit(asked.browser, `${proved.to}/other`, fields)
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, proved.to])
    expect(textOf(await (await visit(asked.browser, proved.to)).text())).toContain('We are checking')
    expect(more(before, await counts())).toEqual({ people: 1, registrations: 1 })
    // She sees nothing of the other person from now on.
    expect((await visit(asked.browser, `/willow/my/${cast.ana.clientId}/appointments`)).status).toBe(404)
    expect(await rows("SELECT person_id <> 'per_ana' AS other, client_id FROM registrations")).toEqual([{ other: 1, client_id: null }])
  })

  it('LNK-4 "I am somebody else" counts once, is nobody else\'s to press, and not there for a claim', async () => {
    const asked = await join(cast.ana.email, { name: 'Ana Pereira' })
    const { to } = await prove(asked)
    expect((await submit('bo', `${to}/other`, { version: 2 })).status).toBe(404)
    expect((await submit(null, `${to}/other`, { version: 2 })).headers.get('Location')).toContain('/willow/login')
    expect((await submit(asked.browser, `${to}/other`, { version: 1 })).status).toBe(409)
    const twice = await Promise.all([1, 2].map(() => submit({ cookies: new Map(asked.browser.cookies) }, `${to}/other`, { version: 2 })))
    expect(twice.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(await rows("SELECT count(*) AS n FROM people WHERE email = ? AND id <> 'per_ana'", cast.ana.email)).toEqual([{ n: 1 }])
  })

  it('SEC-1 a registration is shown to nobody but whoever proved it', async () => {
    const { to } = await prove(await join(vera))
    expect((await visit('ana', to)).status).toBe(404)
    expect((await visit('dana', to)).status).toBe(404)
    expect((await visit('cyd', to.replace('willow', 'cedar'))).status).toBe(404)
    const unproved = await join('other@new.example')
    const [row] = await rows("SELECT id FROM registrations WHERE state = 'unproved'")
    expect((await visit(unproved.browser, `/willow/my/registrations/${row?.id}`)).status).toBe(303)
  })
})

describe('what is typed', () => {
  it('SEC-7 wrong fields get a sentence each and keep what was typed', async () => {
    const answer = await submit(null, '/willow/join', {
      name: ' ',
      email: 'vera at <home>',
      phone: '12',
      birth_date: '2990-02-31',
      key: newKey(),
    })
    const html = await answer.text()
    expect(answer.status).toBe(422)
    for (const sentence of ['Enter your first and last name', 'Enter a whole e-mail address', 'at least seven digits', 'not in the future'])
      expect(textOf(html)).toContain(sentence)
    expect(html).toContain('value="vera at &lt;home&gt;"')
    expect(await rows('SELECT * FROM registrations')).toEqual([])
  })

  it('T-08 T-15 a name is one line and no text of ours: the e-mail does not say it', async () => {
    await join(vera, { name: 'Vera\r\nBcc: all@evil.example <b>' })
    const [{ name } = { name: '' }] = await rows('SELECT name FROM registrations')
    expect(name).toBe('Vera Bcc: all@evil.example <b>')
    const [email] = await codeMails(vera)
    expect(`${email?.subject} ${email?.text} ${email?.html} ${JSON.stringify(email?.headers)}`).not.toContain('evil')
  })
})

describe('twice', () => {
  const form = () => ({ name: 'Vera Lindt', email: vera, key: newKey() })

  it('LNK-6 a double click without any cookie is one registration, one e-mail, and one browser', async () => {
    const fields = form()
    const answers = await Promise.all([1, 2, 3].map(() => submit(newBrowser(), '/willow/join', fields)))
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303])
    expect(new Set(answers.map((answer) => /__Host-browser=([^;]+)/.exec(answer.headers.get('Set-Cookie') ?? '')?.[1])).size).toBe(1)
    await cron()
    expect(await rows('SELECT state FROM registrations')).toEqual([{ state: 'unproved' }])
    expect(await codeMails(vera)).toHaveLength(1)
  })

  it('LNK-6 Back and once more is the same; a corrected address is another registration', async () => {
    const [browser, fields] = [newBrowser(), form()]
    for (let i = 0; i < 3; i++) expect((await submit(browser, '/willow/join', fields)).status).toBe(303)
    expect(await rows('SELECT count(*) AS n FROM registrations')).toEqual([{ n: 1 }])
    expect((await submit(browser, '/willow/join', { ...fields, email: 'vera@other.example' })).status).toBe(303)
    expect(await rows('SELECT count(*) AS n FROM registrations')).toEqual([{ n: 2 }])
  })

  it('LNK-6 the same form after the code has died sends a new one, once', async () => {
    const [browser, fields] = [newBrowser(), form()]
    await submit(browser, '/willow/join', fields)
    await cron()
    await clockBy(11)
    await Promise.all([1, 2].map(() => submit({ cookies: new Map(browser.cookies) }, '/willow/join', fields)))
    await cron()
    expect(await codeMails(vera)).toHaveLength(2)
  })

  it('LNK-6 two tabs with two forms are one client, also when both codes are typed at once', async () => {
    const before = await counts()
    const [one, two] = [await join(vera), await join(vera)]
    const [first] = await codeMails(vera)
    const codes = [/\b(\d{6})\b/.exec(first?.text ?? '')?.[1] ?? '', two.code]
    const proofs = await Promise.all([prove({ ...one, code: codes[0] ?? '' }), prove({ ...two, code: codes[1] ?? '' })])
    expect(proofs.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(more(before, await counts())).toEqual({ clients: 1, people: 1, client_logins: 1, registrations: 2 })
  })

  it('LNK-6 one tab after the other: the second is signed in to what the first made', async () => {
    const before = await counts()
    await prove(await join(vera))
    const second = await join(vera)
    const proved = await prove(second)
    expect(textOf(await (await visit(second.browser, proved.to)).text())).toContain('You have an account here already')
    expect(more(before, await counts())).toEqual({ clients: 1, people: 1, client_logins: 1, registrations: 2 })
  })

  it('ACC-2 fifty redemptions of one registration at once: one client, one person, one session', async () => {
    const before = await counts()
    await join(vera)
    const [, link = ''] = /portal\.test(\/\S+\/login\/link\/\S+)/.exec((await codeMails(vera)).at(-1)?.text ?? '') ?? []
    const answers = await Promise.all(Array.from({ length: 50 }, () => submit(newBrowser(), link)))
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(more(before, await counts())).toEqual({ clients: 1, people: 1, client_logins: 1, registrations: 1 })
    expect(await rows('SELECT count(*) AS n FROM sessions s JOIN people p ON p.id = s.person_id WHERE p.email = ?', vera)).toEqual([
      { n: 1 },
    ])
  })
})

describe('a new code', () => {
  it('ACC-2 asked for on the sign-in page, in the same browser, keeps what she came for', async () => {
    const first = await join(vera)
    await clockBy(11)
    expect((await prove(first)).status).toBe(422)
    const again = await login(vera, first.browser)
    expect((await prove(again)).to).toMatch(/^\/willow\/my\/registrations\/reg_/)
    expect(await rows('SELECT state FROM registrations')).toEqual([{ state: 'client' }])
  })

  it('ACC-1 from another browser the sign-in page knows nothing of it, and sends nothing', async () => {
    await join(vera)
    await login(vera, newBrowser())
    expect(await codeMails(vera)).toHaveLength(1)
  })
})

describe('by invitation only', () => {
  it('LNK-6 client_signup off: the page says so, with the number and the way to sign in; the form is refused', async () => {
    await switchTo('client_signup', 'off')
    const html = await (await visit(null, '/willow/join')).text()
    expect(textOf(html)).toContain('You need an invitation')
    expect(html).toContain('tel:+12125550142')
    expect(html).toContain('href="/willow/login"')
    const asked = await join(vera)
    expect(asked.answer.status).toBe(409)
    expect(textOf(await asked.answer.text())).toContain('You need an invitation')
    expect(await rows('SELECT * FROM registrations')).toEqual([])
    expect(await mail()).toEqual([])
  })

  it('LNK-6 what was begun before the switch and proved after it waits for staff: no client is made', async () => {
    const asked = await join(vera)
    const before = await counts()
    await switchTo('client_signup', 'off')
    const proved = await prove(asked)
    expect(textOf(await (await visit(asked.browser, proved.to)).text())).toContain('We are checking')
    expect(more(before, await counts())).toEqual({ people: 1 })
    expect(await rows('SELECT state FROM registrations')).toEqual([{ state: 'claim' }])
  })
})

describe('somebody who is signed in', () => {
  const fields = () => ({ phone: '212 555 0111', key: newKey() })

  it('LNK-4 a client of another practice registers with her proved address: no field for it, no second e-mail', async () => {
    const before = await counts()
    const cyd = await signIn('cyd')
    const html = await (await visit(cyd, '/willow/join')).text()
    expect(html).not.toContain('name="email"')
    expect(textOf(html)).toContain('You register as Cyd Marsh')
    const answer = await submit(cyd, '/willow/join', { ...fields(), name: 'Somebody Else', email: 'other@evil.example' })
    expect(answer.status).toBe(303)
    expect(textOf(await (await visit(cyd, answer.headers.get('Location') ?? '')).text())).toContain('You are registered')
    expect(more(before, await counts())).toEqual({ clients: 1, client_logins: 1, registrations: 1 })
    expect(await rows("SELECT name, email FROM clients WHERE organization_id = 'org_willow' AND email = ?", cast.cyd.email)).toEqual([
      { name: 'Cyd Marsh', email: cast.cyd.email },
    ])
    expect(await mail()).toEqual([])
  })

  it('LNK-6 a repeat answers as the first did, at once or later', async () => {
    const before = await counts()
    const [cyd, sent] = [await signIn('cyd'), fields()]
    const answers = await Promise.all([1, 2, 3].map(() => submit({ cookies: new Map(cyd.cookies) }, '/willow/join', sent)))
    answers.push(await submit(cyd, '/willow/join', sent))
    expect(new Set(answers.map((answer) => answer.headers.get('Location'))).size).toBe(1)
    expect(more(before, await counts())).toEqual({ clients: 1, client_logins: 1, registrations: 1 })
  })

  it('LNK-4 her address is on file here: a claim; she is a client here: nothing new', async () => {
    await rows("UPDATE clients SET email = ? WHERE id = 'cli_nell'", cast.cyd.email)
    const before = await counts()
    await submit('cyd', '/willow/join', fields())
    expect(more(before, await counts())).toEqual({ registrations: 1 })
    expect(await rows('SELECT state FROM registrations')).toEqual([{ state: 'claim' }])
    expect(textOf(await (await visit('ana', '/willow/join')).text())).toContain('You have an account here already')
    await submit('ana', '/willow/join', fields())
    expect(more(before, await counts())).toEqual({ registrations: 2 })
  })

  it('ACC-4 who owes a second factor gives it first', async () => {
    await rows("INSERT INTO authenticators (person_id, secret_encrypted, confirmed_at, created_at) VALUES ('per_cyd', 'x', 1, 1)")
    const cyd = await signIn('cyd')
    await rows('UPDATE sessions SET second_factor_at = NULL')
    const before = await counts()
    expect((await visit(cyd, '/willow/join')).headers.get('Location')).toBe('/account/second-factor?next=%2Fwillow%2Fjoin')
    expect((await submit(cyd, '/willow/join', fields())).headers.get('Location')).toBe('/account/second-factor?next=%2Fwillow%2Fjoin')
    expect(more(before, await counts())).toEqual({})
  })

  it('ACC-4 by a code, too: nothing is taken up yet, and she comes back to the form', async () => {
    await rows("INSERT INTO authenticators (person_id, secret_encrypted, confirmed_at, created_at) VALUES ('per_cyd', 'x', 1, 1)")
    const before = await counts()
    expect((await prove(await join(cast.cyd.email, { name: 'Cyd Marsh' }))).to).toBe('/willow/join')
    expect(more(before, await counts())).toEqual({ registrations: 1 })
  })
})

describe('too often', () => {
  const from = (n: number) => ({ headers: { 'CF-Connecting-IP': `10.${n}.1.1` } })

  it('ACC-7 fifty registrations of one address from fifty networks: ten e-mails at most, and the same answer every time', async () => {
    const answers = []
    for (let n = 0; n < 50; n++)
      answers.push(
        await shape(await submit(newBrowser(), '/willow/join', { name: `Vera ${n}`, email: cast.bo.email, key: newKey() }, from(n))),
      )
    expect(new Set(answers.map((answer) => answer.replace(/statements=\d+|, rows-read=\d+/g, ''))).size).toBe(1)
    await cron()
    expect(await codeMails(cast.bo.email)).toHaveLength(10)
  })

  it('ACC-7 beyond what a network may register she is asked to wait, and whom to call', async () => {
    await join(vera)
    await rows("UPDATE rate_counters SET hits = 300 WHERE scope = 'registeredByNetwork'")
    const { answer } = await join('next@new.example')
    expect(answer.status).toBe(429)
    expect(Number(answer.headers.get('Retry-After'))).toBeGreaterThan(0)
    expect(await answer.text()).toContain('tel:+12125550142')
    expect(await rows('SELECT count(*) AS n FROM registrations')).toEqual([{ n: 1 }])
  })

  it('ACC-7 and beyond what a practice can take, wherever they come from', async () => {
    await join(vera)
    await rows("UPDATE rate_counters SET hits = 1500 WHERE scope = 'registeredByOrganization'")
    const answer = await submit(newBrowser(), '/willow/join', { name: 'N', email: 'n@new.example', key: newKey() }, from(7))
    expect(answer.status).toBe(429)
  })
})

describe('what is never proved', () => {
  it('LNK-4 expires after a day, and what was typed is forgotten', async () => {
    const asked = await join(vera, { phone: '212 555 0199', birth_date: '1990-02-03' })
    await clockBy(24 * 60 + 1)
    await cron()
    await cron()
    expect(await rows('SELECT state, name, phone, birth_date FROM registrations')).toEqual([
      { state: 'expired', name: '', phone: null, birth_date: null },
    ])
    expect(await auditRows({ action: 'registration.expired' })).toHaveLength(1)
    expect((await prove(asked)).status).toBe(422)
  })
})

describe('LNK-8 the page', () => {
  it('says the practice and its number, in both languages, and works without a script', async () => {
    const browser = newBrowser()
    await submit(browser, '/account/language', { language: 'es' })
    const html = await (await visit(browser, '/willow/join')).text()
    expect(html).toContain('Willow House Therapy')
    expect(html).toContain('tel:+12125550142')
    expect(textOf(html)).toContain('Ser cliente')
    expect(html).not.toMatch(/hx-post|htmx\.[\w]*\.?js/)
    await submit(browser, '/willow/join', { name: 'Vera', email: vera, key: newKey() })
    expect(await rows('SELECT language FROM registrations')).toEqual([{ language: 'es' }])
  })
})
