import { words } from '../../views/words/words.ts'

type Leaf = string | ((...values: never[]) => unknown)

/** Words that say that something was not done, by the name of their key or of the group they are in (views/words). */
const ofErrors =
  /(^|\.)(errors|problems|refusals|refused|failures|obstacles|\w*(Errors?|Problems?|Refusals?|Refused|Wrong|Stale|TooLong)|stale|tooMany|tooLate|tooLarge|failed|badForm|crossSite|forbidden|notFound|keyReused|wrongCode|wrongSetUp|messageEmpty)(\.|$)/

/** Of those, what heads or goes with a sentence, and what names a state. */
const headings =
  /Title$|(^|\.)errors\.(whatYouWrote|reference)$|^(claims\.became|deliveries\.(states|kinds)|calendar\.happened|invitations\.(unsent|states))\./

export interface Sentence {
  path: string
  text: string
}

/** Every sentence of an error in a language, filled in where something is filled in. */
export const sentencesOf = (language: 'en' | 'es'): Sentence[] =>
  leavesOf(words(language), '').flatMap(([path, leaf]) =>
    ofErrors.test(path) && !headings.test(path) ? said(leaf).map((text) => ({ path, text })) : [],
  )

function leavesOf(group: object, above: string): [string, Leaf][] {
  return Object.entries(group).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? leavesOf(value, `${above}${key}.`)
      : [[above + key, value as Leaf] as [string, Leaf]],
  )
}

const said = (leaf: Leaf): string[] =>
  [typeof leaf === 'function' ? (leaf(...(['Mira', 'Mira', 'Mira'] as never[])) as string | string[]) : leaf].flat()
