import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startVitest } from 'vitest/node'
import { mutants } from '../../test/settings/resolver.mutants.ts'
import { command, Refusal, root } from './quiet.ts'

const copy = join(root, '.portico/mutants')
const suite = ['test/settings/standing.test.ts']

/** `npm run mutate:settings`: breaks a copy of the resolver in every way of the list, and expects the tests to notice each time. */
await command(async () => {
  await rm(copy, { recursive: true, force: true })
  await mkdir(copy, { recursive: true })
  for (const folder of ['src', 'views', 'test', 'dist']) await cp(join(root, folder), join(copy, folder), { recursive: true })
  if (!(await passes())) throw new Refusal('The tests of the resolver do not pass unbroken: mend that first.')
  const survivors: string[] = []
  for (const { name, file, from, to } of mutants) {
    const path = join(copy, file)
    const whole = await readFile(path, 'utf8')
    if (whole.split(from).length !== 2)
      throw new Refusal(`The mutant "${name}" does not fit ${file} any more: its text must be there exactly once.`)
    await writeFile(
      path,
      whole.replace(from, () => to),
    )
    const noticed = !(await passes())
    await writeFile(path, whole)
    if (!noticed) survivors.push(name)
    console.log(`${noticed ? 'killed  ' : 'SURVIVED'} ${name}`)
  }
  await rm(copy, { recursive: true, force: true })
  console.log(`mutate:settings: ${mutants.length - survivors.length} of ${mutants.length} mutants killed`)
  if (survivors.length > 0) process.exitCode = 1
})

/** Whether the resolver's tests pass in the copy. They are pure: no Worker is needed, so a mutant takes a second. */
async function passes(): Promise<boolean> {
  const vitest = await startVitest(
    'test',
    suite,
    { root: copy, watch: false, reporters: [], config: false as never, environment: 'node', passWithNoTests: false },
    { logLevel: 'silent' },
  )
  const failed = vitest.state.getCountOfFailedTests() + vitest.state.getUnhandledErrors().length
  const broken = vitest.state.getFiles().some((file) => file.result?.state === 'fail')
  await vitest.close()
  process.exitCode = 0
  return failed === 0 && !broken
}
