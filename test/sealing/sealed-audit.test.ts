import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { anchorIn } from '../../src/sealing/anchor.ts'
import { digestOf, type Seal, type SealedEntry } from '../../src/sealing/chain.ts'
import { sealAudit } from '../../src/sealing/jobs.ts'
import { cast, cron, db, freshPortal, hidden, rows, submit, textOf, visit } from '../support/portal.ts'

beforeEach(() => freshPortal())

const seals = (organization = 'org_willow') =>
  rows<Seal>('SELECT * FROM audit_seals WHERE organization_id = ? ORDER BY number', organization)
const lastSeq = async () => (await rows<{ seq: number }>('SELECT max(seq) AS seq FROM audit'))[0]?.seq ?? 0
const entriesOf = ({ organization_id, from_seq, to_seq }: Seal) =>
  rows<SealedEntry>('SELECT * FROM audit WHERE organization_id = ? AND seq BETWEEN ? AND ? ORDER BY seq', organization_id, from_seq, to_seq)

async function switchOn(who: 'dana' | 'amir', org: string, key: string): Promise<void> {
  const page = await (await visit(who, `/${org}/manage/portal`)).text()
  const version = hidden(page, `setting-${key}`, 'version')
  expect((await submit(who, `/${org}/manage/portal/settings/${key}`, { value: 'on', version })).status).toBe(303)
}

async function audited(count: number, organization: string): Promise<void> {
  await db()
    .prepare(
      `INSERT INTO audit (organization_id, at, actor_id, actor_kind, action, entity_kind, entity_id, request_id)
      WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1) SELECT ?2, i, 'per_x', 'staff', 'x', 'x', 'x' || i, 'r' FROM n`,
    )
    .bind(count, organization)
    .run()
}

