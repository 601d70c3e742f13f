import { beforeEach, describe, expect, test } from 'vitest'
import {
  auditRows,
  cast,
  clockBy,
  cron,
  element,
  freshPortal,
  mail,
  newBrowser,
  newKey,
  roundTrips,
  rows,
  signIn,
  submit,
  textOf,
  visit,
} from '../support/portal.ts'
import {
  codeFor,
  invitationMails,
  invitationsOf,
  invited,
  loginsOf,
  onFile,
  pathIn,
  peopleWith,
  send,
  sendings,
  takeUp,
  welcome,
} from './invitation-support.ts'

const { nell, ana, max, cyd } = cast
const nellPage = `/willow/manage/clients/${nell.clientId}`
const day = 1440
beforeEach(() => freshPortal())

/** Thirty clients whose names come first: more than are handed to the queue at once, so that who comes behind them waits for the sweep. */
const manyBefore = () => Promise.all(Array.from({ length: 30 }, (_, n) => onFile(`cli_aa${n}`, `Aa ${n}`, `aa${n}@family.example`)))

const preview = (fields: Record<string, string | string[]>, how = {}) => submit('dana', `${sendings}/preview`, fields, how)

describe('ACC-20 writing an invitation', () => {
  test('ACC-20 whoever cannot be invited is greyed with the reason, and not ticked', async () => {
    await onFile('cli_shy', 'Shy One', 'shy@family.example')
    await rows("UPDATE clients SET discreet = 'no_email' WHERE id = 'cli_shy'")
    await onFile('cli_old', 'Old One', 'old@family.example')
    await rows("UPDATE clients SET archived_at = 1 WHERE id = 'cli_old'")
    const html = await (await preview({ client: [nell.clientId, ana.clientId, max.clientId, 'cli_shy', 'cli_old'] })).text()
    const reasons = Object.fromEntries(
      [...html.matchAll(/data-reason="(\w+)"[^>]*><input[^>]*value="(\w+)"/g)].map(([, why, id]) => [id, why]),
    )
    expect(reasons).toEqual({ cli_max: 'no_email', cli_ana: 'has_account', cli_shy: 'wants_no_email', cli_old: 'archived' })
    expect(
      [...html.matchAll(/<input type="checkbox" name="client" value="(\w+)"[^>]*>/g)].filter(([box]) => / checked/.test(box)),
    ).toHaveLength(1)
    expect(html).toMatch(/value="cli_max"[^>]*disabled/)
    expect(textOf(html)).toContain('No e-mail address on file.')
  })

  test('ACC-20 from her page: the button leads to the message; without an address it is greyed no_email', async () => {
    const page = await (await visit('dana', nellPage)).text()
    expect(page).toContain(`href="${sendings}?client=${nell.clientId}"`)
    expect((await visit('dana', `${sendings}?client=${nell.clientId}`)).status).toBe(200)
    const without = await (await visit('dana', `/willow/manage/clients/${max.clientId}`)).text()
    expect(without).toContain('data-reason="no_email"')
    expect(without).not.toContain(`?client=${max.clientId}`)
  })

  test('ACC-20 the preview is the e-mail that is sent, to the letter', async () => {
    const message = 'Dear {first_name},\n\nWelcome to {practice}, call {phone}. <b>5 & 6</b>'
    const html = await (await preview({ client: nell.clientId, message })).text()
    const shown = /<p class="said" lang="en">([\s\S]*?)<\/p>/.exec(html)?.[1] ?? ''
    await invited(nell.clientId, { message })
    const [letter] = await invitationMails()
    const link = /https:\S+/
    expect(textOf(shown).replaceAll(/\s+/g, ' ').trim().replace(link, '')).toBe(
      letter?.text.replaceAll(/\s+/g, ' ').trim().replace(link, ''),
    )
    expect(letter?.text).toContain('Dear Nell,')
    expect(letter?.text).toContain('Welcome to Willow House Therapy, call +1 212 555 0142. <b>5 & 6</b>')
    expect(letter?.html).toContain('&lt;b&gt;5 &amp; 6&lt;/b&gt;')
    expect(html).not.toContain('<b>5')
    expect(letter).toMatchObject({ to: nell.email, subject: 'Your invitation to the portal' })
    expect(letter?.text).toContain('Tuesday 8 December, 10:00 EST')
  })

  test('NOT-8 what the portal writes by itself names neither practice nor care', async () => {
    const html = await (await preview({ client: nell.clientId })).text()
    const shown = element(html, 'preview')
    expect(textOf(shown)).not.toMatch(/Willow|Therapy|appointment|care\b/)
  })

  test.each([
    ['Hello {name}', '{name}', 'In braces only'],
    ['Hello {first_name', '{', 'In braces only'],
    ['Hello {{first_name}}', '{', 'In braces only'],
    ['Hello {__proto__} {toString}', '{__proto__} {toString}', 'In braces only'],
    ['', '', 'Write a message'],
    ['x'.repeat(2001), '', 'at most'],
  ])('ACC-20 SEC-7 %j is refused in words, and what was typed is kept', async (message, piece, sentence) => {
    for (const path of [sendings, `${sendings}/preview`]) {
      const answer = await submit('dana', path, { client: nell.clientId, message, key: newKey() })
      const html = await answer.text()
      expect(answer.status, path).toBe(422)
      expect(textOf(html)).toContain(sentence)
      expect(textOf(html)).toContain(piece)
      expect(html).toContain('aria-invalid="true"')
      expect(/<textarea[^>]*>([\s\S]*?)<\/textarea>/.exec(html)?.[1]).toBe(message)
    }
    expect(await rows('SELECT * FROM invitations')).toEqual([])
    expect(await rows('SELECT * FROM invitation_batches')).toEqual([])
  })

  test('T-15 line breaks and markup of a message or a name stay in the body; one recipient, one subject', async () => {
    await rows("UPDATE clients SET name = 'Nell\r\nBcc: x@evil.example Okafor' WHERE id = ?", nell.clientId)
    await invited(nell.clientId, { message: 'Hi {first_name}\r\nBcc: x@evil.example\r\nSubject: owned\u0000\u001b' })
    const [letter, ...others] = await invitationMails()
    expect(others).toEqual([])
    expect(letter?.to).toBe(nell.email)
    expect(letter?.subject).toBe('Your invitation to the portal')
    expect(Object.keys(letter?.headers ?? {}).toSorted()).toEqual(['Auto-Submitted', 'X-Auto-Response-Suppress'])
    // oxlint-disable-next-line no-control-regex
    expect(letter?.text).not.toMatch(/[\u0000\u001b\r]/)
  })

  test('ACC-20 a placeholder is filled once: a name that looks like one is only a name', async () => {
    await rows("UPDATE organizations SET name = '{phone}' WHERE id = 'org_willow'")
    await invited(nell.clientId, { message: 'From {practice}' })
    expect((await invitationMails())[0]?.text).toContain('From {phone}')
  })

  test('ACC-20 nobody ticked is refused; nobody named, or more than 500, is no form of ours', async () => {
    const none = await submit('dana', sendings, { among: nell.clientId, message: welcome, key: newKey() })
    expect([none.status, textOf(await none.text())]).toEqual([422, expect.stringContaining('Choose at least one client.')])
    expect((await submit('dana', sendings, { message: welcome })).status).toBe(422)
    const many = Array.from({ length: 501 }, (_, n) => `cli_${n}`)
    expect((await send(many)).status).toBe(422)
    expect((await send([nell.clientId], { form: 'frm_none' })).status).toBe(422)
  })

  test('ACC-20 unticked clients stay on the page, and get nothing', async () => {
    await onFile('cli_one', 'One One', 'one@family.example')
    const html = await (await preview({ client: nell.clientId, among: `${nell.clientId} cli_one`, message: welcome })).text()
    expect(html).toMatch(/value="cli_one"(?![^>]*checked)[^>]*>/)
    await submit('dana', sendings, { client: nell.clientId, among: `${nell.clientId} cli_one`, message: welcome, key: newKey() })
    expect(await invitationsOf('cli_one')).toEqual([])
    expect(await invitationsOf(nell.clientId)).toHaveLength(1)
  })

  test('SEC-1 SET-1 only administrators, only clients of the practice', async () => {
    for (const who of ['theo', 'ana'] as const) expect((await send([nell.clientId], {}, who)).status, who).toBe(403)
    for (const who of ['amir', 'cyd'] as const) expect((await send([nell.clientId], {}, who)).status, who).toBe(404)
    expect((await send([nell.clientId, cyd.clientId])).status).toBe(404)
    expect((await visit('dana', `${sendings}?client=${cyd.clientId}`)).status).toBe(404)
    expect((await submit('amir', '/cedar/manage/clients/invitations', { client: nell.clientId, message: welcome })).status).toBe(404)
    expect(await rows('SELECT * FROM invitations')).toEqual([])
  })
})

