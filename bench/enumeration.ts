import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seed } from '../src/commands/demo.ts'
import { buildIfStale } from '../src/commands/bundle.ts'
import { freePort } from '../src/commands/ports.ts'
import { startPortal } from '../src/commands/portal.ts'
import { command } from '../src/commands/quiet.ts'
import { median, quantile } from './arithmetic.ts'
import { kolmogorovSmirnov } from './kolmogorov-smirnov.ts'

const samples = 200
const kinds = ['known', 'unknown', 'on file', 'archived', 'other organization', 'contact'] as const
type Kind = (typeof kinds)[number]

/** The doors at which an address is typed, and the fields of their forms beside it. */
const doors: Record<string, (email: string, turn: number, times: string[]) => Record<string, string>> = {
  '/willow/login': (email) => ({ email }),
  '/willow/join': (email) => ({ email, name: 'Eva Roth', phone: '+1 212 555 0199', key: randomUUID() }),
  '/willow/book': (email, turn, times) => ({ ...aTime, start: times[turn] ?? '', email, name: 'Eva Roth', key: randomUUID() }),
}
const aTime = { therapist: 'sta_theo', service: 'svc_session', forum: 'in_person' }

const [asked = ''] = process.argv.slice(2)

/**
 * `npm run enumeration`: does the time of an answer tell whether an address is known (T-14)? Two hundred addresses of each kind at each
 * door (or only at that which the argument ends: `-- book`), in turns, each from another network and browser. Prints what is asserted elsewhere by bytes and counts: statuses, lengths,
 * and for every kind against "known" the difference of the medians and the two-sample Kolmogorov-Smirnov test.
 */
await command(async () => {
  await buildIfStale('dev')
  const folder = await mkdtemp(join(tmpdir(), 'portico-enumeration-'))
  const portal = await startPortal({ bundle: 'dev', port: await freePort(), persistTo: folder, cron: false })
  try {
    await seed(portal.url)
    await post(portal.url, '/dev/fill', { clients: '4000' })
    const d1 = (await portal.mf.getD1Database('DB')) as unknown as D1Database
    const addresses = await addressesOf(d1)
    const times = await timesAt(portal.url)
    // Between the turns, so that neither a limit nor a held time stands in the way of one kind and not of another.
    const again = () => d1.batch([d1.prepare('DELETE FROM rate_counters'), d1.prepare('DELETE FROM holds')])
    for (const [path, fields] of Object.entries(doors).filter(([door]) => door.endsWith(asked)))
      await measure(portal.url, path, (email, turn) => fields(email, turn, times), addresses, again)
  } finally {
    await portal.stop()
    await rm(folder, { recursive: true, force: true })
  }
})

async function measure(
  url: string,
  path: string,
  fieldsOf: (email: string, turn: number) => Record<string, string>,
  addresses: Record<Kind, string[]>,
  again: () => Promise<unknown>,
) {
  const times = Object.fromEntries(kinds.map((kind) => [kind, [] as number[]])) as Record<Kind, number[]>
  const shapes = new Set<string>()
  for (let n = -20; n < samples; n++) {
    await again()
    for (const [turn, kind] of shuffled([...kinds]).entries()) {
      const email = addresses[kind][n < 0 ? samples - n : n] as string
      const startedAt = performance.now()
      const answer = await post(url, path, fieldsOf(email, turn), networkOf(n))
      const body = await answer.text()
      if (n >= 0) times[kind].push(performance.now() - startedAt)
      shapes.add(`${answer.status} ${answer.headers.get('location')} ${body.length} ${[...answer.headers.keys()].join()}`)
    }
  }
  console.log(
    `\nPOST ${path}: ${samples} of each kind; ${shapes.size} shape of answer: ${[...shapes].map((one) => one.split(' ').slice(0, 3).join(' ')).join(' | ')}`,
  )
  for (const kind of kinds) {
    const { statistic, p } = kolmogorovSmirnov(times.known, times[kind])
    const difference = median(times[kind]) - median(times.known)
    console.log(
      `  ${kind.padEnd(20)} p50 ${median(times[kind]).toFixed(2)} ms  p95 ${quantile(times[kind], 0.95).toFixed(2)} ms  difference of medians ${difference.toFixed(2)} ms  KS D=${statistic.toFixed(3)} p=${p.toFixed(3)}`,
    )
  }
}

/** One free time for each kind of a turn, each on a day of its own, so that none stands in another's way. */
async function timesAt(url: string): Promise<string[]> {
  const pageOf = async (more: Record<string, string>) =>
    await (await fetch(`${url}/willow/book?${new URLSearchParams({ ...aTime, ...more }).toString()}`)).text()
  const days = new Set([...(await pageOf({})).matchAll(/id="day-([\d-]+)"/g)].map(([, day]) => day ?? ''))
  const firsts = await Promise.all([...days].map(async (from) => /name="start" value="([^"]+)"/.exec(await pageOf({ from }))?.[1] ?? []))
  const times = [...new Set(firsts.flat())]
  if (times.length < kinds.length) throw new Error(`Only ${times.length} days have free times.`)
  return times
}

async function addressesOf(d1: D1Database): Promise<Record<Kind, string[]>> {
  const enough = samples + 40
  const list = async (sql: string) => (await d1.prepare(sql).all<{ email: string }>()).results.map(({ email }) => email)
  const hasAccount = 'EXISTS (SELECT 1 FROM client_logins l WHERE l.organization_id = c.organization_id AND l.client_id = c.id)'
  const live = `FROM clients c WHERE c.id GLOB 'cli_fill_*' AND c.email IS NOT NULL AND c.archived_at IS NULL AND`
  const known = await list(`SELECT c.email AS email ${live} ${hasAccount} ORDER BY c.id LIMIT ${enough}`)
  const archived = await list(`SELECT c.email AS email ${live} ${hasAccount} ORDER BY c.id DESC LIMIT ${enough}`)
  const onFile = await list(`SELECT c.email AS email ${live} NOT ${hasAccount} ORDER BY c.id LIMIT ${enough}`)
  await d1.batch(archived.map((email) => d1.prepare('UPDATE clients SET archived_at = 1 WHERE email = ?').bind(email)))
  const made = (what: string) => Array.from({ length: enough }, (_, n) => `${what}.${n}@else.example`)
  const [elsewhere, contacts] = [made('elsewhere'), made('contact')]
  const people = [...elsewhere, ...contacts].map((email, n) =>
    d1.prepare(`INSERT INTO people (id, name, email, created_at) VALUES ('per_enum_${n}', 'Ida Ek', '${email}', 1)`),
  )
  await d1.batch(people)
  await d1.batch(
    contacts.map((email, n) =>
      d1.prepare(
        `INSERT INTO contacts (organization_id, id, person_id, name, email, created_at) VALUES ('org_willow', 'con_enum_${n}', 'per_enum_${n + enough}', 'Ida Ek', '${email}', 1)`,
      ),
    ),
  )
  return { known, archived, 'on file': onFile, unknown: made('nobody'), 'other organization': elsewhere, contact: contacts }
}

function networkOf(n: number): Record<string, string> {
  return { 'CF-Connecting-IP': `198.${51 + (n & 3)}.${(n + 32) & 255}.7` }
}

function post(url: string, path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url + path, { method: 'POST', redirect: 'manual', headers: { Origin: url, ...headers }, body: new URLSearchParams(fields) })
}

function shuffled<T>(list: T[]): T[] {
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1))
    ;[list[i], list[j]] = [list[j] as T, list[i] as T]
  }
  return list
}
