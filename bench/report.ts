import { short } from './arithmetic.ts'
import { remindersTable } from './reminders-report.ts'
import { measured } from './routes.ts'
import type { Results } from './results.ts'
import { table } from './table.ts'
import { targetsOf } from './targets.ts'
import { trafficSection } from './traffic-report.ts'

/** docs/performance.md: what was measured, and which targets of docs/quality hold. */
export function report(results: Results): string {
  return `# Performance

Written by \`npm run bench\`${results.quick ? ' (a quick run)' : ''} on ${results.at.slice(0, 10)}: ${results.machine}. Do not edit.

The production bundle runs on workerd beside a **bare worker**: Hono, the portal's own statements in the same batches on an equal database, and a
constant text of the same size; no sign-in, rules, audit or escaping. Both answer in alternating blocks of one run, to one client with two
connections, so a ratio means something where a time does not. Everything is local: nothing here knows a network. The queue's deliveries are
invocations of their own and not counted.

## Targets

${table(
  ['', 'what', 'at most', 'reached', ''],
  targetsOf(results).map(({ id, what, limit, reached, holds }) => [id, what, limit, reached, holds ? 'holds' : '**does not hold**']),
)}

Paint times are Chromium's, on slow 4G with a CPU four times slower, 360 x 740, medians of cold views; the bare page is the same HTML with its stylesheet
inside and htmx, from the same server.${results.paint.length === 0 ? ' This run had no Chromium: they are not measured.' : ''}

## Routes

${table(['', 'requests/s', 'p50 ms', 'p99 ms', 'CPU ms', 'bare p50 ms', 'bare CPU ms', 'p50 ratio', 'CPU ratio', 'round trips', 'statements', 'rows read'], routeRows(results))}

"Nothing" is an address that asks nobody: what the local platform alone costs, on both sides.

${results.doors ? doorsSection(results.doors) : ''}${results.beside ? besideSection(results.beside) : ''}## What a view weighs

Bodies as gzip, headers as HTTP/1.1 writes them, in bytes.

${table(
  ['page', 'requests', 'first view', 'of it JavaScript', 'next view'],
  results.views.map((view) => [titleOf(view.name), ...[view.requests, view.cold, view.script, view.warm].map(String)]),
)}

A moved switch is answered with ${results.toggleBytes} bytes when every header is sent anew${results.toggleHttp2Bytes === undefined ? '' : `; on the HTTP/2 connection that its page came by, asking and answer are ${results.toggleHttp2Bytes} bytes in all`}. Headers are ${results.headerBytes} bytes of every answer; HTTP/2 sends them once per connection.

## Slots alone

60 days, starts every 15 minutes, every rule on: ${results.slots.map(({ busy, p50 }) => `${busy.toLocaleString('en-US')} busy ${p50} ms`).join(', ')} (p50 of one call in workerd).

${results.reminders ? remindersSection(results.reminders) : ''}${results.traffic ? trafficSection(results.traffic) : ''}## Start and memory

CPU of a fresh process until its first page: ${results.start.portal.untilFirst} ms, the bare worker ${results.start.bare.untilFirst} ms; of that the first page itself
${results.start.portal.first} and ${results.start.bare.first} ms. Memory before and after the load: ${memory(results.memory.portal)}, the bare worker ${memory(results.memory.bare)}.
`
}

const doorsSection = (doors: NonNullable<Results['doors']>) => `## Every door that is read

Each asked by one person whom it is for, one after the other, without a bare side; slowest first. A status of 404 or 410 is of a door whose thing is
not in the data. Bytes are of the body, as gzip.

${table(
  ['door', 'asked by', 'status', 'p50 ms', 'p99 ms', 'round trips', 'statements', 'rows read', 'bytes'],
  doors.map((door) => [
    door.path,
    door.who,
    ...[door.status, door.p50, door.p99, door.roundTrips, door.statements, door.rowsRead, door.bytes].map(String),
  ]),
)}

`

const besideSection = (beside: NonNullable<Results['beside']>) => `## Many practices in one database

The same pages of the same practice, beside so many in all, against the page alone.

${table(
  ['page', 'practices', 'rows read', 'alone', 'p50 ratio', 'CPU ratio'],
  beside.map(({ name, organizations, rowsRead, rowsAlone, p50Ratio, cpuRatio }) => [
    titleOf(name),
    ...[organizations, rowsRead, rowsAlone, p50Ratio, cpuRatio].map(String),
  ]),
)}

`

const remindersSection = (reminders: NonNullable<Results['reminders']>) => `## Ten thousand reminders

All due at one minute: the run of the clock that writes them and hands them to the queue, then the queue's batches of 25 one by one, with a provider that
takes every e-mail at once. CPU is the whole local platform's, the database's included; the Worker's own limit is 500 ms for an invocation. A sent e-mail is
one more subrequest of 10,000.

${remindersTable(reminders)}

`

function routeRows({ routes, costs, empty }: Results): string[][] {
  const all = [
    { title: 'Nothing', name: '', comparison: empty },
    ...measured.map(({ title, name }) => ({ title, name, comparison: routes[name]! })),
  ]
  return all.map(({ title, name, comparison: { sides, p50Ratio, cpuRatio } }) => {
    const [portal, bare] = sides as [(typeof sides)[number], (typeof sides)[number]]
    const cost = costs.find((one) => one.name === name && !one.large)
    const numbers = [portal.perSecond, portal.p50, portal.p99, portal.cpu, bare.p50, bare.cpu, p50Ratio, cpuRatio].map((value) =>
      String(short(value)),
    )
    return [title, ...numbers, ...[cost?.roundTrips, cost?.statements, cost?.rowsRead].map((value) => String(value ?? '-'))]
  })
}

const titleOf = (name: string): string => measured.find((route) => route.name === name)?.title ?? name
const memory = ({ before, after }: { before: number; after: number }): string => `${Math.round(before)} and ${Math.round(after)} MB`
