import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { build, bundles } from './bundle.ts'
import { command, root } from './quiet.ts'

/** `npm run build`: the production bundle and its assets, from nothing. */
await command(async () => {
  for (const folder of ['dist/public', bundles.production.folder]) await rm(join(root, folder), { recursive: true, force: true })
  const size = await build('production')
  console.log(`${bundles.production.script}: ${(size / 1024).toFixed(1)} kB gzip`)
})