describe('ACC-20 sending', () => {
  test('ACC-20 SEC-5 one batch: the sending, an invitation, an e-mail and an entry in the audit each', async () => {
    await onFile('cli_one', 'One One', 'one@family.example')
    const answer = await send([nell.clientId, 'cli_one'])
    const [batch] = await rows('SELECT * FROM invitation_batches')
    expect(answer.headers.get('Location')).toBe(`${sendings}/${batch?.id}`)
    expect(roundTrips(answer)).toBe(2)
    expect(batch).toMatchObject({ total: 2, message: welcome, created_by: 'per_dana', created_by_name: 'Dana Ortiz' })
    const [one] = await invitationsOf(nell.clientId)
    expect(one).toMatchObject({ email: nell.email, message: welcome, batch_id: batch?.id, created_by: 'per_dana', version: 1 })
    expect((one?.expires_at ?? 0) - Date.parse('2026-12-01T15:00:00Z')).toBe(7 * day * 60_000)
    expect(await rows('SELECT about_kind, event, recipient FROM outbox WHERE about_id = ?', one?.id)).toEqual([
      { about_kind: 'invitation', event: 'invitation', recipient: `invitation:${one?.id}` },
    ])
    const entries = await auditRows({ action: 'invitation.sent' })
    expect(entries.map(({ actor_id, entity_version, details }) => [actor_id, entity_version, details.clientId, details.batchId])).toEqual([
      ['per_dana', 1, 'cli_nell', batch?.id],
      ['per_dana', 1, 'cli_one', batch?.id],
    ])
    expect(JSON.stringify(entries)).not.toContain('family.example')
    expect(await auditRows({ action: 'invitations.sent' })).toHaveLength(1)
  })

  test('ACC-21 the token is stored as its hash only, and is in no other e-mail', async () => {
    const path = await invited()
    const token = path.split('/').at(-1) ?? ''
    expect(token).toMatch(/^[\w-]{43}$/)
    const everything = await Promise.all(
      ['invitations', 'invitation_batches', 'outbox', 'audit', 'sign_ins'].map((table) => rows(`SELECT * FROM ${table}`)),
    )
    expect(JSON.stringify(everything)).not.toContain(token)
  })

  test('SCH-25 the same form twice, and twice at once, sends once', async () => {
    const key = newKey()
    const answers = await Promise.all(Array.from({ length: 8 }, () => send([nell.clientId], { key })))
    expect(new Set(answers.map((answer) => answer.headers.get('Location'))).size).toBe(1)
    expect(answers.every(({ status }) => status === 303)).toBe(true)
    expect(await rows('SELECT * FROM invitations')).toHaveLength(1)
    await cron()
    expect(await invitationMails()).toHaveLength(1)
  })

  test('ACC-21 sending again makes a new one; the older opens nothing any more, and the audit says so', async () => {
    const first = await invited()
    await clockBy(day)
    const second = await invited()
    expect(second).not.toBe(first)
    const [older, newer] = await invitationsOf(nell.clientId)
    expect([older?.revoked_at !== null, older?.version, newer?.revoked_at, newer?.version]).toEqual([true, 2, null, 1])
    expect((await auditRows({ action: 'invitation.replaced' })).map(({ entity_id }) => entity_id)).toEqual([older?.id])
    expect((await visit(null, first)).status).toBe(410)
    expect((await visit(null, second)).status).toBe(200)
  })

  test('ACC-21 ten sendings at once leave one open invitation', async () => {
    await Promise.all(Array.from({ length: 10 }, () => send([nell.clientId])))
    const all = await invitationsOf(nell.clientId)
    expect(all).toHaveLength(10)
    expect(all.filter(({ revoked_at }) => revoked_at === null)).toHaveLength(1)
  })

  test('SCH-25 somebody of them changed meanwhile: nothing is sent to anybody, and the page says so', async () => {
    await onFile('cli_one', 'One One', 'one@family.example')
    await rows("UPDATE clients SET archived_at = 1 WHERE id = 'cli_one'")
    const answer = await send([nell.clientId, 'cli_one'])
    expect([answer.status, textOf(await answer.text())]).toEqual([409, expect.stringContaining('Not sent: something has changed')])
    expect(await rows('SELECT * FROM invitations')).toEqual([])
    expect(await rows("SELECT * FROM outbox WHERE event = 'invitation'")).toEqual([])
  })

  test(
    'ACC-20 500 clients are one batch; a queue that dies in the middle is gone on with, and nobody gets two',
    { timeout: 60_000 },
    async () => {
      const ids = Array.from({ length: 500 }, (_, n) => `cli_many_${n}`)
      await rows(
        `INSERT INTO clients (organization_id, id, name, sort_name, email, created_at)
       SELECT 'org_willow', value, value, value, value || '@family.example', 0 FROM json_each(?)`,
        JSON.stringify(ids),
      )
      const answer = await send(ids)
      expect([answer.status, roundTrips(answer)]).toEqual([303, 2])
      const page = answer.headers.get('Location') ?? ''
      // A few were handed to the queue at once; ten of the others were with somebody who died: leased, and nobody works on them.
      const dead = await rows<{ id: string }>(
        `SELECT o.id FROM outbox o JOIN invitations i ON i.id = o.about_id WHERE i.client_id GLOB 'cli_many_9*' LIMIT 10`,
      )
      const until = Date.parse('2026-12-01T15:02:00Z')
      for (const { id } of dead) await rows('UPDATE outbox SET leased_until = ?, tries = 1 WHERE id = ?', until, id)
      await cron()
      const half = textOf(await (await visit('dana', page)).text())
      expect(half).toContain('490 of 500 sent')
      expect(half).toContain('The others follow by themselves')
      await clockBy(3)
      await cron()
      await cron()
      expect(textOf(await (await visit('dana', page)).text())).toContain('500 of 500 sent')
      const to = (await invitationMails()).map((letter) => letter.to)
      expect([to.length, new Set(to).size]).toEqual([500, 500])
    },
  )
})

