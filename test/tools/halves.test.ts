import { expect, it } from 'vitest'
import { split, twoHalves } from '../../src/commands/halves.ts'

it('RUN-1 every file runs in exactly one half, and the halves take about as long', async () => {
  const [first, second] = split(['a', 'b', 'c', 'd', 'new'], { a: 60, b: 30, c: 20, d: 15 })
  expect([first, second]).toEqual([
    ['a', 'new'],
    ['b', 'c', 'd'],
  ])
  const halves = await twoHalves()
  expect(new Set(halves.flat()).size).toBe(halves.flat().length)
  expect(halves.flat()).toContain('test/house/doors.test.ts')
  expect(halves.flat().some((file) => file.includes('journeys'))).toBe(false)
})
