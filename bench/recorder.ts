import portal from '../src/dev.ts'
import type { Env, OutboxMessage } from '../src/env.ts'
import type { Statement } from './replay.ts'

/** The development Worker with a witness: `GET /bench/record` answers every batch since it was last asked, as text and parameters. */
export default {
  async fetch(request, env, ctx) {
    if (new URL(request.url).pathname === '/bench/record') return Response.json(batches.splice(0))
    witness ??= witnessed(env.DB)
    return await portal.fetch(request, { ...env, DB: witness }, ctx)
  },
  queue: () => {},
} satisfies ExportedHandler<Env, OutboxMessage>

const batches: Statement[][] = []
const known = new WeakMap<D1PreparedStatement, Statement>()
let witness: D1Database | undefined

function witnessed(d1: D1Database): D1Database {
  const batch = async (statements: D1PreparedStatement[]) => {
    batches.push(statements.map((statement) => known.get(statement) ?? { sql: '', params: [] }))
    return await d1.batch(statements)
  }
  return { prepare: (sql: string) => followed(d1.prepare(sql), { sql, params: [] }), batch } as unknown as D1Database
}

function followed(statement: D1PreparedStatement, { sql, params }: Statement): D1PreparedStatement {
  known.set(statement, { sql, params })
  const bind = statement.bind.bind(statement)
  statement.bind = (...values) => followed(bind(...values), { sql, params: values as Statement['params'] })
  return statement
}
