import { beforeEach, describe, expect, it } from 'vitest'
import { book, counts, join, more, prove, visitorsTimes } from '../accounts/newcomers.ts'
import { auditRows, cast, cron, freshPortal, hidden, mail, newKey, rows, submit, textOf, visit, type Browser } from '../support/portal.ts'

const page = '/willow/manage/clients/registrations'
const nell = cast.nell.email

interface Waiting {
  browser: Browser
  id: string
}

/** Nell, who is on file without an account, registers by the New Invitation Link and proves her address. */
async function nellRegisters(fields: Record<string, string> = {}): Promise<Waiting> {
  const asked = await join(nell, { name: 'Nell Okafor', ...fields })
  const { to } = await prove(asked)
  return { browser: asked.browser, id: to.split('/').at(-1) ?? '' }
}

const decide = async (
  id: string,
  what: string,
  fields: Record<string, string | number> = {},
  who: Parameters<typeof submit>[0] = 'dana',
) => {
  const [{ version } = { version: 0 }] = await rows<{ version: number }>('SELECT version FROM registrations WHERE id = ?', id)
  return await submit(who, `${page}/${id}/${what}`, { version, key: newKey(), ...fields })
}
const nellIs = () => rows('SELECT person_id, ended_at FROM client_logins WHERE client_id = ?', cast.nell.clientId)
const newMails = async (to: string) => (await mail()).filter((one) => one.to === to && one.kind === 'registration_decided')

beforeEach(() => freshPortal())

describe('LNK-4 a claim', () => {
  it('waits where staff see it, side by side with the record that has the address', async () => {
    expect(textOf(await (await visit('dana', '/willow/manage/clients')).text())).not.toContain('wait for you')
    const { id } = await nellRegisters({ phone: '+1 212 555 0199', birth_date: '1990-02-03' })
    expect(textOf(await (await visit('dana', '/willow/manage/clients')).text())).toContain('1 registration waits for you.')
    const html = await (await visit('dana', page)).text()
    expect(textOf(html)).toMatch(
      /Nell Okafor Came by: New Invitation Link.*nell@family\.example \(proved\) Phone: \+1 212 555 0199 Birth date: 1990-02-03/,
    )
    expect(textOf(html)).toMatch(/On file: Nell Okafor E-mail: nell@family\.example \(same\)/)
    expect(hidden(html, `registration-${id}`, 'client')).toBe(cast.nell.clientId)
  })

  it('"this is her": one record, her account opens it, she is told without a word of care', async () => {
    const before = await counts()
    const { browser, id } = await nellRegisters()
    expect((await decide(id, 'link', { client: cast.nell.clientId })).status).toBe(303)
    expect(more(before, await counts())).toEqual({ people: 1, client_logins: 1, registrations: 1 })
    expect((await visit(browser, '/willow/my')).headers.get('Location')).toBe(`/willow/my/${cast.nell.clientId}/appointments`)
    await cron()
    const [sent, ...others] = await newMails(nell)
    expect([sent?.subject, others]).toEqual(['You have a new notice', []])
    expect(sent?.text).not.toMatch(/Nell Okafor|appointment|therap|link/i)
    expect(await auditRows({ action: 'registration.linked' })).toMatchObject([
      { actor_id: 'per_dana', details: { clientId: cast.nell.clientId, byStaff: true } },
    ])
    expect(textOf(await (await visit('dana', page)).text())).toMatch(/Nobody waits.*Lately Nell Okafor linked to a record by Dana Ortiz/)
  })

  it('"somebody new": a second record, because staff said so', async () => {
    const before = await counts()
    const { browser, id } = await nellRegisters({ phone: '+1 212 555 0199' })
    expect((await decide(id, 'new-client')).status).toBe(303)
    expect(more(before, await counts())).toEqual({ clients: 1, people: 1, client_logins: 1, registrations: 1 })
    expect(await rows("SELECT name, phone, sort_name FROM clients WHERE email = ? AND id <> 'cli_nell'", nell)).toEqual([
      { name: 'Nell Okafor', phone: '+1 212 555 0199', sort_name: 'okafor, nell' },
    ])
    expect((await visit(browser, '/willow/my')).headers.get('Location')).toMatch(/^\/willow\/my\/cli_.*\/appointments$/)
    expect(await nellIs()).toEqual([])
  })

  it('refused, she sees so and no record; taken back, it waits again', async () => {
    const { browser, id } = await nellRegisters()
    expect((await decide(id, 'refusal')).status).toBe(303)
    expect((await visit(browser, '/willow/my')).headers.get('Location')).toBe(`/willow/my/registrations/${id}`)
    expect(await nellIs()).toEqual([])
    expect((await decide(id, 'reopening')).status).toBe(303)
    expect(textOf(await (await visit('dana', page)).text())).toMatch(/Waiting for you Nell Okafor/)
  })

  it('a link is taken back: the account opens nothing from the next request on', async () => {
    const { browser, id } = await nellRegisters()
    await decide(id, 'link', { client: cast.nell.clientId })
    const portal = `/willow/my/${cast.nell.clientId}/appointments`
    expect((await visit(browser, portal)).status).toBe(200)
    expect((await decide(id, 'reopening')).status).toBe(303)
    expect((await visit(browser, portal)).status).toBe(404)
    expect((await decide(id, 'link', { client: cast.nell.clientId })).status, 'and linked again').toBe(303)
    expect((await visit(browser, portal)).status).toBe(200)
    expect(await nellIs()).toMatchObject([{ ended_at: null }])
  })
})

