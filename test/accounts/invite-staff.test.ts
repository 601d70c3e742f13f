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
import { accept, codeIn, eva, invite, invited, staffPage as page } from './staff-support.ts'

const everybody = () => rows('SELECT * FROM people ORDER BY id')
const members = () =>
  rows(
    'SELECT person_id, administrator, therapist, subscribed_at, deactivated_at, slug FROM staff WHERE organization_id = ? ORDER BY created_at, id',
    'org_willow',
  )

beforeEach(() => freshPortal())

describe('ACC-4 inviting a staff member', () => {
  it('sends one e-mail to the address, about work, without a client in it, and lists it as open', async () => {
    await invited()
    const [sent, ...more] = await mail()
    expect(more).toEqual([])
    expect([sent?.to, sent?.subject]).toEqual([eva.email, 'An invitation to work in a portal'])
    expect(sent?.text).toMatch(/Hello Eva,\n\nYou are invited to work in the portal of Willow House Therapy\./)
    const html = textOf(await (await visit('dana', page)).text())
    expect(html).toMatch(/Eva Roth eva@else\.example · Therapist Sent by Dana Ortiz, 1 Dec, 10:00 EST · works until 8 Dec, 10:00 EST/)
    expect(await auditRows({ action: 'staff_invitation.sent' })).toMatchObject([
      { actor_id: 'per_dana', entity_version: 1, details: { therapist: true, administrator: false } },
    ])
  })

  it('she proves the address by a code in her own browser, works here, and owes a second factor before any page', async () => {
    const link = await invited()
    const shown = textOf(await (await visit(null, link)).text())
    expect(shown).toMatch(/Dana Ortiz invites you to work in the portal of Willow House Therapy\. You would be: Therapist/)
    const { asked, answer, browser } = await accept(link)
    expect([asked.status, asked.headers.get('Location')]).toEqual([303, '/willow/login/code'])
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/willow/manage'])
    expect((await members()).at(-1)).toMatchObject({ administrator: 0, therapist: 1, subscribed_at: null, slug: 'eva' })
    expect((await visit(browser, '/willow/manage/requests')).headers.get('Location')).toMatch(/^\/account\/second-factor/)
    expect(await auditRows({ action: 'staff_invitation.accepted' })).toHaveLength(1)
  })

  it('the code goes to the invited address, whatever is sent along', async () => {
    const link = await invited()
    await submit(newBrowser(), `${link}/acceptance`, { email: 'thief@else.example', person: 'per_dana', administrator: 1 })
    await cron()
    expect((await mail()).filter(({ kind }) => kind === 'sign_in').map(({ to }) => to)).toEqual([eva.email])
  })

  it('T-08 an account that exists is untouched until its owner signs in, and is not doubled', async () => {
    const before = await everybody()
    const link = await invited({ name: 'Somebody Else', email: cast.ana.email, administrator: 1 })
    for (let n = 0; n < 5; n++) await visit(newBrowser(), link)
    await submit(newBrowser(), `${link}/acceptance`)
    await cron()
    expect(await everybody()).toEqual(before)
    expect(await rows('SELECT * FROM sessions')).toHaveLength(1) // Dana's
    const { answer } = await accept(link, newBrowser(), cast.ana.email)
    expect(answer.status).toBe(303)
    expect((await everybody()).map(({ id, name, email }) => ({ id, name, email }))).toEqual(
      before.map(({ id, name, email }) => ({ id, name, email })),
    )
    expect((await members()).at(-1)).toMatchObject({ person_id: 'per_ana', administrator: 1 })
  })

  it('somebody signed in with the address accepts at once; somebody else is told so', async () => {
    const link = await invited({ email: cast.cyd.email })
    const bo = await visit('bo', link)
    expect([bo.status, textOf(await bo.text())]).toEqual([409, expect.stringContaining('for another address')])
    expect((await submit('bo', `${link}/acceptance`)).status).toBe(409)
    expect((await submit('cyd', `${link}/acceptance`)).headers.get('Location')).toBe('/willow/manage')
    expect((await members()).at(-1)).toMatchObject({ person_id: 'per_cyd' })
  })

  it('who was deactivated is here again, once, with the invited roles', async () => {
    await rows("UPDATE staff SET deactivated_at = 1, administrator = 1 WHERE id = 'sta_tess'")
    const link = await invited({ name: 'Tess Moreau', email: cast.tess.email })
    await accept(link, newBrowser(), cast.tess.email)
    const tess = (await members()).filter(({ person_id }) => person_id === 'per_tess')
    expect(tess).toMatchObject([{ administrator: 0, therapist: 1, deactivated_at: null, slug: 'tess' }])
  })

  it('T-05 whoever works here is offered nothing: her roles are changed on her page', async () => {
    const answer = await invite({ name: 'Theo', email: 'THEO@willow.example ', administrator: 1 })
    expect([answer.status, textOf(await answer.text())]).toEqual([422, expect.stringContaining('works here already')])
    expect(await rows('SELECT * FROM staff_invitations')).toEqual([])
    expect((await invite({ email: cast.amir.email })).status, 'somebody of another practice can').toBe(303)
  })

  it('ACC-4 an offer that was open when she came to work here changes nothing of hers', async () => {
    const other = await invited({ administrator: 1 })
    await rows('UPDATE people SET email = ? WHERE id = ?', eva.email, 'per_tess')
    const tess = await signIn('tess')
    expect(textOf(await (await visit(tess, other)).text())).toContain('You work here already')
    expect((await submit(tess, `${other}/acceptance`)).headers.get('Location')).toBe('/willow/manage')
    const { answer, browser } = await accept(other)
    expect(answer.headers.get('Location')).toBe(other)
    expect((await visit(browser, '/willow/manage/requests')).headers.get('Location')).toMatch(/^\/account\/second-factor/)
    expect((await members()).find(({ person_id }) => person_id === 'per_tess')).toMatchObject({ administrator: 0, therapist: 1 })
  })

  it('ACC-4 whoever has an authenticator gives its code first, and is led back to the offer', async () => {
    await rows("INSERT INTO authenticators (person_id, secret_encrypted, confirmed_at, created_at) VALUES ('per_cyd', 'v1.x.y', 1, 1)")
    const link = await invited({ email: cast.cyd.email })
    const { answer, browser } = await accept(link, newBrowser(), cast.cyd.email)
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, link])
    expect((await submit(browser, `${link}/acceptance`)).headers.get('Location')).toBe(
      `/account/second-factor?next=${encodeURIComponent(link)}`,
    )
    expect((await members()).map(({ person_id }) => person_id)).not.toContain('per_cyd')
    await rows('UPDATE sessions SET second_factor_at = 1') // as the page of the second factor does
    expect((await submit(browser, `${link}/acceptance`)).headers.get('Location')).toBe('/willow/manage')
    expect((await members()).at(-1)).toMatchObject({ person_id: 'per_cyd' })
    expect(JSON.stringify(await rows('SELECT return_to FROM sign_ins'))).not.toContain(link.split('/').at(-1))
  })

  it('T-08 a sign-in that was closed opens nothing, and no second one is made of its address', async () => {
    await rows("UPDATE people SET disabled_at = 1 WHERE id = 'per_cyd'")
    const before = JSON.stringify(await rows("SELECT * FROM people WHERE id = 'per_cyd'"))
    await accept(await invited({ email: cast.cyd.email }), newBrowser(), cast.cyd.email)
    expect(JSON.stringify(await rows("SELECT * FROM people WHERE id = 'per_cyd'"))).toBe(before)
    expect(await rows("SELECT id FROM sessions WHERE person_id = 'per_cyd'")).toEqual([])
  })

  it('a first name that is taken gets a few letters in its own link', async () => {
    await accept(await invited({ name: 'Theo Ek' }))
    expect((await members()).at(-1)?.slug).toMatch(/^theo-[a-z0-9]{1,6}$/)
  })
})

