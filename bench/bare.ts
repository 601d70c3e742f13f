import { Hono } from 'hono'
import { filledIn, type Script } from './replay.ts'

interface Bare {
  Bindings: { DB: D1Database; SCRIPTS: string }
}

/**
 * What the portal is measured against: no sign-in, no rules, no audit, no escaping. For every route it sends the portal's own statements, in
 * the same batches, and answers a constant text of the same size.
 */
const app = new Hono<Bare>()
const texts = new Map<number, string>()
let scripts: Record<string, Script> | undefined

app.get('/empty', (c) => c.text('ok'))
app.get('/:name', async (c) => c.html(await play(c.env, c.req.param('name'), {})))
app.post('/:name', async (c) => {
  const fields = (await c.req.parseBody()) as Record<string, string>
  return c.html(await play(c.env, c.req.param('name'), fields))
})

async function play({ DB, SCRIPTS }: Bare['Bindings'], name: string, fields: Record<string, string>): Promise<string> {
  scripts ??= JSON.parse(SCRIPTS) as Record<string, Script>
  const { batches, size } = scripts[name] as Script
  const fresh: string[] = []
  for (const batch of batches) await DB.batch(batch.map(({ sql, params }) => DB.prepare(sql).bind(...filledIn(params, fields, fresh))))
  let text = texts.get(size)
  if (!text) texts.set(size, (text = 'x'.repeat(size)))
  return text
}

export default app
