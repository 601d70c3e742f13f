import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test } from 'vitest'
import { setTheStage, type Stage } from '../house/matrix.ts'
import { db } from '../support/portal.ts'
import { madeByUs, notWritten } from './xss/columns.data.ts'
import { textsInARound, withTexts, written as columnsWritten } from './xss/crawl.ts'
import naughty from './xss/naughty-strings.json' with { type: 'json' }
import { classics } from './xss/payloads.ts'

// T-18: what a client writes is text on every page that shows it, whatever it is. `npm run matrix -- --long` writes every text into every column.

const { long = false } = JSON.parse(env.MATRIX) as { long?: boolean }
/** The list of github.com/minimaxir/big-list-of-naughty-strings (MIT), as it is. */
const strings = naughty.filter((text) => text.trim() !== '')

/** Several in one text, as many as a name may be long: the short form has time for few rounds. */
function together(texts: string[]): string[] {
  const joined: string[] = []
  for (const text of texts)
    if (`${joined.at(-1) ?? ''} ${text}`.length <= 180 && joined.length > 0) joined[joined.length - 1] += ` ${text}`
    else joined.push(text)
  return joined
}

let stage: Stage
let plain: Record<string, string[]>
beforeAll(async () => {
  stage = await setTheStage()
  plain = await withTexts(stage, ['Plain words'])
})

test('T-18 every column of text is written into, or says why nobody can', async () => {
  const { results } = await db()
    .prepare(
      `SELECT t.name AS "table", c.name AS "column" FROM sqlite_master t JOIN pragma_table_xinfo(t.name) c
      WHERE t.type = 'table' AND c.type = 'TEXT' AND t.name NOT GLOB '_cf_*' AND t.name NOT GLOB 'sqlite_*' AND t.name NOT GLOB 'd1_*' AND t.name NOT GLOB '*_fts*'`,
    )
    .all<{ table: string; column: string }>()
  expect(results.length).toBeGreaterThan(200)
  const open = results.filter(({ table, column }) => {
    const isWritten = columnsWritten[table]?.includes(column) ?? false
    return !isWritten && !madeByUs.test(column) && !(column in notWritten) && !(`${table}.${column}` in notWritten)
  })
  expect(open.map(({ table, column }) => `${table}.${column}`)).toEqual([])
})

describe('T-18 every page has the elements that it has with plain words', () => {
  test('there are pages enough, and they show what was written', () => {
    expect(Object.keys(plain).length).toBeGreaterThan(80)
    expect(Object.values(plain).filter(([status]) => status === '200').length).toBeGreaterThan(70)
  })

  const written = [
    ['what has broken pages before', classics],
    ['the big list of naughty strings', long ? strings : together(strings)],
  ] as const
  const all = written.flatMap(([name, texts]) => {
    const rounds = long ? texts.length : Math.ceil(texts.length / textsInARound)
    return Array.from({ length: rounds }, (_, round) => ({ name, texts, round }))
  })

  test.each(all)('$name, round $round', { timeout: 600_000 }, async ({ texts, round }) => {
    const found = await withTexts(stage, texts, round)
    for (const [page, elements] of Object.entries(found)) expect(elements, page).toEqual(plain[page])
  })
})