describe('ACC-20 following a sending', () => {
  test('ACC-20 the page asks again while something waits, and then no more; looking is no activity', async () => {
    const location = (await send([...(await manyBefore()), nell.clientId])).headers.get('Location') ?? ''
    const waiting = await (await visit('dana', location)).text()
    expect(waiting).toContain(`hx-get="${location}/progress"`)
    const dana = await signIn('dana')
    const seen = () => rows('SELECT last_seen_at FROM sessions ORDER BY created_at DESC, rowid DESC LIMIT 1')
    const before = await seen()
    const piece = await visit(dana, `${location}/progress`, { htmx: true })
    expect((await piece.text()).startsWith('<div id="progress"')).toBe(true)
    expect(await seen()).toEqual(before)
    await cron()
    const done = await (await visit('dana', `${location}/progress`, { htmx: true })).text()
    expect(done).not.toContain('hx-get')
    expect(textOf(done)).toContain('31 of 31 sent')
  })

  test('ACC-20 who did not get hers is named with the reason, and can be tried again', async () => {
    await onFile('cli_bad', 'Zz Bad Address', 'two@at@family.example')
    await onFile('cli_gone', 'Zz Gone Soon', 'gone@family.example')
    const location = (await send([...(await manyBefore()), 'cli_bad', 'cli_gone'])).headers.get('Location') ?? ''
    await rows("UPDATE clients SET email = 'other@family.example' WHERE id = 'cli_gone'")
    await cron()
    const html = await (await visit('dana', location)).text()
    expect(textOf(html)).toContain('30 of 32 sent')
    const reasons = [...html.matchAll(/<li data-reason="(\w+)"><input type="hidden" name="client" value="(\w+)"/g)].map(([, why, id]) => [
      id,
      why,
    ])
    expect(reasons).toEqual([
      ['cli_bad', 'no_address'],
      ['cli_gone', 'other_address'],
    ])
    const again = await preview({ client: ['cli_bad', 'cli_gone'] })
    expect(again.status).toBe(200)
    expect(textOf(await again.text())).toContain('other@family.example')
  })

  test('SEC-1 a sending of another practice does not exist; the list names the last ones', async () => {
    const location = (await send([nell.clientId])).headers.get('Location') ?? ''
    expect((await visit('amir', location.replace('willow', 'cedar'))).status).toBe(404)
    expect((await visit('amir', `${location.replace('willow', 'cedar')}/progress`)).status).toBe(404)
    expect((await visit('theo', location)).status).toBe(403)
    expect(textOf(await (await visit('dana', sendings)).text())).toContain('1 client')
    expect(textOf(await (await visit('amir', '/cedar/manage/clients/invitations')).text())).toContain('No invitations yet')
  })
})

