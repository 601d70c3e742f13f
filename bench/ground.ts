import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { applyMigrations } from '../src/commands/portal.ts'
import { fillWeek } from '../src/dev/week.ts'
import { dateOf, dayOf, instantsOf, wallClock, weekdayOf } from '../src/scheduling/zones.ts'
import { type Answer, type Ask, send } from './load.ts'
import { type Script, scriptOf, type Statement } from './replay.ts'
import { measured, recordedSwitch, type Route, routes, week } from './routes.ts'
import { bundled, runWorker, type RunningWorker } from './workers.ts'

/** What every measurement stands on: equal data in several folders, people who are signed in, and what the portal asks of the database. */
export interface Ground {
  /** 60 clients, 30 open requests, ten therapists with a full week. `large` has 5,000 more clients and 50,000 past appointments. */
  folders: { small: string; bare: string; large: string }
  cookies: Record<string, string>
  /** Full hours that are free, epoch ms. */
  free: number[]
  scripts: Record<string, Script>
  costs: Cost[]
}

/** What a route asks of the database, as the development bundle tells. */
export interface Cost {
  name: string
  large: boolean
  roundTrips: number
  statements: number
  rowsRead: number
}

const openRequests = 30

/** Makes it, through the development bundle, in a folder. Takes about 15 seconds. */
export async function makeGround(folder: string): Promise<Ground> {
  const script = await bundled('recorder.ts')
  const folders = { small: join(folder, 'small'), bare: join(folder, 'bare'), large: join(folder, 'large') }
  const recorder = await runWorker(script, folders.small)
  await applyMigrations(recorder.mf)
  await post(recorder, '/dev/seed', {})
  await post(recorder, '/dev/fill', { clients: '60' })
  await prepare(recorder)
  await fillWeek(await recorder.mf.getD1Database('DB'), week)
  const cookies = Object.fromEntries(
    await Promise.all(['dana', 'theo', 'ana', 'bo'].map(async (person) => [person, await signIn(recorder, person)] as const)),
  )
  const hours = fullHours()
  const free = hours.slice(0, -openRequests - 1)
  for (const start of hours.slice(-openRequests)) await send(recorder.url, asked(routes.requestOfAnother, cookies, requestFields(start)))
  const costs: Cost[] = []
  const scripts: Record<string, Script> = {}
  for (const route of measured) {
    const { answer, batches, particulars } = await record(recorder, route, cookies, hours.at(-openRequests - 1)!)
    costs.push(costOf(route.name, false, answer))
    scripts[route.name] = scriptOf(batches, Buffer.byteLength(answer.body), particulars)
  }
  await recorder.stop()
  await cp(folders.small, folders.bare, { recursive: true })
  await cp(folders.small, folders.large, { recursive: true })
  costs.push(...(await fill(await runWorker(script, folders.large), cookies)))
  return { folders, cookies, free, scripts, costs }
}

async function fill(large: RunningWorker, cookies: Ground['cookies']): Promise<Cost[]> {
  for (const past of ['20000', '20000', '10000']) await post(large, '/dev/fill', { past })
  await post(large, '/dev/fill', { clients: '5000' })
  const costs: Cost[] = []
  for (const route of [routes.slots, routes.week, routes.clients])
    costs.push(costOf(route.name, true, await send(large.url, asked(route, cookies))))
  await large.stop()
  return costs
}

/** Clients may ask often, and the switches that are moved have a version to be found by. */
async function prepare({ mf }: RunningWorker): Promise<void> {
  const db = await mf.getD1Database('DB')
  const choice =
    "INSERT INTO settings (organization_id, key, value, version, changed_at, changed_by, changed_by_name) VALUES ('org_willow', ?, 'off', 700, 1, 'per_dana', 'Dana Ortiz')"
  await db.batch([
    db.prepare('UPDATE organizations SET open_requests_per_client = 50'),
    db.prepare("UPDATE clients SET zone = 'America/New_York' WHERE id = 'cli_ana'"),
    ...['schedule_within_24h', 'cancel_within_24h', recordedSwitch].map((key) => db.prepare(choice).bind(key)),
  ])
}

/** One request with everything it asked of the database. */
async function record(recorder: RunningWorker, route: Route, cookies: Ground['cookies'], start: number) {
  const fields = route.name === 'request' ? requestFields(start) : route.name === 'toggle' ? { value: 'on', version: '700' } : undefined
  await send(recorder.url, { path: '/bench/record' })
  const answer = await send(recorder.url, asked(route, cookies, fields))
  if (answer.status !== route.status) throw new Error(`${route.name}: ${answer.status} instead of ${route.status}`)
  const { body } = await send(recorder.url, { path: '/bench/record' })
  const batches = (JSON.parse(body) as Statement[][]).filter(([first]) => !first?.sql.startsWith('update "sessions"'))
  const texts = { ...(fields && 'key' in fields && { key: fields.key }), ...(route.name === 'toggle' && { setting: recordedSwitch }) }
  const particulars = { texts, ...(route.name === 'request' && { start }), ...(route.name === 'toggle' && { version: 700 }) }
  return { answer, batches, particulars }
}

/** A route's request, by whoever may make it. */
export const asked = ({ path, who, partial }: Route, cookies: Ground['cookies'], fields?: Record<string, string>): Ask => ({
  path,
  cookie: who && cookies[who],
  ...(partial && { partial }),
  ...(fields && { fields }),
})

export const requestFields = (start: number) => ({
  therapist: 'sta_theo',
  service: 'svc_session',
  forum: 'in_person',
  start: new Date(start).toISOString(),
  note: '',
  key: crypto.randomUUID(),
})

export async function signIn({ url }: RunningWorker, person: string): Promise<string> {
  const { rawHeaders } = await send(url, { path: '/dev/sign-in', fields: { person } })
  const cookie = rawHeaders.find((_, at) => rawHeaders[at - 1]?.toLowerCase() === 'set-cookie')
  return cookie?.split(';')[0] ?? ''
}

async function post({ url }: RunningWorker, path: string, fields: Record<string, string>): Promise<void> {
  const { status, body } = await send(url, { path, fields })
  if (status !== 200) throw new Error(`${path}: ${status} ${body}`)
}

export function costOf(name: string, large: boolean, { rawHeaders, status }: Answer): Cost {
  const header = (wanted: string) => rawHeaders.find((_, at) => at % 2 === 1 && rawHeaders[at - 1]!.toLowerCase() === wanted) ?? ''
  if (status >= 400) throw new Error(`${name}: ${status}`)
  const number = (text: string, pattern: RegExp) => Number(pattern.exec(text)?.[1] ?? NaN)
  const database = header('x-database')
  return {
    name,
    large,
    roundTrips: number(header('server-timing'), /db;desc="(\d+)"/),
    statements: number(database, /statements=(\d+)/),
    rowsRead: number(database, /rows-read=(\d+)/),
  }
}

/** Of Theo's working days from the day after tomorrow on. */
function fullHours(): number[] {
  const zone = 'America/New_York'
  const today = dayOf(wallClock(zone, Date.now()).date)
  const days = Array.from({ length: 56 }, (_, at) => today + 2 + at).filter((day) => weekdayOf(day) <= 5)
  return days.flatMap((day) => [9, 10, 11, 12, 13, 14, 15, 16].flatMap((hour) => instantsOf(zone, dateOf(day), hour * 60)))
}
