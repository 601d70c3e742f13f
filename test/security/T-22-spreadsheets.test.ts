import { describe, expect, test } from 'vitest'
import { csv } from '../../src/web/csv.ts'
import { filesIn, withoutComments } from '../house/support.ts'

// T-22: a spreadsheet runs nothing of what is exported. The file itself is in settings/history-export.test.ts.

const starts = ['=', '+', '-', '@', '\t', '\r', '\uFF1D', '\uFF0B', '\uFF0D', '\uFF20', '\u2212']
const before = ['', ' ', '   ', '"', "'", '\u200B', '\n', ' " ']

describe('T-22 a cell that would be a formula is a text', () => {
  test.each(before.flatMap((some) => starts.map((start) => `${some}${start}HYPERLINK("https://evil.example")`)))('%j', (text) => {
    const cell = csv([[text]]).slice(1, -2)
    expect(cell.startsWith(`"'`)).toBe(true)
    expect(cell.endsWith('"')).toBe(true)
    expect(cell.slice(1, -1).replaceAll('""', '')).not.toContain('"')
  })

  test('a cell cannot end its row, or begin another', () => {
    expect(csv([['a"\r\nb,c', 'd']])).toBe('\uFEFF"a""\r\nb,c","d"\r\n')
  })

  test('every file for a spreadsheet is made by it', () => {
    for (const [path, text] of filesIn('src/'))
      if (/text\/csv/.test(withoutComments(text))) expect(text, path).toMatch(/from '.*csv(-\w+)?\.ts'/)
  })
})
