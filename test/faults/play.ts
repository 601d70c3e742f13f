import { env } from 'cloudflare:workers'
import { portal } from '../../src/app.tsx'
import { clock } from '../../src/clock.ts'
import { work } from '../../src/dev/cron.ts'
import { mailbox } from '../../src/dev/mailbox.tsx'
import { mountDevelopment } from '../../src/dev/mount.ts'
import type { OutboxMessage } from '../../src/env.ts'
import { deliverBatch } from '../../src/notifications/jobs.ts'
import { jobs, runSchedule } from '../../src/schedule.ts'
import { db, rows } from '../support/portal.ts'
import { restoreSnapshot } from '../support/snapshot.ts'
import { untrueNow, type Arranged } from './arrange.ts'
import { playsAll } from './how-much.ts'
import { invoke, newRig, type Rig, type Waiting } from './rig.ts'
import { batchesOf, dueAt, type Weather } from './weather.ts'

/** What came of a run. */
export interface Outcome {
  rig: Rig
  /** What her form was answered, the last time she sent it; 0 for work of the clock. */
  status: number
  answer: Response | null
  mails: { id: string; kind: string; to: string; mail: string; written: number }[]
  /** What the audit says happened. */
  actions: string[]
  untrue: string[]
  /** Rows that nobody has sent, dropped or given up. */
  waiting: number
}

const app = portal(mountDevelopment)

/** One run, from the act to the quiet after it. */
export async function play(arranged: Arranged, weather: Weather & { fault?: Rig['fault'] } = {}): Promise<Outcome> {
  await restoreSnapshot(arranged.snapshot)
  clock.stand(arranged.now)
  const rig = newRig(() => clock.now(), weather.fault)
  const answer = arranged.request ? ((await sendUntilAnswered(rig, arranged.request)).at(-1) ?? null) : null
  if (!arranged.request) await runClock(rig, weather)
  await untilQuiet(rig, weather)
  return { rig, answer, status: answer?.status ?? 0, ...(await lookAt(arranged)) }
}

/** Where she got no answer, or was told that something went wrong, she sends her form again a moment later. Every answer she got; none for a try without one. */
export async function sendUntilAnswered(rig: Rig, request: () => Request): Promise<Response[]> {
  const answers: Response[] = []
  while (rig.tries < 3) {
    rig.tries++
    const { answer } = await invoke(rig, 'request', async ({ env: given, context }) => app.fetch(request(), given, context))
    if (answer) answers.push(answer)
    if (answer && answer.status < 500) return answers
    clock.stand(clock.now() + 5000)
  }
  return answers
}

/** The queue hands over what is due, the clock goes on to whatever comes next, again and again until nothing waits any more. */
async function untilQuiet(rig: Rig, weather: Weather): Promise<void> {
  for (let rounds = 0; rounds < 100; rounds++) {
    while (await handOver(rig, weather)) {}
    const next = await nextInstant(rig, weather)
    if (next === null && rounds > 0) return
    // Sweeps of which nothing can come for hours need not be watched minute by minute.
    const step = rounds < 4 ? 1 : weather.queue === 'a day late' ? 360 : 30
    clock.stand(Math.max(next ?? 0, clock.now() + step * 60_000))
    await runClock(rig, weather)
  }
  throw new Error('It does not become quiet.')
}

async function runClock(rig: Rig, { cronTwice }: Weather): Promise<void> {
  const once = () => invoke(rig, 'cron', ({ env: given }) => runSchedule(given, playsAll ? jobs : work))
  await Promise.all(cronTwice ? [once(), once()] : [once()])
}

async function handOver(rig: Rig, weather: Weather): Promise<boolean> {
  const { batches, some } = batchesOf(rig, weather)
  const taken = batches.filter((batch) => batch.length > 0)
  if (weather.queue === 'at once') await Promise.all(taken.map((batch) => consume(rig, batch, 0)))
  else for (const batch of taken) await consume(rig, batch, weather.consumerAheadMs ?? 0)
  return some
}

/** As wrangler.toml has it. */
const retries = 3

/** The consumer on one batch. What it does not acknowledge comes again; after the last time it goes to the dead letters. */
async function consume(rig: Rig, batch: Waiting[], aheadMs: number): Promise<void> {
  const open = new Map(batch.map((message) => [message, 0]))
  const writers = clock.now()
  clock.stand(writers + aheadMs)
  await invoke(rig, 'consumer', async ({ env: given, transport, moment }) => {
    const messages = batch.map((message) => ({
      ...asHandedOver(message),
      ack: () => void moment('acknowledge', () => open.delete(message), true),
      retry: ({ delaySeconds = 0 } = {}) => void open.set(message, delaySeconds * 1000),
    }))
    await deliverBatch(batchOf('portico-outbox', messages), given, transport)
  })
  clock.stand(writers)
  const again = [...open].map(([message, delayMs]) => ({ ...message, attempts: message.attempts + 1, at: clock.now() + delayMs }))
  rig.queued.push(...again.filter(({ attempts }) => attempts <= retries))
  const dead = again.filter(({ attempts }) => attempts > retries).map(asHandedOver)
  if (dead.length > 0) await deliverBatch(batchOf('portico-outbox-dead', dead), env, mailbox)
}

const asHandedOver = ({ body, attempts, at }: Waiting) => ({
  id: body.outboxId,
  timestamp: new Date(at),
  attempts: attempts + 1,
  body,
  ack: () => {},
  retry: () => {},
})

const batchOf = (queue: string, messages: unknown[]) => ({ queue, messages }) as unknown as MessageBatch<OutboxMessage>

/** When something that waits is due: a message of the queue, a row, the end of a lease. */
async function nextInstant(rig: Rig, weather: Weather): Promise<number | null> {
  const found = await rows<{ at: number }>(`SELECT max(due_at, leased_until, queued_until) AS at FROM outbox
    WHERE sent_at IS NULL AND dropped_at IS NULL AND failed_at IS NULL`)
  const all = [...rig.queued.map((message) => dueAt(rig, message, weather)), ...found.map(({ at }) => at)]
  return all.length === 0 ? null : Math.min(...all)
}

async function lookAt({ audited, untrue }: Arranged) {
  const [mails, actions, waiting] = await db().batch<Record<string, string>>([
    db().prepare(`SELECT m.id, m.mail->>'kind' AS kind, m.mail->>'to' AS "to", m.mail, o.created_at AS written
      FROM dev_mail m LEFT JOIN outbox o ON o.id = m.id ORDER BY m.seq`),
    // Not the knocks that were refused: a form that works once, sent again, meets what is no longer there (066).
    db().prepare("SELECT action FROM audit WHERE seq > ? AND action <> 'denied'").bind(audited),
    db().prepare('SELECT id FROM outbox WHERE sent_at IS NULL AND dropped_at IS NULL AND failed_at IS NULL'),
  ])
  return {
    mails: (mails?.results ?? []) as unknown as Outcome['mails'],
    actions: (actions?.results ?? []).map(({ action }) => String(action)).toSorted(),
    waiting: waiting?.results.length ?? 0,
    untrue: (await untrueNow()).filter((what) => !untrue.includes(what)),
  }
}

/** Who got an e-mail of which kind. */
export const told = ({ mails }: Outcome, names: Map<string, string>): string[] =>
  mails.map(({ kind, to }) => `${kind} ${names.get(to) ?? 'somebody new'}`).toSorted()
