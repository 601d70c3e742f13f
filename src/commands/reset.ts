import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { command, root } from './quiet.ts'
import { claim } from './tenure.ts'

/** `npm run reset`: forgets the local data. The next start makes the demo data anew. */
await command(async () => {
  const state = join(root, '.portico/state')
  await claim(state)
  await rm(state, { recursive: true, force: true })
  console.log('The local data is gone; "npm start" makes it anew.')
})
