import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { remoteBase } from '../../src/commands/org/base.ts'
import { sql } from '../../src/commands/org/sql.ts'

// `npm run org -- --remote`, with wrangler's own local database in place of the deployed one.

describe('the deployed database', () => {
  test('the same statements go through wrangler, quoted, all or none', async () => {
    const local = await mkdtemp(join(tmpdir(), 'portico-wrangler-'))
    try {
      const remote = remoteBase(['--local', '--persist-to', local])
      const odd = 'O\'Neil; DROP TABLE t -- "x" ?1 \\ ñ'
      await remote.run([sql`CREATE TABLE t (a TEXT UNIQUE, n INTEGER)`, sql`INSERT INTO t VALUES (${odd}, ${7})`])
      await expect(remote.run([sql`INSERT INTO t VALUES ('new', ${null})`, sql`INSERT INTO t VALUES (${odd}, 1)`])).rejects.toThrow()
      expect(await remote.run([sql`SELECT a, n FROM t`, sql`SELECT 1 AS one`])).toEqual([[{ a: odd, n: 7 }], [{ one: 1 }]])
    } finally {
      await rm(local, { recursive: true, force: true })
    }
  })
})
