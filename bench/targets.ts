import type { DoorTime } from './every-door.ts'
import type { Beside } from './organizations.ts'
import type { Results } from './results.ts'

export interface Target {
  id: string
  what: string
  limit: string
  reached: string
  holds: boolean
}

const kB = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`
const most = <T>(list: T[], of: (one: T) => number): T => list.toSorted((a, b) => of(b) - of(a))[0] as T

/** Every target of SPD-1 to SPD-5 that a number of this run decides. */
export function targetsOf(results: Results): Target[] {
  const { doors = [], beside = [] } = results
  return [
    ...counts(results),
    ...everyDoor(doors),
    ...bytes(results),
    ...paints(results),
    ...ratios(results),
    ...scale(results),
    ...manyPractices(beside),
    ...start(results),
  ]
}

function everyDoor(doors: DoorTime[]): Target[] {
  if (doors.length === 0) return []
  const [trips, statements] = [most(doors, (door) => door.roundTrips), most(doors, (door) => door.statements)]
  const all = `${doors.length} doors`
  return [
    { id: 'SPD-1', what: `round trips, ${all}`, limit: '2', reached: `${trips.roundTrips}`, holds: trips.roundTrips <= 2 },
    {
      id: 'SPD-1',
      what: `statements, ${all}`,
      limit: '12',
      reached: `${statements.statements} (${statements.path})`,
      holds: statements.statements <= 12,
    },
  ]
}

/** Rows are counted: with 100 and with 1,000 they must be equal. (With none beside it, each range is a row shorter.) Times are the worst of a few. */
function manyPractices(beside: Beside[]): Target[] {
  return [...new Set(beside.map(({ organizations }) => organizations))].map((organizations) => {
    const pages = beside.filter((one) => one.organizations === organizations)
    const slowest = most(pages, ({ p50Ratio }) => p50Ratio)
    const same = pages.every(({ name, rowsRead }) => beside.every((other) => other.name !== name || other.rowsRead === rowsRead))
    const reached = `${slowest.p50Ratio}x (${slowest.name}), ${same ? 'the same rows' : 'more rows'}`
    const what = `${pages.length} pages beside ${organizations.toLocaleString('en-US')} practices`
    return { id: 'SPD-4', what, limit: '1.1x', reached, holds: slowest.p50Ratio <= 1.1 && same }
  })
}

function counts({ costs }: Results): Target[] {
  const trips = most(costs, ({ roundTrips }) => roundTrips)
  const pages = costs.filter(({ name }) => name !== 'request' && name !== 'toggle')
  const statements = most(pages, (cost) => cost.statements)
  return [
    { id: 'SPD-1', what: 'round trips, most', limit: '2', reached: `${trips.roundTrips} (${trips.name})`, holds: trips.roundTrips <= 2 },
    {
      id: 'SPD-1',
      what: 'statements of a page, most',
      limit: '12',
      reached: `${statements.statements} (${statements.name})`,
      holds: statements.statements <= 12,
    },
  ]
}

function bytes({ views, toggleBytes, toggleHttp2Bytes }: Results): Target[] {
  const [cold, warm, script, requests] = (['cold', 'warm', 'script', 'requests'] as const).map((key) => most(views, (view) => view[key]))
  return [
    { id: 'SPD-2', what: 'first view, most', limit: '30 kB', reached: `${kB(cold!.cold)} (${cold!.name})`, holds: cold!.cold <= 30_000 },
    { id: 'SPD-2', what: 'JavaScript of a first view', limit: '17 kB', reached: kB(script!.script), holds: script!.script <= 17_000 },
    { id: 'SPD-2', what: 'requests of a first view', limit: '4', reached: String(requests!.requests), holds: requests!.requests <= 4 },
    { id: 'SPD-2', what: 'next view, most', limit: '5 kB', reached: `${kB(warm!.warm)} (${warm!.name})`, holds: warm!.warm <= 5000 },
    {
      id: 'SPD-2',
      what: 'a moved switch, every header anew (HTTP/1.1)',
      limit: '1.5 kB',
      reached: kB(toggleBytes),
      holds: toggleBytes <= 1500,
    },
    ...(toggleHttp2Bytes === undefined
      ? []
      : [
          {
            id: 'SPD-2',
            what: 'a moved switch, there and back (HTTP/2)',
            limit: '1.5 kB',
            reached: kB(toggleHttp2Bytes),
            holds: toggleHttp2Bytes <= 1500,
          },
        ]),
  ]
}

function paints({ paint }: Results): Target[] {
  return paint.flatMap(({ name, portal, bare }) => {
    const times = (['firstPaint', 'largestPaint'] as const).map((key) => {
      const ratio = portal[key] / bare[key]
      const what = `${key === 'firstPaint' ? 'first' : 'largest'} paint against the bare page: ${name}`
      return { id: 'SPD-2', what, limit: '1.3x', reached: `${ratio.toFixed(2)}x (${portal[key]} and ${bare[key]} ms)`, holds: ratio <= 1.3 }
    })
    const blocking = {
      id: 'SPD-2',
      what: `blocking time: ${name}`,
      limit: '50 ms',
      reached: `${portal.blocking} ms`,
      holds: portal.blocking <= 50,
    }
    const shift = { id: 'SPD-2', what: `layout shift: ${name}`, limit: '0', reached: String(portal.shift), holds: portal.shift === 0 }
    return [...times, blocking, shift]
  })
}

function ratios({ routes }: Results): Target[] {
  return Object.entries(routes).map(([name, { cpuRatio }]) => ({
    id: 'SPD-3',
    what: `CPU against the bare worker: ${name}`,
    limit: '3x',
    reached: `${cpuRatio}x`,
    holds: cpuRatio <= 3,
  }))
}

function scale({ slots, routes, much, costs }: Results): Target[] {
  const [some, more, many] = [500, 2000, 8000].map((busy) => slots.find((one) => one.busy === busy)!)
  const ratio = many!.p50 / some!.p50
  const growth = more!.p50 / some!.p50
  const rows = (name: string, large: boolean) => costs.find((cost) => cost.name === name && cost.large === large)!.rowsRead
  const sameRows = (name: string) => `${rows(name, false)} and ${rows(name, true)} rows`
  const equal = (name: string) => rows(name, true) <= 1.1 * rows(name, false)
  return [
    { id: 'SPD-4', what: 'slots alone, 500 busy', limit: '0.2 ms', reached: `${some!.p50} ms`, holds: some!.p50 <= 0.2 },
    { id: 'SPD-4', what: '2,000 busy against 500', limit: '4x', reached: `${growth.toFixed(1)}x`, holds: growth <= 4 },
    { id: 'SPD-4', what: '8,000 busy against 500', limit: '10x', reached: `${ratio.toFixed(1)}x`, holds: ratio <= 10 },
    {
      id: 'SPD-4',
      what: 'free times over HTTP against the bare queries',
      limit: '2x',
      reached: `${routes['slots']!.p50Ratio}x`,
      holds: routes['slots']!.p50Ratio <= 2,
    },
    {
      id: 'SPD-4',
      what: 'free times with 50,000 past appointments against none',
      limit: '1.1x',
      reached: `${much.past.p50Ratio}x, ${sameRows('slots')}`,
      holds: much.past.p50Ratio <= 1.1 && equal('slots'),
    },
    {
      id: 'SPD-4',
      what: 'the week of 10 therapists with 50,000 past appointments',
      limit: '1.1x',
      reached: `${much.week.p50Ratio}x, ${sameRows('week')}`,
      holds: much.week.p50Ratio <= 1.1 && equal('week'),
    },
    {
      id: 'SPD-4',
      what: 'Manage Clients with 5,000 against 60',
      limit: '1.1x',
      reached: `${much.clients.p50Ratio}x, ${sameRows('clients')}`,
      holds: much.clients.p50Ratio <= 1.1 && equal('clients'),
    },
  ]
}

function start({ start: { bundle, portal } }: Results): Target[] {
  return [
    { id: 'SPD-5', what: 'bundle, gzip', limit: '400 kB', reached: kB(bundle), holds: bundle < 400_000 },
    { id: 'SPD-5', what: 'CPU of the first request', limit: '50 ms', reached: `${portal.first} ms`, holds: portal.first <= 50 },
  ]
}
