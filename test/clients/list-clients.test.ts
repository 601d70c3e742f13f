import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { attributeOf, cast, element, freshPortal, roundTrips, rows, submit, textOf, visit } from '../support/portal.ts'
import { add, fill, found, idsOn, list, organizationOf, pageOf, rowsRead, statements, turn } from './support.ts'

describe('Manage Clients', () => {
  beforeEach(() => freshPortal())

  test('SET-40 lists the clients of the practice by last name, with a switch per setting that a client can be restricted in', async () => {
    const html = await pageOf('dana', list)
    expect(idsOn(html)).toEqual([cast.bo, cast.max, cast.nell, cast.ana].map(({ clientId }) => clientId))
    for (const key of ['client_payments', 'secure_messaging', 'self_scheduling', 'display_insurance', 'contact_access'])
      expect(attributeOf(html, `client-${cast.ana.clientId}-${key}`, 'data-effective'), key).toBe(key === 'self_scheduling' ? 'on' : 'off')
    expect(html).not.toContain('schedule_within_24h')
  })

  test('SET-42 says how each client stands with the portal, in words', async () => {
    await rows('UPDATE clients SET archived_at = 1 WHERE id = ?', cast.bo.clientId)
    await rows(
      `INSERT INTO invitations (organization_id, id, client_id, email, token_hash, created_at, created_by, expires_at)
       VALUES (?, 'i1', ?, 'nell@family.example', ?, ?, 'per_dana', ?)`,
      organizationOf('ana'),
      cast.nell.clientId,
      'a'.repeat(64),
      Date.parse('2026-11-03T15:00:00Z'),
      Date.parse('2026-12-03T15:00:00Z'),
    )
    await rows('UPDATE client_logins SET last_seen_at = ? WHERE client_id = ?', Date.parse('2026-11-29T15:00:00Z'), cast.ana.clientId)
    const html = await pageOf('dana', list)
    const row = (id: string | null | undefined) => textOf(element(html, `client-${id}`))
    expect(row(cast.ana.clientId)).toContain('Active, last seen 29 Nov')
    expect(row(cast.nell.clientId)).toContain('Invited 3 Nov')
    expect(row(cast.max.clientId)).toContain('No account')
    expect(textOf(element(await pageOf('dana', `${list}?filter=archived`), `client-${cast.bo.clientId}`))).toContain('Archived')
  })

  test('SET-41 SET-43 filters: account, no account, restricted, archived; merged clients are on none', async () => {
    await add({ id: 'old', name: 'Old One', archivedAt: 1 }, { id: 'twice', name: 'Ana Twice', mergedInto: 'cli_ana' })
    await restrict('cli_bo')
    const on = async (filter: string) => idsOn(await pageOf('dana', `${list}?filter=${filter}`))
    expect(await on('account')).toEqual(['cli_bo', 'cli_ana'])
    expect(await on('no_account')).toEqual(['cli_max', 'cli_nell'])
    expect(await on('override')).toEqual(['cli_bo'])
    expect(await on('archived')).toEqual(['old'])
    expect(await on('nonsense')).toEqual(['cli_bo', 'cli_max', 'cli_nell', 'cli_ana'])
  })

  test('SET-41 a client changes lists with what is true of her', async () => {
    const on = async (filter: string) => idsOn(await pageOf('dana', `${list}?filter=${filter}`))
    await rows("UPDATE client_logins SET ended_at = 1 WHERE client_id = 'cli_ana'")
    expect(await on('no_account')).toEqual(['cli_max', 'cli_nell', 'cli_ana'])
    await rows("UPDATE clients SET archived_at = 1 WHERE id = 'cli_ana'")
    expect([await on('no_account'), await on('archived')]).toEqual([['cli_max', 'cli_nell'], ['cli_ana']])
    await rows("UPDATE clients SET archived_at = NULL, merged_into = 'cli_bo' WHERE id = 'cli_ana'")
    expect([await on('all'), await on('archived')]).toEqual([['cli_bo', 'cli_max', 'cli_nell'], []])
    await rows('DELETE FROM client_overrides')
    await restrict('cli_bo')
    await rows("UPDATE client_overrides SET value = 'inherit'")
    expect(await on('override')).toEqual([])
  })

  test('SET-41 an empty list says what will be there, and offers one thing to do', async () => {
    await rows('UPDATE clients SET merged_into = id WHERE organization_id = ?', organizationOf('ana'))
    expect(textOf(await pageOf('dana', list))).toContain('No clients yet')
    const archived = await pageOf('dana', `${list}?filter=archived`)
    expect(textOf(archived)).toContain('Nobody is on this list')
    expect(archived).toContain('Show all clients')
  })

  test('SEC-1 SET-1 is for administrators of this practice', async () => {
    for (const who of ['theo', 'ana'] as const) expect((await visit(who, list)).status, who).toBe(403)
    for (const who of ['amir', 'cyd'] as const) expect((await visit(who, list)).status, who).toBe(404)
    expect((await visit(null, list)).status).toBe(303)
  })

  test("SEC-1 SEC-7 a page mark that is another practice's client, or nothing at all, tells nothing and breaks nothing", async () => {
    const first = idsOn(await pageOf('dana', list))
    for (const mark of [btoa('cli_cyd'), '', '%00', 'x'.repeat(500), '....', btoa("' OR 1=1")]) {
      expect(idsOn(await pageOf('dana', `${list}?after=${encodeURIComponent(mark)}`)), mark).toEqual(first)
      expect([200, 303]).toContain((await visit('dana', `${list}?before=${encodeURIComponent(mark)}`)).status)
    }
  })
})