describe('LNK-7 a claim that keeps a time', () => {
  async function nellBooks() {
    const [start = ''] = await visitorsTimes()
    const asked = await book(nell, { start, name: 'Nell Okafor' })
    const { to } = await prove(asked)
    return { start, browser: asked.browser, id: to.split('/').at(-1) ?? '' }
  }

  it.each(['link', 'new-client'])('%s: the time becomes her request, and its therapist hers', async (what) => {
    const { start, id, browser } = await nellBooks()
    expect(await rows('SELECT * FROM appointments WHERE hold_id IS NOT NULL')).toEqual([])
    expect((await decide(id, what, { client: cast.nell.clientId })).status).toBe(303)
    const [made] = await rows<{ client_id: string; starts_at: number; status: string; created_by: string }>(
      'SELECT client_id, starts_at, status, created_by FROM appointments WHERE hold_id IS NOT NULL',
    )
    expect([made?.starts_at, made?.status]).toEqual([Date.parse(start), 'requested'])
    expect(await rows('SELECT staff_id FROM assignments WHERE client_id = ? AND ended_at IS NULL', made?.client_id)).toEqual([
      { staff_id: cast.theo.staffId },
    ])
    expect(textOf(await (await visit('theo', '/willow/manage/requests')).text())).toContain('Nell Okafor')
    expect(textOf(await (await visit(browser, `/willow/my/${made?.client_id}/appointments`)).text())).toContain('Theo Lindqvist')
    const late = await decide(id, 'reopening')
    expect([late.status, textOf(await late.text())]).toEqual([409, expect.stringContaining('an appointment request came of it')])
  })

  it('whose time was lost after all is linked without it', async () => {
    const { id, start } = await nellBooks()
    await rows(
      `INSERT INTO appointments (organization_id, id, client_id, staff_id, service_id, forum, status, starts_at, ends_at, blocked_from, blocked_until, zone, created_at, created_by, created_by_kind, updated_at, override)
      SELECT 'org_willow', 'apt_other', 'cli_bo', 'sta_theo', 'svc_session', 'in_person', 'confirmed', ?, ? + 3000000, ?, ? + 3000000, 'America/New_York', 1, 'per_dana', 'staff', 1, 1`,
      ...Array.from({ length: 4 }, () => Date.parse(start)),
    )
    expect((await decide(id, 'link', { client: cast.nell.clientId })).status).toBe(303)
    expect(await rows('SELECT id FROM appointments WHERE hold_id IS NOT NULL')).toEqual([])
    expect(await nellIs()).toHaveLength(1)
    expect(await rows('SELECT released_at IS NOT NULL AS released FROM holds')).toEqual([{ released: 1 }])
  })

  it('refused, the time is free again', async () => {
    const { id, start } = await nellBooks()
    expect(await visitorsTimes()).not.toContain(start)
    await decide(id, 'refusal')
    expect(await visitorsTimes()).toContain(start)
  })
})