describe('ACC-21 revoking', () => {
  const revocation = (id: string) => `${nellPage}/invitations/${id}/revocation`

  test('ACC-21 SET-4 a revoked invitation opens nothing; within ten seconds it can come back', async () => {
    const path = await invited()
    const [one] = await invitationsOf(nell.clientId)
    const answer = await submit('dana', revocation(one?.id ?? ''), { version: 1, key: newKey() })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, `${nellPage}#invitations`])
    expect((await visit(null, path)).status).toBe(410)
    const page = await (await visit('dana', nellPage)).text()
    expect(textOf(page)).toContain('Revoked')
    expect(page).toContain('name="undo"')
    expect((await submit('dana', revocation(one?.id ?? ''), { version: 2, undo: 1, key: newKey() })).status).toBe(303)
    expect((await visit(null, path)).status).toBe(200)
    expect((await auditRows({ entity_id: one?.id ?? '' })).map(({ action, entity_version }) => [action, entity_version])).toEqual([
      ['invitation.sent', 1],
      ['invitation.revoked', 2],
      ['invitation.revived', 3],
    ])
    expect((await takeUp(path)).status, 'what came back can be taken up').toBe(303)
  })

  test('ACC-21 too late to take it back; stale is refused; twice is once; others may not', async () => {
    const path = await invited()
    const [one] = await invitationsOf(nell.clientId)
    const at = revocation(one?.id ?? '')
    expect((await submit('theo', at, { version: 1 })).status).toBe(403)
    expect((await submit('amir', at.replace('willow', 'cedar'), { version: 1 })).status).toBe(404)
    expect((await submit('dana', `/willow/manage/clients/${ana.clientId}/invitations/${one?.id}/revocation`, { version: 1 })).status).toBe(
      404,
    )
    expect((await submit('dana', at, { version: 7 })).status).toBe(409)
    expect((await visit(null, path)).status).toBe(200)
    expect((await submit('dana', at, { version: 1 })).status).toBe(303)
    expect((await submit('dana', at, { version: 2 })).status).toBe(409)
    await clockBy(1)
    expect((await submit('dana', at, { version: 2, undo: 1 })).status).toBe(409)
    expect((await visit(null, path)).status).toBe(410)
  })

  test('ACC-21 revoking also ends what had run out before: nothing older can be renewed', async () => {
    const old = await invited()
    await clockBy(8 * day)
    await invited()
    const [, newer] = await invitationsOf(nell.clientId)
    await submit('dana', revocation(newer?.id ?? ''), { version: 1 })
    await submit(null, `${old}/renewal`)
    expect((await invitationsOf(nell.clientId)).filter(({ revoked_at }) => revoked_at === null)).toEqual([])
  })

  test('ACC-21 an e-mail that still waits is not sent for a revoked invitation', async () => {
    await send([...(await manyBefore()), nell.clientId])
    const [one] = await invitationsOf(nell.clientId)
    expect((await submit('dana', revocation(one?.id ?? ''), { version: 1 })).status).toBe(303)
    await cron()
    expect(await rows('SELECT sent_at, reason FROM outbox WHERE about_id = ?', one?.id)).toEqual([{ sent_at: null, reason: 'revoked' }])
    expect((await invitationMails()).filter(({ to }) => to === nell.email)).toEqual([])
  })

  test('SET-43 archiving revokes with an entry each; the undo lets it work again and be taken up', async () => {
    const path = await invited()
    await submit('dana', `${nellPage}/archive`, { version: 1, confirm: 1, key: newKey() })
    expect((await visit(null, path)).status).toBe(410)
    await submit('dana', `${nellPage}/return`, { version: 2, key: newKey() })
    expect((await visit(null, path)).status).toBe(200)
    const [one] = await invitationsOf(nell.clientId)
    expect((await auditRows({ entity_id: one?.id ?? '' })).map(({ entity_version }) => entity_version)).toEqual([1, 2, 3])
    expect((await takeUp(path)).status).toBe(303)
  })
})

