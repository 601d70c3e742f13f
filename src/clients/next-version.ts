import { eq } from 'drizzle-orm'
import type { Current } from '../current.ts'
import { changedOne, within, type Query } from '../db.ts'
import { clients } from './schema.ts'

/** For a batch that changes what hangs on a client's record: the record is a version further; a version that is stale stops the batch. */
export const nextVersion = (current: Pick<Current, 'db' | 'organization'>, id: string, version: number): Query[] => [
  current.db.orm
    .update(clients)
    .set({ version: version + 1 })
    .where(within(current, clients, eq(clients.id, id), eq(clients.version, version))),
  changedOne(current.db),
]
