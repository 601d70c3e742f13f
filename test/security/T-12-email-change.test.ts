import { beforeEach, describe, expect, it } from 'vitest'
import { addressOf, askForAddress, later, minutes, security } from '../accounts/security-support.ts'
import { askForCode, typeCode } from '../accounts/support.ts'
import { auditRows, cast, cron, freshPortal, mail, newBrowser, newKey, rows, signIn, submit, textOf, visit } from '../support/portal.ts'

// T-12: an address counts once it was proved, the old one hears of it, and nothing that was sent before opens anything.

const old = cast.ana.email
const wanted = 'ana.new@family.example'

beforeEach(() => freshPortal())

describe('T-12 asking for another address', () => {
  it('ACC-6 changes nothing yet: the old address signs in, the new one does not', async () => {
    const ana = await signIn('ana')
    await askForAddress(ana, wanted)
    expect((await addressOf('per_ana'))?.email).toBe(old)
    expect((await askForCode(wanted)).code).toBe('')
    const { browser, code } = await askForCode(old)
    expect((await typeCode(browser, code)).status).toBe(303)
    expect(textOf(await (await visit(ana, security)).text())).toContain(`We sent a link to ${wanted}`)
  })

  it('writes to the new address only, and names nobody', async () => {
    await submit(await signIn('ana'), '/account/email', { email: ` ${wanted.toUpperCase()} ` })
    await cron()
    const sent = (await mail()).filter(({ kind }) => kind === 'email_change')
    expect(sent.map(({ to }) => to)).toEqual([wanted])
    expect(sent[0]?.text + (sent[0]?.html ?? '')).not.toMatch(/Ana|Pereira|Lindqvist|Willow(?!\/)/)
  })

  it('answers the same whoever has the address', async () => {
    const answers = []
    for (const email of ['nobody@else.example', cast.bo.email, cast.amir.email]) {
      const answer = await submit(await signIn('ana'), '/account/email', { email, key: newKey() })
      answers.push([answer.status, answer.headers.get('Location'), await answer.text()])
    }
    expect(new Set(answers.map(String)).size).toBe(1)
  })

  it('stores only the hash of the link', async () => {
    const link = await askForAddress(await signIn('ana'), wanted)
    expect(link).toMatch(/^\/willow\/my\/email\/[\w-]{43}$/)
    const everything = JSON.stringify([await rows('SELECT * FROM email_changes'), await rows('SELECT * FROM outbox'), await auditRows()])
    expect(everything).not.toContain(link.split('/').at(-1))
  })

  it('needs that she has proved herself in the last five minutes', async () => {
    const ana = await signIn('ana')
    await later(5 * minutes + 1)
    for (const answer of [await visit(ana, '/account/email'), await submit(ana, '/account/email', { email: wanted })])
      expect(answer.headers.get('Location')).toMatch(/^\/account\/confirmation/)
    expect(await rows('SELECT * FROM email_changes')).toEqual([])
  })

  it('SEC-7 no address, or her own: a sentence at the field, and what she typed', async () => {
    const ana = await signIn('ana')
    const wrong = await submit(ana, '/account/email', { email: 'ana at <home>' })
    expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('value="ana at &lt;home&gt;"')])
    const same = await submit(ana, '/account/email', { email: old })
    expect([same.status, textOf(await same.text())]).toEqual([422, expect.stringContaining('You already sign in with this address')])
    expect(await rows('SELECT * FROM email_changes')).toEqual([])
  })

  it('ACC-7 five an hour by one person; a stranger is not written to by many', async () => {
    const ana = await signIn('ana')
    const asked = []
    for (let i = 0; i < 6; i += 1) asked.push((await submit(ana, '/account/email', { email: `ana${i}@family.example` })).status)
    expect(asked).toEqual([303, 303, 303, 303, 303, 429])
    for (const key of ['bo', 'theo', 'dana', 'gail', 'cyd', 'amir', 'tess'] as const)
      expect((await submit(await signIn(key), '/account/email', { email: 'victim@else.example' })).status).toBe(303)
    await cron()
    expect((await mail()).filter(({ to }) => to === 'victim@else.example')).toHaveLength(5)
    const bo = await signIn('bo')
    const atOnce = await Promise.all(Array.from({ length: 20 }, (_, i) => submit(bo, '/account/email', { email: `bo${i}@family.example` })))
    expect(atOnce.filter(({ status }) => status === 303)).toHaveLength(4) // the fifth was asked for above
    await later(61 * minutes)
    expect((await submit(await signIn('ana'), '/account/email', { email: wanted })).status).toBe(303)
  })

  it('SCH-25 a form sent twice asks once', async () => {
    const ana = await signIn('ana')
    const key = newKey()
    const answers = await Promise.all([1, 2, 3].map(() => submit(ana, '/account/email', { email: wanted, key })))
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303])
    expect(await rows('SELECT count(*) AS n FROM email_changes')).toEqual([{ n: 1 }])
  })
})

