import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { buildAssets } from './assets.ts'
import { command, ownFolder, Refusal, root } from './quiet.ts'

/**
 * `npm run docs`: writes the pages that are made from the code: docs/accounts.md, docs/settings.md, docs/doors.md,
 * docs/emails.md.
 * With `--check` it writes nothing and ends with 1 when one of them is not what the code says now.
 */
await command(async () => {
  const pages = await generated()
  const stale: string[] = []
  for (const [path, text] of Object.entries(pages)) if ((await present(path)) !== text) stale.push(path)
  if (process.argv.includes('--check')) return check(stale)
  for (const path of stale) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), pages[path] as string)
  }
  console.log(stale.length > 0 ? `Written: ${stale.join(', ')}` : 'The generated pages are current.')
})

function check(stale: string[]): void {
  if (stale.length > 0) throw new Refusal(`Not current: ${stale.join(', ')}. Run "npm run docs" and commit what it writes.`)
  console.log('The generated pages are current.')
}

/** The pages by path. Node strips types but does not know JSX, so the code is bundled before it runs. */
async function generated(): Promise<Record<string, string>> {
  await buildAssets()
  const outfile = join(ownFolder('docs'), `pages-${process.pid}.mjs`)
  const entryPoints = [join(root, 'src/commands/docs/pages.ts')]
  try {
    await build({
      entryPoints,
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node24',
      tsconfig: join(root, 'tsconfig.json'),
      logLevel: 'error',
    })
    const module: { pages(): Promise<Record<string, string>> } = await import(pathToFileURL(outfile).href)
    return await module.pages()
  } finally {
    await rm(outfile, { force: true })
  }
}

async function present(path: string): Promise<string | null> {
  try {
    return await readFile(join(root, path), 'utf8')
  } catch {
    return null
  }
}
