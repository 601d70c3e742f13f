import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { sealAudit } from '../../src/sealing/jobs.ts'
import { touchedSince } from '../../src/watches/from.ts'
import { checkInvariants, invariants, invariantsOf } from '../../src/watches/invariants.ts'
import { lookAtEverything, lookAtWhatWasTouched } from '../../src/watches/jobs.ts'
import { clockAt, clockBy, db, freshPortal, hidden, rows, submit, visit } from '../support/portal.ts'

beforeEach(() => freshPortal())

const lastSeq = async () => (await rows<{ seq: number }>('SELECT max(seq) AS seq FROM audit'))[0]?.seq ?? 0

async function switchOn(key: string): Promise<void> {
  const page = await (await visit('dana', '/willow/manage/portal')).text()
  const version = hidden(page, `setting-${key}`, 'version')
  expect((await submit('dana', `/willow/manage/portal/settings/${key}`, { value: 'on', version })).status).toBe(303)
}

/** What is logged as an alert while something is done. */
async function alertsOf(act: () => Promise<void>): Promise<{ event: string; of: string; findings: unknown[] }[]> {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  await act()
  const lines = log.mock.calls.map(([line]) => JSON.parse(String(line)) as { event: string; of: string; findings: unknown[] })
  log.mockRestore()
  return lines
}

/** As the clock does: what was audited is sealed before it is looked at. */
async function anHourly(): Promise<void> {
  await sealAudit(env)
  await lookAtWhatWasTouched(env)
}

describe('SEC-6 the portal looks at its own data', () => {
  test('every hour, at what was touched since: a broken rule is one alert, with ids only', async () => {
    const broken = (key: string) => ({
      event: 'invariant_broken',
      of: 'what was touched',
      findings: [{ name: 'every version has exactly one audit entry', count: 1, first: [`setting ${key}: version 9, entries 1`] }],
    })
    expect(await alertsOf(anHourly)).toEqual([])
    await switchOn('display_insurance')
    await rows("UPDATE settings SET version = 9 WHERE key = 'display_insurance'")
    expect(await alertsOf(anHourly), 'not yet').toEqual([])
    await clockBy(60)
    expect(await alertsOf(anHourly)).toEqual([broken('display_insurance')])
    await switchOn('contact_access')
    await rows("UPDATE settings SET version = 9 WHERE key = 'contact_access'")
    await clockBy(60)
    expect(await alertsOf(anHourly), 'only what was touched since').toEqual([broken('contact_access')])
    await clockBy(60)
    expect(await alertsOf(anHourly)).toEqual([])
  })

  test('two at once: one looks', async () => {
    await rows("UPDATE settings SET version = 9 WHERE key = 'self_scheduling'")
    await rows("UPDATE appointments SET status = 'withdrawn', ended_at = NULL, ended_by = NULL WHERE id = 'apt_ana_1'")
    expect(await alertsOf(async () => void (await Promise.all([lookAtWhatWasTouched(env), lookAtWhatWasTouched(env)])))).toHaveLength(1)
  })

  test('what is not sealed an hour later is told, too', async () => {
    await anHourly()
    await switchOn('display_insurance')
    await clockBy(121)
    expect(await alertsOf(() => lookAtWhatWasTouched(env))).toMatchObject([
      { event: 'invariant_broken', findings: [{ name: 'what was audited an hour ago is sealed' }] },
    ])
  })

  test('every night, at everything: also what nobody touched', async () => {
    await clockAt('2026-12-02T02:59:00Z')
    await rows("DELETE FROM client_directory WHERE client_id = 'cli_bo'")
    expect(await alertsOf(() => lookAtEverything(env)), 'before three').toEqual([])
    await clockAt('2026-12-02T03:01:00Z')
    expect(await alertsOf(() => lookAtEverything(env))).toMatchObject([
      { event: 'invariant_broken', of: 'everything', findings: [{ name: 'clients are on the lists they belong to' }] },
    ])
    await clockBy(5)
    expect(await alertsOf(() => lookAtEverything(env)), 'once a night').toEqual([])
    await clockBy(24 * 60)
    expect(await alertsOf(() => lookAtEverything(env))).toHaveLength(1)
  })

  test('the demo data and thousands of appointments hold; an hour reads the same however many there are, a night reads them all', async () => {
    const fill = () => submit(null, '/dev/fill', { past: 1500 })
    const hour = async () => {
      const from = await lastSeq()
      await switchOn(from % 2 ? 'display_insurance' : 'contact_access').catch(() => {})
      return await cost(invariantsOf(touchedSince(from, await lastSeq(), Date.now())))
    }
    await fill()
    const [first, night] = [await hour(), await cost(invariants)]
    await fill()
    await rows("UPDATE settings SET value = 'off'")
    const [second, laterNight] = [await hour(), await cost(invariants)]
    expect([first.broken, night.broken, second.broken, laterNight.broken]).toEqual([[], [], [], []])
    expect(second.rowsRead).toBeLessThanOrEqual(first.rowsRead + 20)
    expect(second.rowsRead).toBeLessThan(500)
    expect(laterNight.rowsRead).toBeGreaterThan(night.rowsRead + 1500)
  })
})

async function cost(list: typeof invariants): Promise<{ rowsRead: number; broken: unknown[] }> {
  const findings = await checkInvariants(db(), list)
  return { rowsRead: findings.reduce((sum, one) => sum + one.rowsRead, 0), broken: findings.filter(({ broken }) => broken.length > 0) }
}
