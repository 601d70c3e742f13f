import { takeSnapshot, type Snapshot } from '../support/snapshot.ts'

/** Everything the database holds, table by table, each row as text, levelled: two runs of one change are equal. */
export type Whole = Map<string, string[]>

/** What counts how often somebody tried, and when: of the tries, not of the change. */
const ofTheTries: Record<string, string> = {
  rate_counters: 'how often she asked (ACC-7)',
  watches: 'when the clock looked',
}
/** Columns of the tries, too: when she was last here, how often a code was typed, the number of an audit entry (one that was undone leaves a gap). */
const ofThisTry: Record<string, string> = {
  audit: 'seq',
  sessions: 'last_seen_at',
  sign_ins: 'tries',
  client_logins: 'last_seen_at',
  shortcut_links: 'visits',
}

/** Random words: ids, hashes, tokens, sealed texts. A word has no capital and no digit. */
const random = /(?<![\w.-])(?:v1\.[\w-]{16}\.[\w-]+|(?=[\w-]*[\dA-Z])[\w-]{22,}={0,2})(?![\w-])/g
/** Random, and too short to be told by its look: the end of a shortcut link's address. */
const shortAndRandom: Record<string, string> = { shortcut_links: 'suffix' }

/** The random words that are there before a change: they keep their name. */
export const knownIn = (snapshot: Snapshot): Set<string> => new Set(snapshot.flatMap(({ rows: text }) => text.match(random) ?? []))

export async function wholeDatabase(known: Set<string>): Promise<Whole> {
  const tables = (await takeSnapshot()).map(({ sql, rows: text }) => [/INTO (\w+)/.exec(sql)?.[1] ?? '', text] as const)
  return new Map(
    tables
      .filter(([name]) => !(name in ofTheTries))
      .map(([name, text]) => {
        const without = [ofThisTry[name], shortAndRandom[name]].filter((column) => column !== undefined)
        const all = (JSON.parse(text) as Record<string, unknown>[]).filter((row) => name !== 'audit' || row['action'] !== 'denied')
        return [
          name,
          all
            .map((row) => levelled(JSON.stringify({ ...row, ...Object.fromEntries(without.map((column) => [column, 0])) }), known))
            .toSorted(),
        ]
      }),
  )
}

/** A try a few seconds later is the same minute; what was random is of its kind. */
const levelled = (text: string, known: Set<string>): string =>
  text
    .replace(random, (word) => (known.has(word) ? word : `${/^[a-z]{2,4}_/.exec(word)?.[0] ?? ''}new`))
    .replace(/(?<!\d)(1[5-9]\d{11}|[2-4]\d{12})(?!\d)/g, (at) => String(Math.floor(Number(at) / 60_000) * 60_000))
    .replace(/(T\d\d:\d\d):\d\d(?:\.\d+)?Z/g, '$1Z')

/** What differs, by table; nothing when nothing does. `onceMore`: tables in which there may be something more. */
export function differences(calm: Whole, stormy: Whole, onceMore: string[] = []): string[] {
  return [...calm].flatMap(([name, were]) => {
    const [missing, more] = [without(were, stormy.get(name) ?? []), without(stormy.get(name) ?? [], were)]
    if (onceMore.includes(name) && missing.length === 0) return []
    return missing.length + more.length === 0 ? [] : [`${name}: ${asWords(missing, more)}`]
  })
}

/** Of one row that is another one only what is otherwise; else how many, and the first. */
function asWords(missing: string[], more: string[]): string {
  if (missing.length !== 1 || more.length !== 1)
    return `${missing.length} missing, ${more.length} more, such as ${(missing[0] ?? more[0] ?? '').slice(0, 400)}`
  const [was, is] = [JSON.parse(missing[0] as string), JSON.parse(more[0] as string)] as Record<string, unknown>[]
  const otherwise = Object.keys(was ?? {}).filter((column) => was?.[column] !== is?.[column])
  return otherwise.map((column) => `${column} is ${String(is?.[column])} and not ${String(was?.[column])}`).join(', ')
}

/** Those of the one list that are not in the other, each as often as it is there. */
function without(some: string[], others: string[]): string[] {
  const left = [...others]
  return some.filter((one) => {
    const at = left.indexOf(one)
    if (at < 0) return true
    left.splice(at, 1)
    return false
  })
}
