import { beforeEach, expect, test, vi } from 'vitest'
import { arrange, namesOfAddresses, type Arranged } from './arrange.ts'
import { counting, inThisPart, playsAll } from './how-much.ts'
import { play, told, type Outcome } from './play.ts'
import { byName } from './use-cases.ts'
import { hour, type Weather } from './weather.ts'

/** A queue and a clock that misbehave: the same e-mails as in the calm. */
const weathers: Record<string, Weather> = {
  'every message twice': { queue: 'twice' },
  'every message three times at once': { queue: 'at once' },
  'messages out of order': { queue: 'shuffled' },
  'messages a day late': { queue: 'a day late' },
  'messages lost': { queue: 'lost' },
  'the clock twice at once': { cronTwice: true },
  'the clock twice at once, and messages lost': { cronTwice: true, queue: 'lost' },
  'the consumer an hour ahead': { consumerAheadMs: hour },
  'the consumer an hour behind': { consumerAheadMs: -hour },
}

/** What rightly becomes none when it is looked at so late: in hours, and why. */
const worthlessAfter: Record<string, [hours: number, why: string]> = {
  sign_in: [1, 'the code works for ten minutes (ACC-2)'],
  email_change: [1, 'the link works for half an hour (ACC-6)'],
  waitlist_offer: [24, 'the time is kept for two hours (SCH-28)'],
  request_reminder: [24, 'the request has expired by then, and asks nothing any more (SCH-22)'],
  request_escalated: [24, 'as its reminder'],
}

const counts = counting('storms')
beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}))

/** `npm run faults` plays every use case in every weather; `npm test` each in one of nine. */
const isPlayed = (useCase: number, weather: number) => playsAll || (2 * useCase + weather) % 9 === 0

test.each(inThisPart(byName))('NOT-20 %s: whatever queue and clock do, each reader is told once', async (_, useCase, at) => {
  const arranged = await arrange(useCase)
  const names = await namesOfAddresses()
  counts.cases++
  for (const [i, [name, weather]] of Object.entries(weathers).entries()) {
    counts.of++
    if (!isPlayed(at, i)) continue
    counts.runs++
    const outcome = ofTheAct(arranged, await play(arranged, weather))
    const late = weather.queue === 'a day late' ? 24 : Math.max(0, weather.consumerAheadMs ?? 0) / hour
    const worthwhile = useCase.tells.filter((one) => late < (worthlessAfter[one.split(' ')[0] ?? '']?.[0] ?? Infinity))
    expect([name, told(outcome, names)]).toEqual([name, worthwhile])
    expect([name, outcome.waiting, outcome.untrue]).toEqual([name, 0, []])
    // Nothing failed, so even a transport without idempotency was handed each e-mail once.
    expect([name, new Set(outcome.rig.handed.map(({ idempotencyKey }) => idempotencyKey)).size]).toEqual([name, outcome.rig.handed.length])
  }
})

/** Without the e-mails that were written later (requests that wait grow old while the clock goes on), but for the digest of what was. */
const ofTheAct = ({ now }: Arranged, outcome: Outcome): Outcome => ({
  ...outcome,
  mails: outcome.mails.filter(({ written, kind }) => written < now + 60_000 || kind === 'digest'),
})
