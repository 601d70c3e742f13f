import { describe, expect, test } from 'vitest'
import { declarations } from '../../src/settings/declarations.ts'
import { events } from '../../src/notifications/events.ts'
import { words } from '../../views/words/words.ts'
import { dynamic, sameInSpanish } from './words.data.ts'
import { filesIn, withoutComments } from './support.ts'

type Leaf = string | ((...values: never[]) => unknown)
const english = leavesOf(words('en'))
const spanish = leavesOf(words('es'))
const code = filesIn('src/', 'views/')
  .filter(([path]) => !path.startsWith('views/words/'))
  .map(([, text]) => withoutComments(text))
  .join('\n')

describe('UX-4 English and Spanish are complete', () => {
  test('there are words', () => {
    expect(Object.keys(english).length).toBeGreaterThan(200)
  })

  test('they have the same keys, in the same order', () => {
    expect(Object.keys(spanish)).toEqual(Object.keys(english))
  })

  test.each(Object.entries(english))('%s says the same kind of thing in both', (path, text) => {
    const translated = spanish[path]
    expect(typeof translated).toBe(typeof text)
    if (typeof text === 'function') expect((translated as typeof text).length).toBe(text.length)
  })

  test('no sentence is empty, or has a space at its end', () => {
    const bad = [english, spanish].flatMap((leaves) =>
      Object.entries(leaves).filter(([, text]) => !sayings(text).every((said) => said !== '' && said.trim() === said)),
    )
    expect(bad.map(([path]) => path)).toEqual([])
  })

  test('Spanish is not English, but for a reviewed list', () => {
    const same = Object.keys(english).filter(
      (path) => JSON.stringify(sayings(english[path] as Leaf)) === JSON.stringify(sayings(spanish[path] as Leaf)),
    )
    expect(same.toSorted()).toEqual(Object.keys(sameInSpanish).toSorted())
  })

  test('every sentence says in both languages what is filled into it', () => {
    const forgetful = [english, spanish].flatMap((leaves) =>
      Object.entries(leaves).filter(
        ([, text]) =>
          typeof text === 'function' && text.length === 1 && sayings(text).every((said) => !said.includes('Mira')) && !isChoice(text),
      ),
    )
    expect(forgetful.map(([path]) => path)).toEqual([])
  })

  test.each(Object.entries({ ...declarations, ...events }))(
    'SET-9 %s has its label and help in both, beside its declaration',
    (_, declaration) => {
      for (const sentence of [declaration.label, ...('help' in declaration ? [declaration.help] : [])]) {
        expect(sentence.en.length * sentence.es.length).toBeGreaterThan(0)
        expect(sentence.en).not.toBe(sentence.es)
      }
    },
  )
})

describe('UX-4 no word is left over', () => {
  test('every one is read somewhere', () => {
    const unused = Object.keys(english).filter((path) => !isRead(path))
    expect(unused).toEqual([])
  })

  test('every group that is looked up by value exists, and is looked up so', () => {
    for (const group of Object.keys(dynamic)) {
      const isGroup = Object.keys(english).some((path) => path.startsWith(`${group}.`))
      expect(isGroup || english[group] !== undefined, group).toBe(true)
      expect(code, group).toMatch(isGroup ? new RegExp(`\\b${group.split('.').at(-1)}\\[`) : /\bwords\[/)
    }
  })

  test('a word that nobody reads would be found', () => {
    expect(isRead('frame.nobodyReadsThis')).toBe(false)
    expect(isRead('frame.signOut')).toBe(true)
  })
})

/** `words.frame.signOut`, `const { signOut } = ...`; what is looked up by value must at least be a value that somewhere occurs. */
function isRead(path: string): boolean {
  const key = path.split('.').at(-1) as string
  const lookedUp = Object.keys(dynamic).some((group) => path === group || path.startsWith(`${group}.`))
  if (lookedUp) return new RegExp(`\\b${key}\\b`).test(code)
  return namesRead.has(key)
}

/** Every name that is read: `.signOut`, `['signOut']`, and those between the braces of a destructuring. Found once: code is long, and words are many. */
const namesRead = new Set([
  ...[...code.matchAll(/(?<=\w[?!]?)\.(\w+)/g), ...code.matchAll(/\[['"](\w+)['"]\]/g)].map(([, name]) => name),
  ...[...code.matchAll(/\{([^{}]*)\}(?:\s*=|\) =>|: \w)/g)].flatMap(([, names = '']) => names.match(/\w+/g) ?? []),
])

/** Every sentence by its path: `scheduling.refusals.stale`. A list counts as its sentences. */
function leavesOf(group: object, above = ''): Record<string, Leaf> {
  return Object.fromEntries(
    Object.entries(group).flatMap(([key, value]) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.entries(leavesOf(value, `${above}${key}.`))
        : [[above + key, value as Leaf]],
    ),
  )
}

/** What it says, with a name, one or several filled in. */
function sayings(text: Leaf): string[] {
  if (typeof text !== 'function') return [text].flat()
  return [
    ['Mira', 'Mira', 'Mira'],
    [1, 1, 1],
    [3, 3, 3],
    ['Mira', 'on', 'on'],
    ['Mira', 'off', 'off'],
    ['on', 'on', 'on'],
    ['off', 'off', 'off'],
    ['inherit'],
  ].flatMap((values) => text(...(values as never[])) as string | string[])
}

/** A sentence that chooses by what it is given instead of printing it. */
const isChoice = (text: (...values: never[]) => unknown): boolean => new Set(sayings(text)).size > 1
