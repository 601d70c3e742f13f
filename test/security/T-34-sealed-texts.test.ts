import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seal, unseal } from '../../src/sealed.ts'

// T-34: what is sealed opens for its place and its key alone, whole and unchanged; and nothing else is taken for it.

const secret = env.PORTAL_SECRET
const home = 'authenticator|per_ana'

describe('T-34 a sealed text', () => {
  test('opens where it was sealed, and differs each time', async () => {
    const [one, two] = [await seal(secret, home, 'JBSWY3DPEHPK3PXP'), await seal(secret, home, 'JBSWY3DPEHPK3PXP')]
    expect(await unseal(secret, home, one)).toBe('JBSWY3DPEHPK3PXP')
    expect(one).not.toBe(two)
    expect(one).not.toContain('JBSWY3DPEHPK3PXP')
  })

  test.each([
    'authenticator|per_bo',
    'draft|per_ana',
    'authenticator|',
    '|per_ana',
    'authenticator|per_ana|x',
    'authenticator|per_an',
  ] as const)('moved to %s does not open', async (place) => {
    expect(await unseal(secret, place, await seal(secret, home, 'a secret'))).toBeNull()
  })

  test('does not open with another secret of the portal', async () => {
    expect(await unseal(`${secret}x`, home, await seal(secret, home, 'a secret'))).toBeNull()
  })

  test('with any one bit turned does not open', async () => {
    const sealed = await seal(secret, home, 'a secret of some length')
    const [version, iv = '', text = ''] = sealed.split('.')
    const turned = (encoded: string, bit: number): string => {
      const bytes = Uint8Array.from(atob(encoded.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))
      const at = (bit >> 3) % bytes.length
      bytes[at] = (bytes[at] as number) ^ (1 << (bit & 7))
      return btoa(String.fromCharCode(...bytes))
        .replaceAll('+', '-')
        .replaceAll('/', '_')
        .replaceAll('=', '')
    }
    for (let bit = 0; bit < iv.length * 6; bit += 5)
      expect(await unseal(secret, home, [version, turned(iv, bit), text].join('.'))).toBeNull()
    for (let bit = 0; bit < text.length * 6; bit += 5)
      expect(await unseal(secret, home, [version, iv, turned(text, bit)].join('.'))).toBeNull()
    for (const end of [1, 8, 16, 22]) expect(await unseal(secret, home, sealed.slice(0, -end))).toBeNull()
  })

  test('is no text that somebody else made', async () => {
    for (const text of ['', 'v1', 'v1.', 'v1..', 'v2.a.b', 'v1.AAAA.AAAA', 'null', '{}'])
      expect(await unseal(secret, home, text)).toBeNull()
    await fc.assert(
      fc.asyncProperty(fc.string(), async (text) => {
        expect(await unseal(secret, home, `v1.${text}`)).toBeNull()
      }),
      { numRuns: 50 },
    )
  })

  test('holds any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (text) => {
        expect(await unseal(secret, home, await seal(secret, home, text))).toBe(text)
      }),
      { numRuns: 50 },
    )
  })
})
