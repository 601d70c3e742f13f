import { glob, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from './quiet.ts'

/** What each file took when it was last weighed (`npm test -- --weigh`), so that two runners end at about the same time. Nothing else reads it. */
const scales = join(root, 'test/support/seconds.json')

/** A file that nobody has weighed yet. */
const unweighed = 5

/** The files that run inside workerd, in two lists of about the same length in time. */
export async function twoHalves(): Promise<[string[], string[]]> {
  const files: string[] = []
  for await (const file of glob('test/**/*.test.{ts,tsx}', { cwd: root })) if (!/^test\/(journeys|tools)\//.test(file)) files.push(file)
  return split(files, JSON.parse(await readFile(scales, 'utf8')))
}

/** The longest first, each to whoever has less to do. Pure; the same for the same files. */
export function split(files: string[], seconds: Record<string, number>): [string[], string[]] {
  const weight = (file: string) => seconds[file] ?? unweighed
  const halves: [string[], string[]] = [[], []]
  const load: [number, number] = [0, 0]
  for (const file of files.toSorted((a, b) => weight(b) - weight(a) || a.localeCompare(b))) {
    const half = load[0] <= load[1] ? 0 : 1
    halves[half].push(file)
    load[half] += weight(file)
  }
  return halves
}

/** Writes down what each file took. */
export async function weigh(seconds: Record<string, number>): Promise<void> {
  const sorted = Object.entries(seconds).toSorted(([a], [b]) => a.localeCompare(b))
  await writeFile(scales, `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`)
}
