import { describe, expect, it } from 'vitest'
import { median, quantile } from '../../bench/arithmetic.ts'
import { filledIn, scriptOf } from '../../bench/replay.ts'
import { slopeOf, trafficOf } from '../../bench/traffic-report.ts'

describe('the arithmetic of the bench (SPD-3)', () => {
  it('a quantile is one of the samples', () => {
    expect(median([3, 1, 2])).toBe(2)
    expect(quantile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.99)).toBe(10)
    expect(median([])).toBeNaN()
  })

  it('a replay puts its own id, start, version and key in the places of the recorded ones', () => {
    const id = 'apt_AAAAAAAAAAAAAAAAAAAAAA'
    const start = 1_800_000_000_000
    const params = [id, `/willow/requests/${id}`, start + 3_000_000, 701, 'the-key', 'other', null]
    const { batches } = scriptOf([[{ sql: '', params }]], 0, { start, version: 700, texts: { key: 'the-key' } })
    const filled = filledIn(batches[0]![0]!.params, { start: '1000', version: '5', key: 'mine' }, ['fresh-id'])
    expect(filled).toEqual(['fresh-id', '/willow/requests/fresh-id', 3_001_000, 6, 'mine', 'other', null])
  })
})

describe('a load run (SPD-3)', () => {
  const sample = (at: number, ms: number, status = 200) => ({ kind: 'a page', at, ms, status })

  it('counts what was not answered, or with 5xx, as failed; a refusal is none', () => {
    const samples = [sample(0, 1), sample(1, 1, 303), sample(2, 1, 409), sample(3, 1, 500), sample(4, 1, 0)]
    const { requests, failed, kinds } = trafficOf(samples, [], 1, ['a rule'])
    expect({ requests, failed, refused: kinds[0]?.refused }).toEqual({ requests: 5, failed: 2, refused: 1 })
  })

  it('compares the first fifth with the last', () => {
    const samples = [sample(0, 10), sample(11_999, 10), sample(30_000, 99), sample(48_000, 20), sample(59_000, 20)]
    const [page] = trafficOf(samples, [], 1, []).kinds
    expect([page?.start.p50, page?.end.p50]).toEqual([10, 20])
  })

  it('the slope of memory begins when it is warm', () => {
    const memory = [0, 1, 2, 3, 4, 5].map((fifth) => ({ at: fifth * 12_000, mb: fifth === 0 ? 0 : 100 + fifth }))
    expect(trafficOf([], memory, 1, []).memory).toEqual({ warm: 101, end: 105, perMinute: 5 })
    expect(slopeOf(memory)).toBeGreaterThan(5 / 60_000)
  })
})
