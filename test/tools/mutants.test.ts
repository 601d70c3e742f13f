import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../src/commands/quiet.ts'
import { mutants as ofSecurity } from '../security/mutants.ts'
import { mutants as ofSettings } from '../settings/resolver.mutants.ts'

test('every mutant still fits: what it breaks is in its file exactly once, and the test that must notice exists', () => {
  const changes = [...ofSettings, ...ofSecurity.flatMap((mutant) => [mutant, ...(mutant.and ? [{ ...mutant, ...mutant.and }] : [])])]
  const misfits = changes.filter(({ file, from }) => readFileSync(join(root, file), 'utf8').split(from).length !== 2)
  expect(misfits.map(({ name, file }) => `${file}: ${name}`)).toEqual([])
  expect(ofSecurity.filter(({ test: named }) => !existsSync(join(root, named))).map(({ name }) => name)).toEqual([])
})
