import { plainText } from './search-words.ts'

/** LNK-5: what makes two records look like one person. Shown to staff in words; nothing is ever merged for it. Pure. */

/** What is compared of a record. `phoneDigits`: the last ten digits, however the number is written. */
export interface Described {
  name: string
  email: string | null
  phoneDigits: string | null
  birthDate: string | null
}

export const signs = ['same_email', 'same_phone', 'same_name', 'names_alike', 'same_birth_date', 'other_birth_date'] as const
export type Sign = (typeof signs)[number]

/** Why two records may be one person, and how much speaks for it: 0 when nothing that counts does. */
export interface Likeness {
  signs: Sign[]
  score: number
}

/** Symmetric: who is compared with whom makes no difference. A birth date alone, or a name that is only alike, is no likeness. */
export function likenessOf(a: Described, b: Described): Likeness {
  const found = signs.filter((sign) => holds[sign](a, b))
  const counts = found.some((sign) => sign === 'same_email' || sign === 'same_phone' || sign === 'same_name')
  const alikeAndBornTheSameDay = found.includes('names_alike') && found.includes('same_birth_date')
  if (!counts && !alikeAndBornTheSameDay) return { signs: found, score: 0 }
  return {
    signs: found,
    score: Math.max(
      1,
      found.reduce((sum, sign) => sum + weights[sign], 0),
    ),
  }
}

/** From here up staff read "probably", below "possibly": a sibling at the family's address stays below. */
export const probable = 70

/** The same words in any order, with a typo in each, or with words left out: "Okafor, Nell" and "Nel Okafor". */
export function namesAlike(a: string, b: string): boolean {
  const [short, long] = [wordsOf(a), wordsOf(b)].toSorted((one, other) => one.length - other.length) as [string[], string[]]
  if (short.length === 0) return false
  if (short.length === 1 && long.length > 1) return false
  return covers(long, short) && (short.length < long.length || covers(short, long))
}

/**
 * How many letters must be added, left out, changed or swapped with their neighbour to make one word of the other
 * (Damerau-Levenshtein, optimal string alignment).
 */
export function distance(a: string, b: string): number {
  const [from, to] = [[...a], [...b]]
  let beforeLast: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, j) => j)
  for (let i = 1; i <= from.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= to.length; j += 1) {
      const changed = at(last, j - 1) + (from[i - 1] === to[j - 1] ? 0 : 1)
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1] ? at(beforeLast, j - 2) + 1 : Infinity
      row.push(Math.min(at(last, j) + 1, at(row, j - 1) + 1, changed, swapped))
    }
    beforeLast = last
    last = row
  }
  return at(last, to.length)
}

const weights: Record<Sign, number> = {
  same_email: 40,
  same_phone: 30,
  same_name: 40,
  names_alike: 30,
  same_birth_date: 30,
  other_birth_date: -30,
}

const holds: Record<Sign, (a: Described, b: Described) => boolean> = {
  same_email: (a, b) => a.email !== null && a.email === b.email,
  same_phone: (a, b) => a.phoneDigits !== null && a.phoneDigits === b.phoneDigits,
  same_name: (a, b) => sameName(a.name, b.name),
  names_alike: (a, b) => !sameName(a.name, b.name) && namesAlike(a.name, b.name),
  same_birth_date: (a, b) => a.birthDate !== null && a.birthDate === b.birthDate,
  other_birth_date: (a, b) => a.birthDate !== null && b.birthDate !== null && a.birthDate !== b.birthDate,
}

const sameName = (a: string, b: string): boolean => {
  const words = wordsOf(a)
  return words.length > 0 && words.toSorted().join(' ') === wordsOf(b).toSorted().join(' ')
}

/** Words of a name as they are looked up, none longer than anybody's name. */
const wordsOf = (name: string): string[] =>
  plainText(name)
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 6)
    .map((word) => word.slice(0, 40))

const covers = (words: string[], all: string[]): boolean => all.every((word) => words.some((other) => wordsAlike(word, other)))

/** The longer the word, the more typos: none below four letters, two from eight. */
function wordsAlike(a: string, b: string): boolean {
  const length = Math.max(a.length, b.length)
  const typos = length < 4 ? 0 : length < 8 ? 1 : 2
  return Math.abs(a.length - b.length) <= typos && distance(a, b) <= typos
}

const at = (row: number[], j: number): number => row[j] ?? Infinity
