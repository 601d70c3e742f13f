import { expect, test } from 'vitest'
import { jobs, runSchedule } from '../../src/schedule.ts'
import { env } from './support.ts'

test('NOT-20 a job of the clock that fails keeps no other from its work, and its run counts as failed, without its words', async () => {
  const ran: string[] = []
  const note = (name: string) => async () => void ran.push(name)
  const all = { first: note('first'), broken: () => Promise.reject(new Error('Ana Pereira')), last: note('last') }
  const error = await runSchedule(env, all).catch((caught: unknown) => caught)
  expect(ran).toEqual(['first', 'last'])
  expect(String(error)).toBe('Error: Scheduled work failed: broken.')
})

test('NOT-20 the outbox is swept after everything that writes to it', () => {
  const names = Object.keys(jobs)
  expect(names.slice(names.indexOf('sweepOutbox') + 1)).toEqual([
    'forgetCounters',
    'forgetDrafts',
    'sealAudit',
    'lookAtWhatWasTouched',
    'lookAtEverything',
  ])
})
