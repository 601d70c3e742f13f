import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { root } from '../../src/commands/quiet.ts'

/** One bad line for every ban of .oxlintrc.json, and the sentence that must stop it. */
const bans: Record<string, [line: string, sentence: string]> = {
  raw: ["import { raw } from 'hono/html'; raw('x')", 'Unescaped HTML'],
  'inner-html': ["<p dangerouslySetInnerHTML={{ __html: 'x' }} />", 'Unescaped HTML'],
  'inner-html-spread': ["<p {...{ dangerouslySetInnerHTML: { __html: 'x' } }} />", 'Unescaped HTML'],
  style: ["<p style={{ color: 'red' }} />", 'blocks inline styles'],
  'hx-on': ['<p hx-on:click="go()" />', 'hx-on needs eval'],
  'hx-on-spread': ["<p {...{ 'hx-on:click': 'go()' }} />", 'hx-on needs eval'],
  'js-value': ['<p hx-vals="js:{a: 1}" />', 'run as code'],
  'js-template': ['<p hx-get={`javascript:${1}`} />', 'run as code'],
  'trigger-filter': ['<p hx-trigger="click[ctrlKey]" />', 'trigger filter needs eval'],
  preload: ['<p hx-preload="mouseover" />', 'health data'],
  'history-cache': ["import 'htmx.org/dist/ext/hx-history-cache.js'", 'health data'],
  'sql-raw': ["import { sql } from 'drizzle-orm'; sql.raw('x')", 'can be injected'],
  'sql-identifier': ["import { sql } from 'drizzle-orm'; sql.identifier('x')", 'can be injected'],
  zod: ["import { z } from 'zod'; z.string()", '92 kB'],
  'zod-whole': ["import * as z from 'zod'; z.string()", 'zod/mini'],
  'hono-cache': ["import { cache } from 'hono/cache'; cache({ cacheName: 'x' })", 'shared cache'],
  'caches-default': ["caches.default.match('/')", 'shared cache'],
  'console-log': ["console.log('x')", 'console'],
  eval: ["eval('1')", 'eval'],
}

let samples = ''
let said = ''

beforeAll(async () => {
  samples = await mkdtemp(join(tmpdir(), 'portico-bans-'))
  await writeFile(
    join(samples, 'good.tsx'),
    'import * as z from \'zod/mini\'\nexport const good = <p class="a" hx-get="/x">{z.string().parse(\'x\')}</p>\n',
  )
  for (const [name, [line]] of Object.entries(bans))
    await writeFile(join(samples, `${name}.tsx`), line.startsWith('<') ? `export const bad = ${line}\n` : `${line}\n`)
  const program = join(root, 'node_modules/oxlint/bin/oxlint')
  const args = [program, '-c', join(root, '.oxlintrc.json'), '--no-ignore', '--format=unix', samples]
  const result = await promisify(execFile)(process.execPath, args, { cwd: root }).catch((error: { stdout: string }) => error)
  said = result.stdout
})

afterAll(() => rm(samples, { recursive: true, force: true }))

test.each(Object.entries(bans))('%s is caught', (name, [, sentence]) => {
  const lines = said.split('\n').filter((line) => line.includes(`/${name}.tsx:`))
  expect(lines.join('\n')).toContain(sentence)
})

test('what is allowed is not', () => {
  expect(said).not.toContain('good.tsx')
})
