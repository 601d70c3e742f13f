import { startPortal } from './portal.ts'

/** One portal in a process of its own; only src/commands/spawned.ts starts it. It ends when that process does. */
process.on('SIGTERM', () => process.exit(0))
process.on('disconnect', () => process.exit(0))
try {
  const { url } = await startPortal(JSON.parse(process.argv[2] ?? '{}'))
  process.send?.({ url })
} catch (error) {
  process.send?.({ error: String(error) })
  process.exitCode = 1
}
