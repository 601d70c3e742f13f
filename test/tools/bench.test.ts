import { describe, expect, it } from 'vitest'
import { median, quantile } from '../../bench/arithmetic.ts'
import { filledIn, scriptOf } from '../../bench/replay.ts'

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
