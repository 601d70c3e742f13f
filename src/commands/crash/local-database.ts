import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Refusal } from '../quiet.ts'
import type { Readable } from '../invariants.ts'

/** A copy of a local portal's database, as it lies on the disk; the portal may be dead or alive. Removed when `look` is done. */
export async function withCopy<T>(folder: string, look: (db: LocalDatabase) => Promise<T>): Promise<T> {
  const original = await databaseIn(folder)
  const copies = await mkdtemp(join(tmpdir(), 'portico-copy-'))
  try {
    const copy = join(copies, basename(original))
    for (const suffix of ['', '-wal']) await copyFile(original + suffix, copy + suffix).catch((error) => suffix || Promise.reject(error))
    const db = new DatabaseSync(copy)
    try {
      return await look({ raw: db, prepare: (sql) => ({ all: async () => ({ results: db.prepare(sql).all() }) }) })
    } finally {
      db.close()
    }
  } finally {
    await rm(copies, { recursive: true, force: true })
  }
}

export interface LocalDatabase extends Readable {
  raw: DatabaseSync
}

/** The file in which the local D1 keeps the portal; the other one, metadata.sqlite, is Miniflare's own. */
async function databaseIn(folder: string): Promise<string> {
  const files = await readdir(folder, { recursive: true }).catch(() => [])
  const file = files.find((name) => name.includes('D1DatabaseObject') && /[0-9a-f]{64}\.sqlite$/.test(name))
  if (!file) throw new Refusal(`There is no portal's data in ${folder}.`)
  return join(folder, file)
}
