import { expect, test } from 'vitest'
import * as inBundle from '../../src/accounts/no-certificates.ts'

test('ACC-3 what would read a certificate throws, so that the answer it came in is refused', () => {
  const made = Object.values(inBundle).filter((one) => typeof one === 'function')
  expect(made).toHaveLength(7)
  for (const Reader of made) expect(() => new Reader()).toThrow('not read')
})
