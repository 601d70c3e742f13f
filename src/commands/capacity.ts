import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { book, Visitor } from './capacity/booking.ts'
import { bytesOf, growth, table } from './capacity/bytes.ts'
import { buildIfStale } from './bundle.ts'
import { localBase } from './org/base.ts'
import { sql } from './org/sql.ts'
import { seed } from './demo.ts'
import { freePort } from './ports.ts'
import { command } from './quiet.ts'
import { spawnPortal } from './spawned.ts'

const [clients, appointments] = [2000, 200]

/**
 * `npm run capacity` (SCL-1): how many rows and bytes a client and an appointment leave in the database, indexes, audit, seals and e-mails
 * included. Clients are generated; appointments go through the portal as people make them: asked for, confirmed, told of, reminded of.
 * The arithmetic behind docs/scale.md.
 */
await command(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'portico-capacity-'))
  await buildIfStale('dev')
  const portal = await spawnPortal({ bundle: 'dev', port: await freePort(), persistTo: folder, cron: false })
  try {
    await seed(portal.url)
    const base = await localBase(folder)
    const empty = await bytesOf(base)
    const host = new Visitor(portal.url)
    await host.post('/dev/fill', { clients: String(clients) })
    const filled = await bytesOf(base)
    await base.run([sql`UPDATE organizations SET open_requests_per_client = 50, reminder_hours = '[48,2]'`])
    const before = await bytesOf(base)
    await book(portal.url, appointments)
    const after = await bytesOf(base)
    console.log(`${clients} clients, each:\n${table(growth(empty, filled), clients)}`)
    console.log(`\n${appointments} appointments, each:\n${table(growth(before, after), appointments)}`)
  } finally {
    await portal.stop()
    await rm(folder, { recursive: true, force: true })
  }
})
