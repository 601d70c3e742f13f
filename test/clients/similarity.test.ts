import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { distance, likenessOf, namesAlike, probable, type Described } from '../../src/clients/similarity.ts'

const nell: Described = { name: 'Nell Okafor', email: null, phoneDigits: null, birthDate: null }
const born = { birthDate: '1990-03-04' }
const letters = fc.stringMatching(/^[a-zé]{0,12}$/)
const record = fc.record({
  name: fc.oneof(fc.string({ maxLength: 30 }), fc.constantFrom('Nell Okafor', 'Okafor Nell', 'Nel Okafor', 'Nell')),
  email: fc.option(fc.constantFrom('a@b.example', 'c@d.example')),
  phoneDigits: fc.option(fc.constantFrom('2125550142', '2125550143')),
  birthDate: fc.option(fc.constantFrom('1990-03-04', '1991-03-04')),
})

describe('LNK-5 how far two words are from each other', () => {
  test.each([
    ['nell', 'nell', 0],
    ['nell', 'nel', 1],
    ['nell', 'enll', 1],
    ['nell', 'bell', 1],
    ['okafor', 'okaofr', 1],
    ['', 'nell', 4],
    ['ca', 'abc', 3],
    ['kitten', 'sitting', 3],
  ])('LNK-5 %s and %s: %i', (a, b, expected) => expect(distance(a, b)).toBe(expected))

  test('LNK-5 nothing to itself, the same both ways, at most the longer word, at least the difference', () =>
    fc.assert(
      fc.property(letters, letters, (a, b) => {
        const [long, short] = [Math.max([...a].length, [...b].length), Math.min([...a].length, [...b].length)]
        expect([distance(a, a), distance(a, b)]).toEqual([0, distance(b, a)])
        expect(distance(a, b)).toBeGreaterThanOrEqual(long - short)
        expect(distance(a, b)).toBeLessThanOrEqual(long)
        expect(distance(a, b) === 0).toBe(a === b)
      }),
    ))
})

describe('LNK-5 names', () => {
  test.each([
    ['Nell Okafor', 'Okafor, Nell'],
    ['Nell Okafor', 'Nel Okafor'],
    ['Nell Okafor', 'Nell Okafro'],
    ['Núñez Ana', 'ana nunez'],
    ["Maeve O'Brien", 'Maeve OBrien'],
    ['Ana Maria Pereira', 'Ana Pereira'],
    ['Theodora Lindqvist', 'Theodora Lindkvist'],
  ])('LNK-5 %s and %s are alike', (a, b) => expect([namesAlike(a, b), namesAlike(b, a)]).toEqual([true, true]))

  test.each([
    ['Bo Nilsson', 'Max Nilsson'],
    ['Bo Nilsson', 'Nilsson'],
    ['Ann Lee', 'Ana Lee'],
    ['Max Nilsson', 'Mary Nilsson'],
    ['Nell Okafor', 'Nora Okafor'],
    ['', ''],
    ['Nell Okafor', ''],
  ])('LNK-5 %s and %s are not', (a, b) => expect([namesAlike(a, b), namesAlike(b, a)]).toEqual([false, false]))
})

describe('LNK-5 two records', () => {
  test('LNK-5 the same address, number or name is a likeness, in words', () => {
    expect(likenessOf({ ...nell, email: 'n@x.example' }, { ...nell, name: 'Max', email: 'n@x.example' })).toEqual({
      signs: ['same_email'],
      score: 40,
    })
    expect(likenessOf({ ...nell, phoneDigits: '1' }, { ...nell, name: 'Max', phoneDigits: '1' }).signs).toEqual(['same_phone'])
    expect(likenessOf(nell, { ...nell, name: 'OKAFOR, Nell' }).signs).toEqual(['same_name'])
  })

  test('LNK-5 a birth date alone, or a name that is only alike, is none; both together are', () => {
    expect(likenessOf({ ...nell, ...born }, { ...nell, ...born, name: 'Max Nilsson' }).score).toBe(0)
    expect(likenessOf(nell, { ...nell, name: 'Nel Okafor' }).score).toBe(0)
    expect(likenessOf({ ...nell, ...born }, { ...nell, ...born, name: 'Nel Okafor' })).toEqual({
      signs: ['names_alike', 'same_birth_date'],
      score: 60,
    })
  })

  test('LNK-5 siblings at one address are possible, never probable', () => {
    const bo = { ...born, name: 'Bo Nilsson', email: 'family@x.example', phoneDigits: '2125550142' }
    const max = { ...bo, name: 'Max Nilsson', birthDate: '1993-01-01' }
    expect(likenessOf(bo, max)).toEqual({ signs: ['same_email', 'same_phone', 'other_birth_date'], score: 40 })
    expect(likenessOf(bo, max).score).toBeLessThan(probable)
    expect(likenessOf(bo, { ...bo, name: 'Nilsson, Bo' }).score).toBeGreaterThanOrEqual(probable)
  })

  test('LNK-5 who is compared with whom makes no difference, and nothing counts that is on neither file', () =>
    fc.assert(
      fc.property(record, record, (a, b) => {
        expect(likenessOf(a, b)).toEqual(likenessOf(b, a))
        const bare = { name: a.name, email: null, phoneDigits: null, birthDate: null }
        expect(likenessOf(bare, { ...b, name: '' }).signs).toEqual([])
      }),
    ))
})