describe('SET-42 what staff see', () => {
  test('SET-42 invited, run out, in: on the list and on her page', async () => {
    const path = await invited()
    const badge = async () => textOf(element(await (await visit('dana', '/willow/manage/clients')).text(), `client-${nell.clientId}`))
    expect(await badge()).toContain('Invited 1 Dec')
    expect(textOf(await (await visit('dana', nellPage)).text())).toContain('Sent 1 Dec, by Dana Ortiz')
    await clockBy(8 * day)
    expect(await badge()).toContain('Invitation expired, sent 1 Dec')
    expect(textOf(await (await visit('dana', nellPage)).text())).toContain('Expired 1 Dec')
    await submit(null, `${path}/renewal`)
    await cron()
    expect(await badge()).toContain('Invited 9 Dec')
    expect(textOf(await (await visit('dana', nellPage)).text())).toContain('9 Dec, asked for by the client')
    await takeUp(pathIn((await invitationMails()).at(-1)))
    expect(await badge()).toContain('Active')
    expect(textOf(await (await visit('dana', nellPage)).text())).toContain('Used')
  })

  test('ACC-21 an invitation to an address that was changed since counts for nothing', async () => {
    const path = await invited()
    await rows("UPDATE clients SET email = 'new@family.example' WHERE id = ?", nell.clientId)
    expect((await visit(null, path)).status).toBe(410)
    await submit(null, `${path}/acceptance`)
    await cron()
    expect((await mail()).filter(({ kind }) => kind === 'sign_in')).toEqual([])
    expect(textOf(element(await (await visit('dana', '/willow/manage/clients')).text(), `client-${nell.clientId}`))).toContain('No account')
    expect(textOf(await (await visit('dana', nellPage)).text())).toContain('Address changed')
  })
})

