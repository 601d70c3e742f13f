import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { localBase, remoteBase } from './org/base.ts'
import { command, Refusal, root } from './quiet.ts'
import { closeAfterRestore } from './restored/close.ts'
import { type Change, forgottenSince, openCopy, takesAccess } from './restored/copy.ts'

const usage = `npm run restored -- --to <time> [--before <export.sql>] [--shard DB] [--remote | --data <folder>]

  --to      the moment the database was put back to, such as 2027-03-01T09:30:00Z
  --shard   which database was put back, where there are several: DB, DB_2 ...
  --before  the export taken just before: says what was forgotten, and which e-mails had left

Without --remote: the local portal's data. All of it: docs/operations.md, Restore.`

/** `npm run restored`: after a database was put back, before people come in again. Safe to run twice. */
await command(async () => {
  const { to, before, remote, data, shard } = read()
  const copy = before === undefined ? undefined : await openCopy(before)
  const forgotten = copy && forgottenSince(copy, to)
  const base = remote ? remoteBase(undefined, shard) : await localBase(data ?? join(root, '.portico/state'), shard)
  const done = await closeAfterRestore(base, to, forgotten)
  for (const [what, count] of Object.entries(done)) console.log(`${String(count).padStart(6)}  ${what}`)
  console.log(forgotten ? told(forgotten.changes) : '\nWhat was forgotten is not known without --before: ask the practices.')
})

function told(changes: Change[]): string {
  const first = changes.filter(takesAccess)
  const line = ({ at, organization, actor, action, about }: Change) =>
    `  ${new Date(at).toISOString()}  ${organization.padEnd(12)} ${action.padEnd(26)} ${about}  by ${actor}`
  return [
    `\nForgotten are ${changes.length} changes. Do these again first, each took access away or changed a proof (${first.length}):`,
    ...first.map(line),
    `\nThe others (${changes.length - first.length}), for the practices:`,
    ...changes.filter((change) => !takesAccess(change)).map(line),
  ].join('\n')
}

function read(): { to: number; before?: string | undefined; remote: boolean; data?: string | undefined; shard: string } {
  const text = { type: 'string' } as const
  try {
    const { values } = parseArgs({ options: { to: text, before: text, data: text, shard: text, remote: { type: 'boolean' } } })
    const to = Date.parse(values.to ?? '')
    if (Number.isNaN(to) || to > Date.now()) throw new Error('--to must be a moment that has passed.')
    return { to, before: values.before, remote: values.remote === true, data: values.data, shard: values.shard ?? 'DB' }
  } catch (error) {
    throw new Refusal(`${(error as Error).message}\n\n${usage}`)
  }
}
