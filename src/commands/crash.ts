import { rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { buildIfStale } from './bundle.ts'
import { Browser } from './crash/browser.ts'
import { print } from './crash/check-folder.ts'
import { Ledger, stateOf } from './crash/ledger.ts'
import { type LocalDatabase, withCopy } from './crash/local-database.ts'
import { catchUp, mailsArrived, mailsAstray } from './crash/mails.ts'
import { people, Writers } from './crash/writers.ts'
import { seed } from './demo.ts'
import { checkInvariants, type Finding } from './invariants.ts'
import { type PortalOptions, startPortal } from './portal.ts'
import { freePort } from './ports.ts'
import { command } from './quiet.ts'
import { type SpawnedPortal, spawnPortal } from './spawned.ts'

const { values } = parseArgs({ options: { cycles: { type: 'string', default: '25' } }, allowPositionals: true })
const cycles = Number(values.cycles)

/**
 * `npm run crash -- --cycles 25`: sixteen writers, kill -9 of the portal and its runtime in the middle of it, a start on what is left, and
 * again. What was acknowledged is there, what was not answered can be asked again with its key, every invariant holds, and of the e-mails none
 * is lost, forgotten or there twice once the clock has caught up.
 */
await command(async () => {
  await buildIfStale('dev')
  const persistTo = await mkdtemp(join(tmpdir(), 'portico-crash-'))
  const options: PortalOptions = { bundle: 'dev', port: await freePort(), persistTo, cron: false }
  let portal: Promise<SpawnedPortal> | undefined
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, async () => {
      await end(portal)
      rmSync(persistTo, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
      process.exit(1)
    })
  }
  const ledger = new Ledger()
  let broken = 0
  let lost = 0
  let mails: { arrived: number; astray: string[] } = { arrived: 0, astray: [] }
  try {
    const browser = await prepare(options)
    for (let cycle = 1; cycle <= cycles; cycle++) {
      const found = await withCopy(persistTo, inspect(ledger))
      broken += report(cycle - 1, found, ledger)
      lost += found.lost.length
      portal = spawnPortal(options)
      const { crash } = await portal
      const writers = new Writers(browser, ledger, found.state)
      await askAgain(browser, ledger, found.state.answers, writers)
      const writing = writers.write()
      await sleep(1000 + Math.random() * 1000)
      await crash()
      writers.stop()
      await writing
    }
    const left = await withCopy(persistTo, inspect(ledger))
    broken += report(cycles, left, ledger)
    portal = spawnPortal(options)
    const { stop, url } = await portal
    await askAgain(browser, ledger, left.state.answers, new Writers(browser, ledger, left.state))
    await catchUp(url)
    await stop()
    const end = await withCopy(persistTo, inspect(ledger))
    print(end.findings)
    mails = await withCopy(persistTo, async (db) => ({ arrived: mailsArrived(db), astray: mailsAstray(db) }))
    broken += brokenIn(end.findings)
    lost += left.lost.length + end.lost.length
  } finally {
    await end(portal)
    await rm(persistTo, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
  for (const what of ledger.unexpected.slice(0, 10)) console.log(`  unexpected: ${what}`)
  for (const what of mails.astray.slice(0, 10)) console.log(`  e-mail: ${what}`)
  console.log(
    `crash: ${cycles} cycles, ${ledger.acknowledged} acknowledged, ${lost} lost, ${broken} broken invariants, ${mails.arrived} e-mails, ${mails.astray.length} astray`,
  )
  if (lost + broken + mails.astray.length + ledger.unexpected.length > 0 || mails.arrived === 0) process.exitCode = 1
})

/** A portal with demo data in which a client may have many open requests, both therapists have a seat, the contact may act, and e-mails leave at once. */
async function prepare(options: PortalOptions): Promise<Browser> {
  const { mf, url, stop } = await startPortal(options)
  try {
    await seed(url)
    const db = await mf.getD1Database('DB')
    await db.batch([
      db.prepare("UPDATE organizations SET open_requests_per_client = 50, grace_seconds = 0 WHERE slug = 'willow'"),
      db.prepare("UPDATE staff SET subscribed_at = created_at WHERE id = 'sta_tess'"),
      db.prepare(
        "INSERT OR IGNORE INTO assignments (organization_id, client_id, staff_id, created_at) SELECT organization_id, id, 'sta_tess', created_at FROM clients WHERE organization_id = 'org_willow'",
      ),
    ])
    const browser = new Browser(url)
    for (const person of people) await browser.signIn(person)
    const on = { path: '/willow/manage/portal/settings/contact_access', person: 'dana', fields: { value: 'on', version: '0' }, key: null }
    await browser.send({ ...on, entity: { kind: 'setting', id: 'contact_access' }, version: 1 })
    return browser
  } finally {
    await stop()
  }
}

/** Everything unanswered, with the same key. Whoever had an effect before is answered as then; a rule may say no to the others. */
async function askAgain(browser: Browser, ledger: Ledger, answers: Map<string, string>, writers: Writers): Promise<void> {
  for (const change of ledger.unanswered) {
    const before = change.key ? answers.get(change.key) : undefined
    const answer = await browser.send(change)
    if (answer?.status === 303) writers.learn(change, ledger.promised(change, answer.location))
    if (before !== undefined && answer?.location !== before)
      ledger.unexpected.push(`asked again, ${answer?.status} instead of the first answer: ${change.path}`)
    else if (answer?.status !== 303 && answer?.status !== 409) ledger.unexpected.push(`asked again, ${answer?.status}: ${change.path}`)
    ledger.unanswered.delete(change)
  }
}

interface Found {
  findings: Finding[]
  lost: string[]
  state: ReturnType<typeof stateOf>
}

function inspect(ledger: Ledger) {
  return async (db: LocalDatabase): Promise<Found> => ({ findings: await checkInvariants(db), lost: ledger.lost(db), state: stateOf(db) })
}

function report(cycle: number, { findings, lost, state }: Found, ledger: Ledger): number {
  const durable = [...ledger.unanswered].filter(({ key }) => key && state.answers.has(key)).length
  if (cycle > 0)
    console.log(
      `  kill ${String(cycle).padStart(2)}: ${ledger.acknowledged} acknowledged so far, ${ledger.unanswered.size} unanswered (${durable} of them done), ${lost.length} lost`,
    )
  for (const what of lost.slice(0, 5)) console.log(`          lost: ${what}`)
  const broken = findings.filter((finding) => finding.broken.length > 0)
  print(broken)
  return brokenIn(broken)
}

function brokenIn(findings: Finding[]): number {
  return findings.filter(({ broken }) => broken.length > 0).length
}

/** Ends the portal with its runtime, also one that is only just starting. */
async function end(portal: Promise<SpawnedPortal> | undefined): Promise<void> {
  const running = await portal?.catch(() => undefined)
  await running?.crash()
}