describe('T-12 confirming it', () => {
  it('a GET, however often and by whomever, changes nothing; the button does', async () => {
    const ana = await signIn('ana')
    const link = await askForAddress(ana, wanted)
    for (let i = 0; i < 5; i += 1) {
      const page = await visit(ana, link, { method: i % 2 ? 'HEAD' : 'GET' })
      expect([page.status, page.headers.get('Referrer-Policy')]).toEqual([200, 'no-referrer'])
      await visit(null, link)
    }
    expect((await addressOf('per_ana'))?.email).toBe(old)
    await rows("UPDATE people SET email_verified_at = NULL WHERE id = 'per_ana'")
    await later(minutes)
    expect((await submit(ana, link)).headers.get('Location')).toBe(security)
    expect(await addressOf('per_ana')).toEqual({ email: wanted, email_verified_at: Date.parse('2026-12-01T15:01:00Z') })
    expect(await auditRows({ action: 'email.changed' })).toMatchObject([{ actor_id: 'per_ana', entity_id: 'per_ana', entity_version: 2 }])
  })

  it('the old address is told, without the new one; from now on only the new one signs in', async () => {
    const ana = await signIn('ana')
    await submit(ana, await askForAddress(ana, wanted))
    await cron()
    const told = (await mail()).filter(({ kind }) => kind === 'email_changed')
    expect(told.map(({ to }) => to)).toEqual([old])
    expect(told[0]?.text).toContain('call your practice')
    expect(told[0]?.text).not.toContain(wanted)
    expect((await askForCode(old)).code).toBe('')
    const { browser, code } = await askForCode(wanted)
    await typeCode(browser, code)
    expect((await visit(browser, '/willow/my')).headers.get('Location')).toBe(`/willow/my/${cast.ana.clientId}/appointments`)
  })

  it('what practices have on file is not changed', async () => {
    const ana = await signIn('ana')
    await submit(ana, await askForAddress(ana, wanted))
    expect(await rows('SELECT email FROM clients WHERE id = ?', cast.ana.clientId)).toEqual([{ email: old }])
  })

  it('codes and links that were on their way to either address are dead', async () => {
    const ana = await signIn('ana')
    await rows("UPDATE people SET email = ? WHERE id = 'per_gail'", old) // who shares it keeps it, and asks anew
    const toOld = await askForCode(old)
    const bo = await signIn('bo')
    await submit(bo, await askForAddress(bo, wanted)) // a second person with the new address, so that it has codes, too
    const toNew = await askForCode(wanted)
    const link = await askForAddress(ana, wanted)
    expect(toOld.code).toMatch(/^\d{6}$/)
    expect(toNew.code).toMatch(/^\d{6}$/)
    await submit(ana, link)
    for (const { browser, code, link: signInLink } of [toOld, toNew]) {
      expect((await submit(browser, '/willow/login/code', { code, person: 'per_gail' })).status).toBe(422)
      expect((await submit(newBrowser(), signInLink)).status).toBe(410)
    }
  })

  it('a newer wish kills the older, and a confirmed one kills those that wait', async () => {
    const ana = await signIn('ana')
    const first = await askForAddress(ana, 'first@family.example')
    const second = await askForAddress(ana, 'second@family.example')
    expect((await submit(ana, first)).status).toBe(410)
    expect((await submit(ana, second)).status).toBe(303)
    expect((await addressOf('per_ana'))?.email).toBe('second@family.example')
  })

  it('an e-mail that waited is not sent when its link is dead', async () => {
    const ana = await signIn('ana')
    await rows('CREATE TRIGGER wait AFTER INSERT ON outbox BEGIN UPDATE outbox SET due_at = due_at + 60000 WHERE id = NEW.id; END')
    await submit(ana, '/account/email', { email: 'first@family.example' })
    await submit(ana, '/account/email', { email: 'second@family.example' })
    await rows('DROP TRIGGER wait')
    await later(2 * minutes)
    await cron()
    expect((await mail()).map(({ to }) => to)).toEqual(['second@family.example'])
    expect(await rows("SELECT reason FROM outbox WHERE event = 'email_change' ORDER BY reason")).toEqual([
      { reason: null },
      { reason: 'overtaken' },
    ])
  })

  it("somebody else's session cannot confirm it, nor see whose it is", async () => {
    const link = await askForAddress(await signIn('ana'), wanted)
    const made = `/willow/my/email/${'A'.repeat(43)}`
    for (const key of ['bo', 'dana', 'amir'] as const) {
      const other = await signIn(key)
      const [seen, invented] = [await visit(other, link), await visit(other, made)]
      expect([seen.status, invented.status]).toEqual(key === 'amir' ? [404, 404] : [410, 410])
      expect(await seen.text()).toBe(await invented.text())
      expect((await submit(other, link)).status).toBe(key === 'amir' ? 404 : 410)
    }
    expect((await addressOf('per_ana'))?.email).toBe(old)
    expect(await auditRows({ action: 'email.changed' })).toEqual([])
  })

  it('a stranger signs in first, and comes back to the button', async () => {
    const link = await askForAddress(await signIn('ana'), wanted)
    const asked = await visit(null, link)
    expect([asked.status, asked.headers.get('Location')]).toEqual([303, `/willow/login?next=${encodeURIComponent(link)}`])
    expect((await submit(null, link)).headers.get('Location')).toContain('/willow/login')
    const { browser, code } = await askForCode(old, newBrowser(), { next: link })
    expect((await typeCode(browser, code)).headers.get('Location')).toBe(link)
    expect((await submit(browser, link)).status).toBe(303)
    expect((await addressOf('per_ana'))?.email).toBe(wanted)
  })

  it('works for thirty minutes, once, and at the practice where she asked', async () => {
    const link = await askForAddress(await signIn('ana'), wanted)
    expect((await submit(await signIn('ana'), link.replace('/willow/', '/cedar/'))).status).toBe(404)
    await later(30 * minutes)
    expect((await submit(await signIn('ana'), link)).status).toBe(410)
    await later(30 * minutes - 1)
    expect((await submit(await signIn('ana'), link)).status).toBe(303)
    expect((await submit(await signIn('ana'), link)).status).toBe(410)
    expect(await auditRows({ action: 'email.changed' })).toHaveLength(1)
  })

  it('fifty presses at once change it once', async () => {
    const ana = await signIn('ana')
    const link = await askForAddress(ana, wanted)
    const answers = await Promise.all(Array.from({ length: 50 }, () => submit(ana, link)))
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 410)).toHaveLength(49)
    expect(await auditRows({ action: 'email.changed' })).toHaveLength(1)
    expect(await rows("SELECT count(*) AS n FROM outbox WHERE event = 'email_changed'")).toEqual([{ n: 1 }])
  })

  it('a person who was shut out meanwhile changes nothing', async () => {
    const ana = await signIn('ana')
    const link = await askForAddress(ana, wanted)
    await rows("UPDATE people SET disabled_at = 1 WHERE id = 'per_ana'")
    expect((await submit(ana, link)).headers.get('Location')).toContain('/willow/login')
    expect((await addressOf('per_ana'))?.email).toBe(old)
  })

  it('offers to end her other sessions, for ten minutes', async () => {
    const [ana, other] = [await signIn('ana'), await signIn('ana')]
    await submit(ana, await askForAddress(ana, wanted))
    const page = textOf(await (await visit(ana, security)).text())
    expect(page).toContain('Your e-mail address was changed.')
    expect((await submit(ana, '/account/sessions/end', { which: 'others' })).status).toBe(303)
    expect((await visit(other, '/willow/my')).headers.get('Location')).toContain('/login')
    expect((await visit(ana, security)).status).toBe(200)
    await later(11 * minutes)
    expect(textOf(await (await visit(ana, security)).text())).not.toContain('Your e-mail address was changed.')
  })
})
