import { beforeEach, describe, expect, it } from 'vitest'
import { auditRows, clockAt, cron, freshPortal, hidden, rows, submit } from '../support/portal.ts'
import { back, cancellation, effective, listed, page, plan, state, stored } from './schedule-support.ts'

beforeEach(() => freshPortal())

describe('when it is due', () => {
  const due = '2026-12-24T14:00:00Z'
  const outcome = async () => (await stored()).map((row) => row.outcome)

  it('runs once, however often and at once the clock strikes', async () => {
    await plan('self_scheduling')
    await clockAt(due)
    await Promise.all([cron(), cron(), cron(), cron()])
    await cron()
    expect(await auditRows({ entity_id: 'self_scheduling' })).toHaveLength(1)
    expect(await outcome()).toEqual(['done'])
  })

  it('after an outage both of a pair happen, in their order', async () => {
    await plan('self_scheduling', back)
    await clockAt('2027-02-01T15:00:00Z')
    await cron()
    expect(await effective('self_scheduling')).toBe('on')
    expect((await auditRows({ entity_id: 'self_scheduling' })).map(({ action }) => action)).toEqual(['setting.off', 'setting.on'])
  })

  it.each<[string, string, string, string]>([
    [
      'it is so already',
      'already',
      "UPDATE settings SET value = 'off' WHERE key = 'self_scheduling' AND organization_id = 'org_willow'",
      'It was so already.',
    ],
    [
      'the plan does not include it',
      'plan',
      "UPDATE organizations SET plan = 'essentials' WHERE id = 'org_willow'",
      'Your plan did not include it.',
    ],
    [
      'she is no administrator any more',
      'not_administrator',
      "UPDATE staff SET administrator = 0, therapist = 1 WHERE id = 'sta_dana'",
      'Dana Ortiz was no administrator any more.',
    ],
    [
      'she is deactivated',
      'not_administrator',
      "UPDATE staff SET deactivated_at = 1 WHERE id = 'sta_dana'",
      'Dana Ortiz was no administrator any more.',
    ],
    [
      'her sign-in is disabled',
      'not_administrator',
      "UPDATE people SET disabled_at = 1 WHERE id = 'per_dana'",
      'Dana Ortiz was no administrator any more.',
    ],
  ])('SET-6 skipped when %s, and the row says so', async (_, code, change, sentence) => {
    await plan('self_scheduling')
    await rows(change)
    await clockAt(due)
    await cron()
    await cron()
    expect(await outcome()).toEqual([code])
    expect(await auditRows({ action: 'schedule.skipped' })).toMatchObject([
      { actor_kind: 'system', details: { key: 'self_scheduling', value: 'off', outcome: code } },
    ])
    expect(await auditRows({ entity_id: 'self_scheduling' })).toEqual([])
    await rows("UPDATE staff SET administrator = 1, therapist = 0, deactivated_at = NULL WHERE id = 'sta_dana'")
    await rows("UPDATE people SET disabled_at = NULL WHERE id = 'per_dana'")
    expect(await listed('self_scheduling')).toContain(
      `24 Dec, 09:00 EST : not switched off, though Dana Ortiz had scheduled it. ${sentence} Dismiss`,
    )
  })

  it('SET-10 card processing that went meanwhile is a reason, too', async () => {
    await rows("UPDATE organizations SET card_processing = 'enabled' WHERE id = 'org_willow'")
    await plan('client_payments', { value: 'on' })
    await rows("UPDATE organizations SET card_processing = 'not_connected' WHERE id = 'org_willow'")
    await clockAt(due)
    await cron()
    expect(await outcome()).toEqual(['no_card_processing'])
    expect(await listed('client_payments')).toContain('Card processing was not connected.')
  })

  it('the notice goes when somebody dismisses it, or with the next change', async () => {
    await rows("UPDATE settings SET value = 'off' WHERE key = 'self_scheduling' AND organization_id = 'org_willow'")
    await plan('self_scheduling')
    await plan('self_scheduling', { time: '09:01' })
    await clockAt('2026-12-24T14:01:00Z')
    await cron()
    const [first] = await stored()
    expect((await submit('dana', cancellation(first?.id))).status).toBe(303)
    expect((await listed('self_scheduling')).match(/not switched off/g)).toHaveLength(1)
    await clockAt('2026-12-24T14:05:00Z')
    expect(
      (
        await submit('dana', `${page}/settings/self_scheduling`, {
          value: 'on',
          version: hidden(await state(), 'setting-self_scheduling', 'version'),
        })
      ).status,
    ).toBe(303)
    expect(await listed('self_scheduling')).toBe('')
  })

  it('SET-5 the version is read when it is due: what others switched before does not stand in its way', async () => {
    await plan('contact_access', { value: 'on' })
    for (const value of ['on', 'off'] as const)
      await submit('dana', `${page}/settings/contact_access`, {
        value,
        version: hidden(await state(), 'setting-contact_access', 'version'),
        confirm: '1',
      })
    await clockAt(due)
    await cron()
    expect(await effective('contact_access')).toBe('on')
    expect((await auditRows({ entity_id: 'contact_access' })).map(({ entity_version }) => entity_version)).toEqual([1, 2, 3])
  })
})