describe('T-09 one link, once', () => {
  it('fifty at the same moment: one staff member, one session, one audit entry', async () => {
    const link = await invited()
    const browser = newBrowser()
    await submit(browser, `${link}/acceptance`)
    await cron()
    const signInLink =
      /https:\/\/portal\.test(\S+\/login\/link\/\S+)/.exec((await mail()).findLast(({ kind }) => kind === 'sign_in')?.text ?? '')?.[1] ?? ''
    const answers = await Promise.all(Array.from({ length: 50 }, () => submit(newBrowser(), signInLink)))
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(await rows("SELECT count(*) AS n FROM staff WHERE name = 'Eva Roth'")).toEqual([{ n: 1 }])
    expect(await rows("SELECT count(*) AS n FROM people WHERE email = 'eva@else.example'")).toEqual([{ n: 1 }])
    expect(await auditRows({ action: 'staff_invitation.accepted' })).toHaveLength(1)
  })

  it('used, taken back, replaced, a week old, of another practice, misspelled: one friendly page each, and nothing happens', async () => {
    const dead = async (link: string) => {
      const [seen, asked] = [await visit(newBrowser(), link), await submit(newBrowser(), `${link}/acceptance`)]
      expect([seen.status, asked.status]).toEqual([410, 410])
      expect(textOf(await seen.text())).toContain('This invitation no longer works')
    }
    const used = await invited()
    await accept(used)
    await dead(used)
    const replaced = await invited({ email: 'two@else.example' })
    const takenBack = await invited({ email: 'two@else.example' })
    await dead(replaced)
    const [{ id } = { id: '' }] = await rows<{ id: string }>(
      'SELECT id FROM staff_invitations ORDER BY created_at DESC, rowid DESC LIMIT 1',
    )
    expect((await submit('dana', `${page}/invitations/${id}/revocation`, { version: 1 })).status).toBe(303)
    await dead(takenBack)
    const late = await invited({ email: 'three@else.example' })
    await dead(late.replace('/willow/', '/cedar/'))
    await dead(`${late.slice(0, -1)}${late.endsWith('A') ? 'B' : 'A'}`)
    await clockBy(7 * 1440)
    await dead(late)
    expect(await auditRows({ action: 'staff_invitation.accepted' })).toHaveLength(1)
  })

  it('ACC-1 looking consumes nothing, and only a hash is stored', async () => {
    const link = await invited()
    const before = JSON.stringify(await rows('SELECT * FROM staff_invitations'))
    for (let n = 0; n < 20; n++) await visit(newBrowser(), link, { method: n % 2 ? 'HEAD' : 'GET' })
    expect(JSON.stringify(await rows('SELECT * FROM staff_invitations'))).toBe(before)
    expect(before).not.toContain(link.split('/').at(-1))
    expect((await visit(null, link)).headers.get('Referrer-Policy')).toBe('no-referrer')
  })
})

