import { ECDSASigValue as TheirValue } from '@peculiar/asn1-ecc'
import { AsnParser as TheirParser, AsnSerializer } from '@peculiar/asn1-schema'
import { describe, expect, test } from 'vitest'
import * as inBundle from '../../src/accounts/no-certificates.ts'
import { signatureNumbers } from '../../src/accounts/signature-numbers.ts'

test('ACC-3 what would read a certificate throws, so that the answer it came in is refused', async () => {
  const { ECDSASigValue, AsnParser, MetadataService, convertX509PublicKeyToCOSE, getCertificateInfo, ...rest } = inBundle
  const made = Object.entries(rest).filter(([name, one]) => typeof one === 'function' && !name.startsWith('v'))
  expect(made).toHaveLength(12)
  for (const [, Reader] of made) expect(() => new (Reader as new () => unknown)()).toThrow('not read')
  const verifying = Object.entries(rest).filter(([name]) => name.startsWith('v'))
  expect(verifying).toHaveLength(8)
  for (const [, verify] of verifying) await expect((verify as () => Promise<unknown>)()).rejects.toThrow('not read')
  expect(convertX509PublicKeyToCOSE).toThrow('not read')
  expect(getCertificateInfo).toThrow('not read')
  expect(() => AsnParser.parse(new Uint8Array([0x30, 0x06, 2, 1, 1, 2, 1, 1]), inBundle.Certificate)).toThrow('not read')
  expect(AsnParser.parse(new Uint8Array([0x30, 0x06, 2, 1, 1, 2, 1, 1]), ECDSASigValue).r.byteLength).toBe(1)
  expect(await MetadataService.getStatement()).toBeUndefined()
})

describe('ACC-3 the numbers of a signature', () => {
  /** As the library that the bundle leaves out writes and reads them. */
  const written = (r: Uint8Array, s: Uint8Array) =>
    new Uint8Array(AsnSerializer.serialize(new TheirValue({ r: r.slice().buffer, s: s.slice().buffer })))
  const number = (bytes: number, first: number) => {
    const random = crypto.getRandomValues(new Uint8Array(bytes))
    random[0] = first
    return first > 127 ? new Uint8Array([0, ...random]) : random
  }
  const cases = [1, 2, 31, 32, 48, 65, 66].flatMap((bytes) => [1, 0x7f, 0x80, 0xff].map((first) => ({ bytes, first })))

  test.each(cases)('of $bytes bytes that begin with $first are read as by the library', ({ bytes, first }) => {
    for (let time = 0; time < 20; time++) {
      const signature = written(number(bytes, first), number(Math.max(1, bytes - (time % 3)), 0xff - first))
      const theirs = TheirParser.parse(signature, TheirValue)
      const ours = signatureNumbers(signature)
      expect(new Uint8Array(ours.r)).toEqual(new Uint8Array(theirs.r))
      expect(new Uint8Array(ours.s)).toEqual(new Uint8Array(theirs.s))
    }
  })

  test.each<[string, (whole: Uint8Array) => Uint8Array]>([
    ['nothing', () => new Uint8Array()],
    ['one cut off', (whole) => whole.slice(0, -1)],
    ['one that goes on', (whole) => new Uint8Array([...whole, 0])],
    ['only the first number', (whole) => new Uint8Array([0x30, whole[3]! + 2, ...whole.slice(2, 4 + whole[3]!)])],
    ['a third number', (whole) => new Uint8Array([0x30, whole[1]! + 3, ...whole.slice(2), 2, 1, 1])],
    ['another tag', (whole) => new Uint8Array([0x31, ...whole.slice(1)])],
    ['an indefinite length', (whole) => new Uint8Array([0x30, 0x80, ...whole.slice(2), 0, 0])],
    ['a long length of what is short', (whole) => new Uint8Array([0x30, 0x81, ...whole.slice(1)])],
    ['a number without bytes', () => new Uint8Array([0x30, 5, 2, 0, 2, 1, 1])],
    ['a number longer than the rest', () => new Uint8Array([0x30, 6, 2, 9, 1, 2, 1, 1])],
  ])('%s is no signature', (_, broken) => {
    const whole = written(number(32, 0x7f), number(32, 0x80))
    expect(() => signatureNumbers(whole)).not.toThrow()
    expect(() => signatureNumbers(broken(whole))).toThrow('Not a signature')
  })
})
