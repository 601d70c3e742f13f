import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../../src/commands/quiet.ts'

const migrations = readdirSync(join(root, 'migrations')).filter((name) => name.endsWith('.sql'))
/** What takes away from under the code that still runs. */
const contracting = /\bDROP TABLE\b|\bDROP COLUMN\b|\bDROP VIEW\b|\bRENAME\b|\bADD COLUMN\b(?=[^;]*\bNOT NULL\b)(?![^;]*\bDEFAULT\b)/i
/** Up to here there was no deployment to protect (065). */
const lastBefore = '0027'

describe('migrations (065)', () => {
  it('take nothing away that the version before uses; what nobody uses any more goes with a line that says since when', () => {
    const offending = migrations.filter((name) => name.slice(0, 4) > lastBefore).flatMap(takenAway)
    expect(offending).toEqual([])
  })

  it('the rule knows what takes away', () => {
    const taking = [
      'DROP TABLE a',
      'ALTER TABLE a DROP COLUMN b',
      'ALTER TABLE a RENAME COLUMN b TO c',
      'ALTER TABLE a RENAME TO b',
      'ALTER TABLE a ADD COLUMN b TEXT NOT NULL',
    ]
    expect(taking.filter((line) => contracting.test(line))).toEqual(taking)
    expect(contracting.test('ALTER TABLE a ADD COLUMN b TEXT NOT NULL DEFAULT 0')).toBe(false)
    expect(takenAway('0022_deliveries.sql')).toEqual([expect.stringContaining('DROP TABLE notification_preferences')])
  })

  it('have numbers of their own', () => {
    const numbers = migrations.map((name) => name.slice(0, 5))
    expect(numbers.every((number) => /^\d{4}_$/.test(number))).toBe(true)
    expect(new Set(numbers).size).toBe(numbers.length)
  })
})

/** Lines that take away, and say neither `-- contract: unused since <version>` nor `-- rebuilt: <what is as it was>`. */
function takenAway(name: string): string[] {
  return readFileSync(join(root, 'migrations', name), 'utf8')
    .split('\n')
    .filter((line) => contracting.test(line.replace(/--.*/, '')) && !/-- (contract: unused since|rebuilt:) \S/.test(line))
    .map((line) => `${name}: ${line.trim()}`)
}