describe('ACC-21 taking an invitation up', () => {
  test('ACC-21 by code: the account is made, verified, linked to the same record; one batch, one entry', async () => {
    const path = await invited()
    const browser = newBrowser()
    const page = await visit(browser, path)
    expect(page.headers.get('Referrer-Policy')).toBe('no-referrer')
    expect(page.headers.get('X-Robots-Tag')).toContain('noindex')
    const text = textOf(await page.text())
    expect(text).toContain('Willow House Therapy invites you')
    expect(text).toContain('n...@family.example')
    expect(text).not.toContain('nell')
    const answer = await takeUp(path, browser)
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/willow/my'])
    expect((await visit(browser, '/willow/my')).headers.get('Location')).toBe('/willow/my/cli_nell/appointments')
    const [person, ...others] = await peopleWith(nell.email)
    expect(others).toEqual([])
    expect([person?.name, person?.email_verified_at]).toEqual(['Nell Okafor', Date.parse('2026-12-01T15:00:00Z')])
    expect(await loginsOf(nell.clientId)).toEqual([{ person_id: person?.id, ended_at: null }])
    const [used] = await invitationsOf(nell.clientId)
    expect([used?.used_by, used?.version]).toEqual([person?.id, 2])
    expect(await auditRows({ action: 'invitation.accepted' })).toHaveLength(1)
    expect(textOf(await (await visit(null, path)).text())).toContain('This invitation was used')
  })

  test('ACC-21 by the link of the second e-mail, in another browser', async () => {
    const path = await invited()
    await submit(newBrowser(), `${path}/acceptance`)
    await cron()
    const link = /https:\/\/portal\.test(\S+\/login\/link\/\S+)/.exec(
      (await mail()).findLast(({ kind }) => kind === 'sign_in')?.text ?? '',
    )?.[1]
    expect((await submit(newBrowser(), link ?? '')).headers.get('Location')).toBe('/willow/my')
    expect(await loginsOf(nell.clientId)).toHaveLength(1)
  })

  test('ACC-1 T-08 reading it consumes nothing, however often and by whom', async () => {
    const path = await invited()
    const before = JSON.stringify([
      await invitationsOf(nell.clientId),
      await rows('SELECT * FROM sign_ins'),
      await rows('SELECT * FROM people'),
    ])
    for (let n = 0; n < 20; n++) await visit(null, path, { method: n % 2 ? 'HEAD' : 'GET', headers: { 'User-Agent': 'MailScanner' } })
    expect(
      JSON.stringify([await invitationsOf(nell.clientId), await rows('SELECT * FROM sign_ins'), await rows('SELECT * FROM people')]),
    ).toBe(before)
    expect((await takeUp(path)).status).toBe(303)
  })

  test('ACC-21 after 7 days it opens nothing, a code that was asked for before neither', async () => {
    const path = await invited()
    await clockBy(7 * day - 5)
    const browser = newBrowser()
    const code = await codeFor(path, browser)
    await clockBy(6)
    expect((await submit(browser, '/willow/login/code', { code })).status).toBe(422)
    expect((await visit(null, path)).status).toBe(410)
    expect(await loginsOf(nell.clientId)).toEqual([])
    expect(await peopleWith(nell.email)).toEqual([])
  })

  test.each([
    ['revoked', 'UPDATE invitations SET revoked_at = 1, version = 2'],
    ['archived', "UPDATE clients SET archived_at = 1 WHERE id = 'cli_nell'"],
    ['merged', "UPDATE clients SET merged_into = 'cli_ana' WHERE id = 'cli_nell'"],
    ['of another address', "UPDATE clients SET email = 'x@family.example' WHERE id = 'cli_nell'"],
  ])('ACC-21 %s between code and proof: nothing is made', async (_, change) => {
    const path = await invited()
    const browser = newBrowser()
    const code = await codeFor(path, browser)
    await rows(change)
    expect((await submit(browser, '/willow/login/code', { code })).status).toBe(422)
    expect(await loginsOf(nell.clientId)).toEqual([])
    expect(await peopleWith(nell.email)).toEqual([])
  })

  test('LNK-6 with registration switched off, who was invited comes in all the same', async () => {
    await rows(
      "INSERT INTO settings (organization_id, key, value, version, changed_at, changed_by, changed_by_name) VALUES ('org_willow', 'client_signup', 'off', 1, 1, 'per_dana', 'Dana Ortiz') ON CONFLICT DO UPDATE SET value = 'off'",
    )
    const path = await invited()
    expect((await takeUp(path)).status).toBe(303)
    expect(await loginsOf(nell.clientId)).toHaveLength(1)
  })

  test('ACC-7 codes for an invitation are as few as for the address', async () => {
    const path = await invited()
    for (let n = 0; n < 40; n++) expect((await submit(newBrowser(), `${path}/acceptance`)).status).toBe(303)
    expect((await rows('SELECT * FROM sign_ins')).length).toBeLessThanOrEqual(10)
  })
})