describe('SEC-5 the clock seals the audit', () => {
  test('each practice has its own chain; a seal follows the one before, and nothing is sealed twice', async () => {
    await cron('all')
    const first = await seals()
    await switchOn('dana', 'willow', 'display_insurance')
    await switchOn('amir', 'cedar', 'display_insurance')
    await cron('all')
    await cron('all')
    const [chain, elsewhere] = [await seals(), await seals('org_cedar')]
    expect(chain).toHaveLength(first.length + 1)
    for (const list of [chain, elsewhere])
      for (const [i, seal] of list.entries()) {
        const before = list[i - 1]
        expect([seal.number, seal.previous_digest, seal.from_seq]).toEqual([i + 1, before?.digest ?? '', (before?.to_seq ?? 0) + 1])
        const entries = await entriesOf(seal)
        expect(seal.entries).toBe((before?.entries ?? 0) + entries.length)
        expect(seal.digest).toBe(await digestOf(seal, entries))
      }
    expect(Math.max(...[...chain, ...elsewhere].map(({ to_seq }) => to_seq))).toBe(await lastSeq())
  })

  test('two sealers at once make one chain, and leave nothing out', async () => {
    for (let round = 0; round < 3; round++) {
      await audited(20, 'org_willow')
      await audited(20, 'org_cedar')
      await Promise.all([sealAudit(env), sealAudit(env), sealAudit(env), audited(5, 'org_willow')])
    }
    await sealAudit(env)
    const all = [...(await seals()), ...(await seals('org_cedar'))]
    expect(all.reduce((sum, seal) => sum + (JSON.parse(seal.contents) as unknown[]).length, 0)).toBe(
      (await rows('SELECT seq FROM audit')).length,
    )
    expect(Math.max(...all.map(({ to_seq }) => to_seq))).toBe(await lastSeq())
  })

  test('many practices and many entries: bounded in a run, all after some', async () => {
    await cron('all')
    await audited(6000, 'org_willow')
    for (let i = 0; i < 40; i++) await audited(1, `org_${i}`)
    await sealAudit(env)
    const sealed = (await seals()).at(-1)?.entries ?? 0
    expect(sealed).toBeLessThan(6000)
    await sealAudit(env)
    expect((await rows('SELECT DISTINCT organization_id FROM audit_seals')).length).toBeGreaterThanOrEqual(41)
    expect((await rows<{ to: number }>('SELECT max(to_seq) AS "to" FROM audit_seals'))[0]?.to).toBe(await lastSeq())
  })

  test('an administrator reads how far it is sealed, and takes the proof along: the anchor that audit:verify takes', async () => {
    const empty = textOf(await (await visit('amir', '/cedar/manage/audit')).text())
    expect(empty).toContain('Nothing is sealed yet')
    await switchOn('dana', 'willow', 'display_insurance')
    await cron('all')
    const last = (await seals()).at(-1) as Seal
    expect(textOf(await (await visit('dana', '/willow/manage/audit')).text())).toContain(
      `${last.entries} entries are sealed. The last seal, number ${last.number}, was made on 1 Dec, 10:00 EST`,
    )
    const file = await visit('dana', '/willow/manage/audit/anchor')
    expect(file.headers.get('Content-Disposition')).toBe('attachment; filename="audit-anchor-willow-2026-12-01.json"')
    const { organization_id, number, to_seq, entries, digest, key_id, seal } = last
    expect(anchorIn(await file.text())?.organizations).toEqual([
      { organization_id, slug: 'willow', number, to_seq, entries, digest, key_id, seal, sealed_at: '2026-12-01T15:00:00.000Z' },
    ])
    const elsewhere = anchorIn(await (await visit('amir', '/cedar/manage/audit/anchor')).text())?.organizations
    expect(elsewhere?.map(({ slug }) => slug)).toEqual(['cedar'])
  })

  test('nobody changes or takes away a seal, or an entry', async () => {
    await switchOn('dana', 'willow', 'display_insurance')
    await cron('all')
    for (const sql of [
      "UPDATE audit_seals SET seal = 'x'",
      'DELETE FROM audit_seals',
      "UPDATE audit SET actor_name = 'x'",
      'DELETE FROM audit',
    ])
      await expect(rows(sql), sql).rejects.toThrow('audit_is_append_only')
  })

  test('a seal that was forged, and a tail that was cut, raise an alert', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    const events = () => log.mock.calls.map(([line]) => JSON.parse(String(line)) as { event: string; organizations?: string[] })
    await switchOn('dana', 'willow', 'display_insurance')
    await cron('all')
    await rows('DROP TRIGGER audit_seals_no_update')
    await rows('DROP TRIGGER audit_no_delete')
    await rows("UPDATE audit_seals SET digest = 'x' WHERE organization_id = 'org_willow'")
    await audited(1, 'org_willow')
    await sealAudit(env)
    expect(events()).toEqual([{ event: 'audit_seal_forged', organizations: ['org_willow 1'] }])
    await rows('DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)')
    await sealAudit(env)
    expect(events().at(-1)?.event).toBe('audit_cut')
    for (const [name, table, verb] of [
      ['audit_seals_no_update', 'audit_seals', 'UPDATE'],
      ['audit_no_delete', 'audit', 'DELETE'],
    ])
      await rows(`CREATE TRIGGER ${name} BEFORE ${verb} ON ${table} BEGIN SELECT RAISE(ABORT, 'audit_is_append_only'); END`)
  })

  test('an alert is an e-mail, too, where the portal knows to whom: one an hour', async () => {
    const sent: { to: string; subject: string; text: string }[] = []
    const told = {
      ...env,
      ALERT_EMAIL: 'host@portal.example',
      EMAIL: { send: async (mail: (typeof sent)[0]) => (sent.push(mail), { messageId: 'm' }) },
    }
    vi.spyOn(console, 'error').mockImplementation(() => {})
    await rows("INSERT INTO audit_seals VALUES ('org_x', 1, 1, 99999999, 1, '[]', '', 'd', 'k', 's', 1)")
    await sealAudit(told as unknown as typeof env)
    await sealAudit(told as unknown as typeof env)
    expect(sent).toMatchObject([{ to: 'host@portal.example', subject: 'Portico: audit_cut' }])
    expect(sent[0]?.text).not.toMatch(new RegExp(Object.keys(cast).join('|'), 'i'))
  })
})
