import { asked, type Ground, requestFields } from './ground.ts'
import { send, type Side } from './load.ts'
import { type Route, routes } from './routes.ts'
import type { RunningWorker } from './workers.ts'

/** The portal at a route, and the bare worker at the same: each request a new one where it changes something. */
export function sidesOf(route: Route, portal: RunningWorker, bare: RunningWorker, ground: Ground): [Side, Side] {
  if (route === routes.toggle) return [switching(portal, ground, route), switching(bare, ground)]
  if (route === routes.request) return [requesting(portal, ground, route), requesting(bare, ground)]
  return [reading(portal, ground, route), { worker: bare, ask: async () => expect(200, await send(bare.url, { path: `/${route.name}` })) }]
}

export function reading(worker: RunningWorker, ground: Ground, route: Route): Side {
  return { worker, ask: async () => expect(route.status, await send(worker.url, asked(route, ground.cookies))) }
}

/** Both answer a path that reads nothing: what the platform alone costs here. */
export const emptySides = (portal: RunningWorker, bare: RunningWorker): [Side, Side] => [
  { worker: portal, ask: async () => expect(200, await send(portal.url, { path: '/healthz' })) },
  { worker: bare, ask: async () => expect(200, await send(bare.url, { path: '/empty' })) },
]

/** Every lane has a switch of its own, and moves it to and fro. Without a route: the bare worker. */
function switching(worker: RunningWorker, ground: Ground, route?: Route): Side {
  const lanes = ['schedule_within_24h', 'cancel_within_24h'].map((setting) => ({ setting, version: 700 }))
  return {
    worker,
    ask: async (number) => {
      const lane = lanes[number]!
      const { setting, version } = lane
      const fields = { value: version % 2 ? 'off' : 'on', version: String(version) }
      const ask = route
        ? asked({ ...route, path: route.path.replace(/\w+$/, setting) }, ground.cookies, fields)
        : { path: '/toggle', fields: { ...fields, setting } }
      expect(200, await send(worker.url, ask))
      lane.version++
    },
  }
}

/** Each asks for another hour. Between blocks they are withdrawn, in the database itself. */
function requesting(worker: RunningWorker, { free, cookies }: Ground, route?: Route): Side {
  let next = 0
  return {
    worker,
    ask: async () => {
      const start = free[next++]!
      const answer = await send(
        worker.url,
        route
          ? asked(route, cookies, requestFields(start))
          : { path: '/request', fields: { start: String(start), key: crypto.randomUUID() } },
      )
      expect(route ? 303 : 200, answer)
    },
    afterwards: async () => {
      const db = await worker.mf.getD1Database('DB')
      await db
        .prepare("UPDATE appointments SET status = 'withdrawn' WHERE status = 'requested' AND starts_at <= ?")
        .bind(free.at(-1)!)
        .run()
      next = 0
    },
  }
}

function expect(status: number, answer: { status: number; body: string }): void {
  if (answer.status !== status) throw new Error(`${answer.status} instead of ${status}: ${answer.body.slice(0, 300)}`)
}