describe('ACC-21 an invitation that has run out', () => {
  test('ACC-21 offers a new one, to the same address, with the same words', async () => {
    const path = await invited()
    await clockBy(8 * day)
    const page = await visit(null, path)
    expect([page.status, textOf(await page.text())]).toEqual([410, expect.stringContaining('Send me a new one')])
    const answer = await submit(null, `${path}/renewal`, { email: 'thief@evil.example' })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, `${path}?asked=1`])
    expect(roundTrips(answer)).toBe(2)
    await cron()
    const letters = await invitationMails()
    expect(letters.map(({ to }) => to)).toEqual([nell.email, nell.email])
    expect(letters[1]?.text).toContain(welcome)
    const fresh = pathIn(letters[1])
    expect(fresh).not.toBe(path)
    expect((await auditRows({ action: 'invitation.renewed' })).map(({ actor_kind }) => actor_kind)).toEqual(['visitor'])
    expect((await takeUp(fresh)).status).toBe(303)
  })

  test('ACC-21 ACC-7 the answer is the same for every link, and three a day are enough', async () => {
    const path = await invited()
    await clockBy(8 * day)
    for (let n = 0; n < 6; n++) await submit(null, `${path}/renewal`)
    expect(await invitationsOf(nell.clientId)).toHaveLength(4)
    const nothing = `/willow/invite/${'x'.repeat(43)}`
    const [known, unknown] = [await submit(null, `${path}/renewal`), await submit(null, `${nothing}/renewal`)]
    expect([known.status, unknown.status]).toEqual([303, 303])
    const read = async (at: string) => (await (await visit(null, `${at}?asked=1`)).text()).replaceAll(at, 'HERE')
    expect(await read(path)).toBe(await read(nothing))
  })

  test.each([
    ['open', 'SELECT 1'],
    ['revoked', 'UPDATE invitations SET revoked_at = 1, expires_at = 2'],
    ['of an archived client', "UPDATE invitations SET expires_at = 1; UPDATE clients SET archived_at = 1 WHERE id = 'cli_nell'"],
    [
      'of a client with another address',
      "UPDATE invitations SET expires_at = 1; UPDATE clients SET email = 'x@family.example' WHERE id = 'cli_nell'",
    ],
    [
      'of a client who wants no e-mails',
      "UPDATE invitations SET expires_at = 1; UPDATE clients SET discreet = 'no_email' WHERE id = 'cli_nell'",
    ],
    ['used', 'UPDATE invitations SET expires_at = 1, used_at = 1'],
  ])('ACC-21 one that is %s is not renewed', async (_, changes) => {
    const path = await invited()
    for (const change of changes.split('; ')) await rows(change)
    expect((await submit(null, `${path}/renewal`)).status).toBe(303)
    expect(await invitationsOf(nell.clientId)).toHaveLength(1)
  })
})
