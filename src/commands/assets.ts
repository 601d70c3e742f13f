import { createHash } from 'node:crypto'
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import { build, transform } from 'esbuild'
import { root } from './quiet.ts'

const headers = `/assets/*
  Cache-Control: public, max-age=31536000, immutable
  X-Content-Type-Options: nosniff
  Cross-Origin-Resource-Policy: same-origin
`

/**
 * Writes public/ and the pinned htmx into dist/public/assets/ under names that carry a hash of what they hold, and dist/manifest.json,
 * which says what became of each name: `{ "app.css": "/assets/app.1f2e3d4c.css" }`. Takes a few milliseconds.
 */
export async function buildAssets(): Promise<Record<string, string>> {
  const files = [...(await filesOf(join(root, 'public'))), { name: 'htmx.js', from: join(root, 'node_modules/htmx.org/dist/htmx.min.js') }]
  const next = join(root, `dist/public.${process.pid}`)
  const entries = await Promise.all(files.map(async ({ name, from }) => [name, await publish(next, name, from)] as const))
  const manifest = Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
  await writeFile(join(next, '_headers'), headers)
  await cp(next, join(root, 'dist/public'), { recursive: true })
  await rm(next, { recursive: true })
  await writeIfChanged(join(root, 'dist/manifest.json'), JSON.stringify(manifest, null, 2) + '\n')
  return manifest
}

/** Copies one file, minified when it is a script or a stylesheet, and returns its address. */
async function publish(into: string, name: string, from: string): Promise<string> {
  const extension = extname(name)
  const content = await minified(from, extension)
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 8)
  const address = `/assets/${name.slice(0, name.length - extension.length)}.${hash}${extension}`
  await mkdir(dirname(join(into, address)), { recursive: true })
  await writeFile(join(into, address), content)
  return address
}

/** A stylesheet may begin with `@import` of others: they become one file, because a first view is four requests (SPD-2). */
async function minified(from: string, extension: string): Promise<Buffer> {
  if (extension === '.css') {
    const { outputFiles } = await build({
      entryPoints: [from],
      bundle: true,
      write: false,
      minify: true,
      target: 'es2024',
      logLevel: 'error',
    })
    return Buffer.from(outputFiles[0]?.contents ?? [])
  }
  const content = await readFile(from)
  if (extension !== '.js') return content
  const { code } = await transform(content.toString(), { loader: 'js', minify: true, target: 'es2024', legalComments: 'inline' })
  return Buffer.from(code)
}

async function filesOf(folder: string): Promise<{ name: string; from: string }[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = found.filter((entry) => entry.isFile() && !/^[._]/.test(entry.name)) // `_part.css` goes into another
  return files.map((entry) => {
    const from = join(entry.parentPath, entry.name)
    return { name: from.slice(folder.length + 1), from }
  })
}

/** A manifest that did not change keeps its date, so that the bundles made from it stay fresh. */
async function writeIfChanged(path: string, content: string): Promise<void> {
  const before = await readFile(path, 'utf8').catch(() => '')
  if (before !== content) await writeFile(path, content)
}
