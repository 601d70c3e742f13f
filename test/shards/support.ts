import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { organizations } from '../../src/dev/cast.ts'
import worker from '../../src/dev.ts'
import type { Env } from '../../src/env.ts'
import type { Base, Row } from '../../src/commands/org/base.ts'
import { tablesOf, ownerOf } from '../../src/moving/tables.ts'
import { submit, visit, freshPortal, tuesday, type How, type Who } from '../support/portal.ts'

/** The portal with a second shard: cedar lies there, willow beside control. */
export const twoShards: Env = { ...env, DB_2: env.SECOND_SHARD as D1Database }
export const [first, second] = [env.DB, env.SECOND_SHARD as D1Database]
export const { willow, cedar } = organizations

/** Answers in place of the Worker; `which` is its env, in which something can be broken. */
export const through =
  (which: Env = twoShards) =>
  async (request: Request): Promise<Response> => {
    const context = createExecutionContext()
    const response = await worker.fetch(request as Parameters<typeof worker.fetch>[0], which, context)
    await waitOnExecutionContext(context)
    return response
  }

export const see = (who: Who, path: string, how: How = {}): Promise<Response> => visit(who, path, { through: through(), ...how })
export const send = (who: Who, path: string, fields: Parameters<typeof submit>[2] = {}, how: How = {}): Promise<Response> =>
  submit(who, path, fields, { through: through(), ...how })

/** For beforeEach: the cast as new, on its two shards. */
export async function freshShards(): Promise<void> {
  await freshPortal()
  for (const d1 of [first, second]) await d1.prepare('DELETE FROM closed_here').run()
  await send(null, '/dev/reset', { now: tuesday })
}

/** Rows of one of the databases. */
export async function rowsOn<T = Row>(d1: D1Database, text: string, ...values: unknown[]): Promise<T[]> {
  return (
    await d1
      .prepare(text)
      .bind(...values)
      .all<T>()
  ).results
}

/** A database for a command of the host. */
export const baseOf = (d1: D1Database): Base => ({
  run: async (statements) => (await d1.batch<Row>(statements.map((text) => d1.prepare(text)))).map(({ results }) => results),
})

/** All rows of an organization, by table. */
export async function everythingOf(d1: D1Database, organizationId: string): Promise<Record<string, string[]>> {
  const tables = await tablesOf(d1)
  const found = await d1.batch<{ line: string }>(
    tables.map((table) =>
      d1
        .prepare(`SELECT json_array(${table.columns.join(', ')}) AS line FROM ${table.name} WHERE ${ownerOf(table)} = ? ORDER BY line`)
        .bind(organizationId),
    ),
  )
  return Object.fromEntries(tables.map(({ name }, i) => [name, (found[i]?.results ?? []).map(({ line }) => line)]))
}

/** A database before each call of which something happens. */
export function between(d1: D1Database, before: () => void | Promise<void>): D1Database {
  const statement = (real: D1PreparedStatement): D1PreparedStatement =>
    new Proxy(real, {
      get(target, name) {
        if (name === 'real') return target
        if (name === 'bind') return (...values: unknown[]) => statement(target.bind(...values))
        const value = Reflect.get(target, name) as (...args: unknown[]) => unknown
        return async (...args: unknown[]) => {
          await before()
          return await value.apply(target, args)
        }
      },
    })
  return {
    prepare: (text: string) => statement(d1.prepare(text)),
    batch: async (list: D1PreparedStatement[]) => {
      await before()
      return await d1.batch(list.map((one) => (one as unknown as { real: D1PreparedStatement }).real))
    },
  } as unknown as D1Database
}

/** A database whose nth call and all behind it fail, as for a Worker that is killed there. `calls` counts. */
export const dyingAt = (d1: D1Database, dying: { at: number; calls: number }): D1Database =>
  between(d1, () => {
    if (++dying.calls >= dying.at) throw new Error('killed')
  })