describe('with 5,000 clients', () => {
  beforeAll(async () => {
    await freshPortal()
    await fill(5000)
  })

  test('SET-41 SPD-4 every client is on exactly one page, forwards and back', { timeout: 30_000 }, async () => {
    const forwards: string[][] = []
    let html = await pageOf('dana', list)
    for (;;) {
      forwards.push(idsOn(html))
      const next = turn(html, 'after')
      if (!next) break
      html = await pageOf('dana', next)
    }
    const all = await rows<{ id: string }>(
      'SELECT id FROM clients WHERE organization_id = ? AND archived_at IS NULL AND merged_into IS NULL ORDER BY sort_name, id',
      organizationOf('ana'),
    )
    expect(forwards.flat()).toEqual(all.map(({ id }) => id))
    const backwards: string[][] = [idsOn(html)]
    for (let before = turn(html, 'before'); before; before = turn(html, 'before')) {
      html = await pageOf('dana', before)
      backwards.unshift(idsOn(html))
    }
    expect(backwards.flat()).toEqual(all.map(({ id }) => id))
    expect(forwards.slice(0, -1).every((page) => page.length === 50)).toBe(true)
  })

  test('SET-41 the pages of a search lose and repeat nobody either, and carry what was typed in a form', async () => {
    const pages: string[][] = []
    let fields: Record<string, string> = { q: 'a' }
    for (;;) {
      const html = await (await submit('dana', `${list}/search`, fields)).text()
      pages.push(idsOn(html))
      const next = /name="after" value="([^"]*)"/.exec(html)?.[1]
      if (!next) break
      fields = { q: 'a', after: next }
    }
    const last = await (await submit('dana', `${list}/search`, fields)).text()
    const before = /name="before" value="([^"]*)"/.exec(last)?.[1] as string
    expect(idsOn(await (await submit('dana', `${list}/search`, { q: 'a', before })).text())).toEqual(pages.at(-2))
    const all = await rows<{ n: number }>(
      `SELECT count(DISTINCT s.client_id) AS n FROM client_search s JOIN clients c ON c.organization_id = s.organization_id AND c.id = s.client_id
       WHERE s.organization_id = ? AND s.token GLOB 'a*' AND c.archived_at IS NULL`,
      organizationOf('ana'),
    )
    expect(new Set(pages.flat()).size).toBe(pages.flat().length)
    expect(pages.flat().length).toBe(all[0]?.n)
  })
})

describe('SPD-1 SPD-4 what a page costs', () => {
  const questions = {
    first: () => visit('dana', list),
    middle: async () => visit('dana', `${list}?after=${btoa(await middle()).replaceAll('=', '')}`),
    back: async () => visit('dana', `${list}?before=${btoa(await middle()).replaceAll('=', '')}`),
    account: () => visit('dana', `${list}?filter=account`),
    no_account: () => visit('dana', `${list}?filter=no_account`),
    override: () => visit('dana', `${list}?filter=override`),
    archived: () => visit('dana', `${list}?filter=archived`),
    letter: () => submit('dana', `${list}/search`, { q: 'a' }),
    word: () => submit('dana', `${list}/search`, { q: 'ada' }),
    exact: () => submit('dana', `${list}/search`, { q: 'ada abbott' }),
    nobody: () => submit('dana', `${list}/search`, { q: 'nobody is called this' }),
  }

  test('SPD-1 SPD-4 two round trips, a dozen statements at most, and no more rows read with 5,000 clients than with a few hundred', async () => {
    const costOf = async (clients: number) => {
      await freshPortal()
      await fill(clients)
      const costs: Record<string, number> = {}
      for (const [name, ask] of Object.entries(questions)) {
        const answer = await ask()
        expect(answer.status, name).toBe(200)
        expect(roundTrips(answer), name).toBe(2)
        expect(statements(answer), name).toBeLessThanOrEqual(12)
        costs[name] = rowsRead(answer)
      }
      return costs
    }
    const [few, many] = [await costOf(700), await costOf(5000)]
    for (const name of Object.keys(questions)) {
      // A page of 51 with its logins, overrides and contacts; the identity before it.
      expect(many[name], name).toBeLessThanOrEqual(500)
      if (name !== 'exact' && name !== 'word') expect(many[name], name).toBeLessThanOrEqual((few[name] ?? 0) * 1.25 + 10)
    }
    expect(await found('ada abbott')).toContain('Ada Abbott')
  })
})

const middle = async (): Promise<string> => {
  const [row] = await rows<{ id: string }>(
    "SELECT client_id AS id FROM client_directory WHERE organization_id = ? AND list = 'all' AND sort_name > 'm' ORDER BY sort_name LIMIT 1",
    organizationOf('ana'),
  )
  return row?.id as string
}

const restrict = (clientId: string) =>
  rows(
    `INSERT INTO client_overrides (organization_id, client_id, key, value, version, changed_at, changed_by, changed_by_name) VALUES (?, ?, 'self_scheduling', 'off', 1, 1, 'per_dana', 'Dana Ortiz')`,
    organizationOf('ana'),
    clientId,
  )