describe('taking an offer back', () => {
  const revoke = (id: string, fields = {}) =>
    submit('dana', `${page}/invitations/${id}/revocation`, { version: 1, key: newKey(), ...fields })
  const idOf = async () => (await rows<{ id: string }>('SELECT id FROM staff_invitations'))[0]?.id ?? ''

  it('before its e-mail went out: it never does', async () => {
    await invite()
    await revoke(await idOf())
    await cron()
    expect(await rows('SELECT reason, sent_at FROM outbox')).toEqual([{ reason: 'revoked', sent_at: null }])
    expect(await mail()).toHaveLength(0)
  })

  it('T-16 after the code was sent: the code opens nothing, and makes nobody', async () => {
    const link = await invited()
    const browser = newBrowser()
    await submit(browser, `${link}/acceptance`)
    await cron()
    await revoke(await idOf())
    expect((await submit(browser, '/willow/login/code', { code: await codeIn(eva.email) })).status).toBe(422)
    expect(await rows('SELECT id FROM people WHERE email = ?', eva.email)).toEqual([])
  })

  it('SET-5 twice, or when it was taken up meanwhile: a sentence, and the list as it is now', async () => {
    await accept(await invited())
    const late = await revoke(await idOf())
    expect([late.status, textOf(await late.text())]).toEqual([409, expect.stringContaining('somebody else changed this meanwhile')])
    expect((await members()).at(-1)).toMatchObject({ therapist: 1, deactivated_at: null })
    expect((await submit('dana', `${page}/invitations/sti_nothing/revocation`, { version: 1 })).status).toBe(404)
  })

  it('SEC-1 of another practice it does not exist', async () => {
    await invite()
    const id = await idOf()
    expect((await submit('amir', `/cedar/manage/staff/invitations/${id}/revocation`, { version: 1 })).status).toBe(404)
    expect((await submit('theo', `${page}/invitations/${id}/revocation`, { version: 1 })).status).toBe(403)
    expect(await rows('SELECT revoked_at FROM staff_invitations')).toEqual([{ revoked_at: null }])
  })
})

describe('SEC-7 the form', () => {
  it.each<[Partial<Record<keyof typeof eva, string>>, string]>([
    [{ name: '' }, 'Enter the name'],
    [{ email: 'eva at home' }, 'Enter a whole e-mail address'],
    [{ therapist: '' }, 'Choose at least one'],
  ])('%j gets a sentence and keeps what was typed', async (wrong, sentence) => {
    const answer = await invite({ name: 'Eva <Roth>', ...wrong })
    const html = await answer.text()
    expect(answer.status).toBe(422)
    expect(textOf(html)).toContain(sentence)
    expect(html).toContain(wrong.name === '' ? 'value="eva@else.example"' : 'value="Eva &lt;Roth&gt;"')
    expect(await rows('SELECT * FROM staff_invitations')).toEqual([])
  })

  it('SCH-25 sent twice is one invitation', async () => {
    const key = newKey()
    await Promise.all([invite({ key }), invite({ key })])
    await cron()
    expect(await rows('SELECT * FROM staff_invitations')).toHaveLength(1)
    expect(await mail()).toHaveLength(1)
  })

  it('ACC-3 needs somebody who has proved herself within five minutes', async () => {
    const dana = await signIn('dana')
    await rows('UPDATE sessions SET stepped_up_at = NULL')
    const answer = await submit(dana, `${page}/invitations`, eva, { headers: { Referer: `https://portal.test${page}` } })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, `/account/confirmation?next=${encodeURIComponent(page)}`])
    expect(await rows('SELECT * FROM staff_invitations')).toEqual([])
  })

  it('SEC-1 is for administrators of this practice', async () => {
    expect((await submit('theo', `${page}/invitations`, eva)).status).toBe(403)
    expect((await submit('ana', `${page}/invitations`, eva)).status).toBe(403)
    expect((await submit('amir', `${page}/invitations`, eva)).status).toBe(404)
    expect(await rows('SELECT * FROM staff_invitations')).toEqual([])
  })
})
