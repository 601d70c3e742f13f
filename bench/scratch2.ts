import { readFileSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { runWorker } from './workers.ts'
import { send } from './load.ts'
import { asked } from './ground.ts'
import { measured } from './routes.ts'
const g = JSON.parse(readFileSync('/dev/shm/q-ground/ground.json', 'utf8'))
const w = await runWorker('dist/worker/worker.js', g.folders.small)
for (const r of measured.filter((r) => r.page)) {
  const a = await send(w.url, asked(r, g.cookies))
  writeFileSync(`/dev/shm/q-ground/${r.name}.html`, a.body)
  console.log(r.name, a.status, a.body.length, gzipSync(a.body).length)
}
await w.stop()
process.exit(0)