describe('LNK-4 what must not happen', () => {
  it('fifty decisions at the same moment: one is taken', async () => {
    const { id } = await nellRegisters()
    const [{ version } = { version: 0 }] = await rows<{ version: number }>('SELECT version FROM registrations WHERE id = ?', id)
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        submit('dana', `${page}/${id}/${['link', 'new-client', 'refusal'][n % 3]}`, { version, client: cast.nell.clientId, key: newKey() }),
      ),
    )
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(49)
    expect(
      (
        await rows(
          "SELECT count(*) AS n FROM client_logins WHERE person_id NOT IN (SELECT id FROM people WHERE id IN ('per_ana', 'per_bo', 'per_cyd'))",
        )
      )[0]?.n,
    ).toBeLessThanOrEqual(1)
    expect(await rows("SELECT count(*) AS n FROM audit WHERE entity_kind = 'registration' AND entity_version = ?", version + 1)).toEqual([
      { n: 1 },
    ])
  })

  it('a record with an account is never given to a second one', async () => {
    const { id } = await nellRegisters()
    await rows(
      "INSERT INTO client_logins (organization_id, client_id, person_id, created_at) VALUES ('org_willow', 'cli_nell', 'per_gail', 1)",
    )
    expect(textOf(await (await visit('dana', page)).text())).toContain('This record has an account already')
    const answer = await decide(id, 'link', { client: cast.nell.clientId })
    expect([answer.status, textOf(await answer.text())]).toEqual([409, expect.stringContaining('has an account')])
    expect(await nellIs()).toEqual([{ person_id: 'per_gail', ended_at: null }])
  })

  it('T-02 nobody links a record that does not match, or is of another practice, and nobody of another practice decides', async () => {
    const { id } = await nellRegisters()
    for (const client of [cast.ana.clientId, cast.cyd.clientId, 'cli_none', ''])
      expect((await decide(id, 'link', { client })).status, client).toBe(404)
    for (const [who, status] of [
      ['theo', 403],
      ['ana', 403],
      ['amir', 404],
      [null, 303],
    ] as const)
      for (const what of ['link', 'new-client', 'refusal', 'reopening'])
        expect((await decide(id, what, { client: cast.nell.clientId }, who)).status, `${who} ${what}`).toBe(status)
    expect((await submit('amir', `/cedar/manage/clients/registrations/${id}/new-client`, { version: 2 })).status).toBe(404)
    expect(await rows('SELECT state FROM registrations WHERE id = ?', id)).toEqual([{ state: 'claim' }])
  })

  it('who has not proved her address is not there', async () => {
    await join('vera@else.example')
    const [{ id } = { id: '' }] = await rows<{ id: string }>('SELECT id FROM registrations')
    expect(textOf(await (await visit('dana', page)).text())).not.toContain('Vera')
    expect((await decide(id, 'new-client')).status).toBe(404)
  })

  it('SCH-25 the same form twice has one effect', async () => {
    const { id } = await nellRegisters()
    const fields = { version: 2, key: newKey() }
    const answers = [await submit('dana', `${page}/${id}/new-client`, fields), await submit('dana', `${page}/${id}/new-client`, fields)]
    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    expect(await rows('SELECT count(*) AS n FROM clients WHERE email = ?', nell)).toEqual([{ n: 2 }])
  })
})
