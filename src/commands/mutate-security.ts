import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { mutants } from '../../test/security/mutants.ts'
import { command, Refusal, root } from './quiet.ts'

const copy = join(root, '.portico/security-mutants')
const parts = [
  'src',
  'views',
  'test',
  'migrations',
  'public',
  'bench',
  'wrangler.toml',
  'vitest.config.ts',
  'tsconfig.json',
  'package.json',
]

/**
 * `npm run mutate:security [word]`: breaks a copy of the portal in every way of the list (those whose name has the word), and expects the
 * named test to notice each time. Each runs in workerd with a database of its own, some seconds each.
 */
await command(async () => {
  const [word = ''] = process.argv.slice(2)
  const chosen = mutants.filter(({ name, test }) => `${name} ${test}`.includes(word))
  await rm(copy, { recursive: true, force: true })
  await mkdir(copy, { recursive: true })
  for (const part of parts) await cp(join(root, part), join(copy, part), { recursive: true })
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'))
  for (const test of new Set(chosen.map((mutant) => mutant.test)))
    if (!(await passes(test))) throw new Refusal(`${test} does not pass unbroken: mend that first.`)
  const survivors: string[] = []
  for (const { name, file, from, to, and, test } of chosen) {
    const restores: (() => Promise<void>)[] = []
    for (const change of [{ file, from, to }, ...(and ? [{ file, ...and }] : [])]) {
      const path = join(copy, change.file)
      const whole = await readFile(path, 'utf8')
      await writeFile(path, replaced(name, change.file, whole, change))
      restores.unshift(() => writeFile(path, whole))
    }
    const noticed = !(await passes(test))
    for (const restore of restores) await restore()
    if (!noticed) survivors.push(name)
    console.log(`${noticed ? 'killed  ' : 'SURVIVED'} ${test.padEnd(52)} ${name}`)
  }
  await rm(copy, { recursive: true, force: true })
  console.log(`mutate:security: ${chosen.length - survivors.length} of ${chosen.length} mutants killed`)
  if (survivors.length > 0) process.exitCode = 1
})

function replaced(name: string, file: string, text: string, { from, to }: { from: string; to: string }): string {
  if (text.split(from).length !== 2)
    throw new Refusal(`The mutant "${name}" does not fit ${file} any more: its text must be there exactly once.`)
  return text.replace(from, () => to)
}

/** Whether a test file passes in the copy. */
async function passes(test: string): Promise<boolean> {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const child = spawn(process.execPath, [vitest, 'run', test, '--bail', '1'], { cwd: copy, stdio: 'ignore' })
  const [code] = (await once(child, 'exit')) as [number | null]
  return code === 0
}
