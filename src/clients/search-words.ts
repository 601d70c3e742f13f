/**
 * How a name is looked up: in lower case, without accents, word by word. The database does the same when a name is stored
 * (view `search_letters`, migration 0004); a test holds the two together, letter by letter.
 */

const searchLength = 100
const mostWords = 5
const wordLength = 40

/** What was typed, as far as a search looks at it: without control characters and ends. */
export const cutToSearch = (typed: string): string => [...typed.replace(/\p{Cc}+/gu, ' ').trim()].slice(0, searchLength).join('')

/** The words of a search: an e-mail address stays whole, everything else is split as names are. At most five. */
export function searchWords(typed: string): string[] {
  const parts = cutToSearch(typed).normalize('NFC').split(/\s+/)
  const words = parts.flatMap((part) => (part.includes('@') ? [part.toLowerCase()] : plainText(part).split(' ')))
  return words
    .filter((word) => word !== '')
    .map((word) => [...word].slice(0, wordLength).join(''))
    .slice(0, mostWords)
}

/** "O'Brien-Núñez" -> "obrien nunez". */
export const plainText = (text: string): string => [...text].map(plainLetter).join('')

/** What a letter is looked up as: '' for an apostrophe or an accent by itself, a space for what separates words. */
export function plainLetter(letter: string): string {
  const code = letter.codePointAt(0) ?? 0
  if (apostrophes.includes(letter) || (code >= 0x300 && code <= 0x36f)) return ''
  if (separators.includes(letter) || (code < 0x80 && !/[a-z0-9]/i.test(letter))) return ' '
  if (code >= 0x80 && !alphabets.some(([first, last]) => code >= first && code <= last)) return letter
  const bare = letter.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')
  return [...bare].map((one) => whole[one] ?? one).join('')
}

/** Latin, Greek, Cyrillic, and the Latin of Vietnam. Other scripts are looked up as they are written. */
const alphabets = [
  [0xc0, 0x17f],
  [0x218, 0x21b],
  [0x386, 0x3ce],
  [0x400, 0x4ff],
  [0x1e00, 0x1ef9],
] as const
const apostrophes = "'`´‘’ʻʼ\u00ad\u200b\u200c\u200d"
const separators = '\u00a0·«»“”„‐‑–—'
/** Letters that Unicode does not take apart. */
const whole: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  ŋ: 'n',
  ŧ: 't',
  ς: 'σ',
}
