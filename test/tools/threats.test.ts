import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../../src/commands/quiet.ts'

/** The list has so many classes; the next one that is found gets the next number, here and in docs/threats.md. */
const threats = 36

const files = readdirSync(join(root, 'test/security')).filter((name) => /^T-\d\d-.*\.test\.ts$/.test(name))
const numberOf = (file: string) => Number(file.slice(2, 4))

/** A line of the table: which threats, and what it says of them. */
interface Row {
  numbers: number[]
  says: string
}

describe('SEC-2 every threat of the list has its file or its written reason', () => {
  const rows = rowsOf(readFileSync(join(root, 'docs/threats.md'), 'utf8'))
  const all = Array.from({ length: threats }, (_, at) => at + 1)

  it('docs/threats.md says something of each, once', () => {
    expect(rows.flatMap(({ numbers }) => numbers).toSorted((a, b) => a - b)).toEqual(all)
  })

  it.each(all)('T-%i', (number) => {
    const named = files.filter((file) => numberOf(file) === number)
    const says = rows.find(({ numbers }) => numbers.includes(number))?.says ?? ''
    // What has a reason why there is no test has none: a file that comes takes the reason with it.
    expect(named).toHaveLength(isReason(says) ? 0 : 1)
    for (const file of named)
      expect(readFileSync(join(root, 'test/security', file), 'utf8')).toMatch(new RegExp(`(test|it|describe)[^\\n]*T-0?${number}\\b`))
  })

  it('what the page points to is there', () => {
    const missing = rows.flatMap(({ says }) =>
      [...says.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name).filter((name) => !isThere(name)),
    )
    expect(missing).toEqual([])
  })
})

function rowsOf(page: string): Row[] {
  return page.split('\n').flatMap((line) => {
    const [, first = '', says = ''] = line.split('|').map((cell) => cell.trim())
    const range = /T-(\d\d) to T-(\d\d)/.exec(first)
    const numbers = range
      ? Array.from({ length: Number(range[2]) - Number(range[1]) + 1 }, (_, at) => Number(range[1]) + at)
      : [...first.matchAll(/T-(\d\d)/g)].map(([, number]) => Number(number))
    return numbers.length > 0 ? [{ numbers, says }] : []
  })
}

/** A reason says when it ends. */
const isReason = (says: string): boolean => /^not yet: \w+/.test(says)

/** A file of test/security by its name, one or more of another folder, or a command. */
function isThere(name: string): boolean {
  const [, command] = /^npm run ([\w:-]+)/.exec(name) ?? []
  if (command) return command in (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object }).scripts
  const [folder = '', start = ''] = name.includes('/')
    ? [name.slice(0, name.lastIndexOf('/')), name.slice(name.lastIndexOf('/') + 1)]
    : ['', name]
  const places = [join(root, 'test', folder), join(root, 'test/security', folder)].filter(existsSync)
  return places.some((place) =>
    readdirSync(place).some(
      (file) => file === start || (start.endsWith('*') ? file.startsWith(start.slice(0, -1)) : file.startsWith(`${start}.test.`)),
    ),
  )
}
