import { clock } from '../../src/clock.ts'
import type { jobs } from '../../src/schedule.ts'
import { worked, type Situation } from '../house/situation.ts'
import { hidden, newBrowser, newKey, rows, submit, visit } from '../support/portal.ts'
import { byTheClock } from './by-the-clock.ts'
import { answered } from './doing.ts'

export interface Job {
  /** Something for it to do; answers when it is due, in epoch ms. */
  at: (situation: Situation) => Promise<number>
  /** How long until it looks again after it failed, in ms; a few seconds unless given. */
  again?: number
  /** It changes nothing, and raises this alert. */
  alerts?: string
}

const hour = 3_600_000

const whenMailing = (name: string) => {
  const at = byTheClock.find((useCase) => useCase.name === name)?.at
  if (!at) throw new Error(`There is no use case of the clock called ${name}.`)
  return at
}

/** An e-mail about an appointment that nobody knows: what must be true is not. */
async function somethingUntrue(): Promise<void> {
  await rows(`INSERT INTO outbox (organization_id, id, event, about_kind, about_id, about_version, recipient, client_id, created_at, due_at, sent_at)
    VALUES ('org_willow', 'out_of_nothing', 'created', 'appointment', 'apt_of_nothing', 1, 'client:cli_bo', 'cli_bo', 1, 1, 1)`)
}

/** Jobs that have something to do with several databases only, and what lets them fail there. */
export const amongShards = {
  payDebts: 'test/shards/two-shards.test.ts',
  moveOrganizations: 'test/shards/moving.test.ts: killed at every call',
}

/** Every other job of the clock (src/schedule.ts), and when it has something to do in a portal in use. */
export const jobsAtWork: Record<Exclude<keyof typeof jobs, keyof typeof amongShards>, Job> = {
  expireRequests: { at: whenMailing('requests and standing requests expire') },
  expireStanding: { at: whenMailing('requests and standing requests expire') },
  remindOfRequests: { at: whenMailing('a request waits, and waits longer') },
  tendWaitlist: { at: whenMailing('a time opens for whoever waits') },
  expireRegistrations: {
    at: async () => {
      await worked(submit(newBrowser(), '/willow/join', { name: 'Vera Lindt', email: 'vera@new.example', key: newKey() }))
      const [{ at } = { at: 0 }] = await rows<{ at: number }>("SELECT max(expires_at) AS at FROM registrations WHERE state = 'unproved'")
      return at
    },
  },
  runScheduledSwitches: {
    at: async () => {
      await rows('UPDATE setting_schedules SET due_at = ?', clock.now())
      return clock.now()
    },
  },
  applyEffects: {
    at: async () => {
      const version = hidden(await (await visit('dana', '/willow/manage/portal')).text(), 'setting-self_scheduling', 'version')
      await worked(submit('dana', '/willow/manage/portal/settings/self_scheduling', { value: 'off', version, confirm: 1 }))
      return clock.now() + 60_000
    },
  },
  writeReminders: { at: whenMailing('an appointment comes near') },
  writeDigests: { at: whenMailing('the hour of a digest comes') },
  sweepOutbox: {
    at: async ({ requestId }) => {
      await worked(answered(requestId, 'confirmation', 1))
      await rows('UPDATE outbox SET leased_until = 0, queued_until = 0')
      return clock.now() + 10 * 60_000
    },
  },
  forgetCounters: {
    at: async () => {
      await rows("INSERT INTO challenges VALUES ('cha_old', 'sign_in', NULL, 'x', 'y', 1, 2, NULL)")
      return clock.now()
    },
  },
  forgetDrafts: {
    at: async () => {
      await rows("INSERT INTO drafts VALUES ('org_willow', 'per_bo', 'request_note/cli_bo', 'sealed', 1)")
      return clock.now()
    },
  },
  sealAudit: { at: async () => clock.now() },
  lookAtWhatWasTouched: {
    at: async () => {
      await somethingUntrue()
      return clock.now()
    },
    again: hour,
    alerts: 'invariant_broken',
  },
  lookAtEverything: {
    at: async () => {
      await somethingUntrue()
      return Date.parse('2026-12-02T03:10:00Z')
    },
    again: 24 * hour,
    alerts: 'invariant_broken',
  },
}
