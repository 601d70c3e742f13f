import { env } from 'cloudflare:workers'
import type { Env, OutboxMessage } from '../../src/env.ts'
import type { Mail, Transport } from '../../src/notifications/transport.ts'
import { mailbox } from '../../src/dev/mailbox.tsx'

/**
 * What goes wrong at one effect. `before`: it is not done, and says so. `lost`: it is done, and the answer is lost. `after`: it is done and
 * answered, and every later effect of the invocation fails. `killed`: it is done, and nothing more of the invocation ever happens.
 */
export const modes = ['before', 'after', 'lost', 'killed'] as const
export type Mode = (typeof modes)[number]

/** An effect of the portal on what is outside of it, in the order it happened. */
export interface Effect {
  /** `request`, `consumer` or `cron`: whose invocation it was. */
  of: string
  what: 'database' | 'queue' | 'render' | 'transport' | 'acknowledge'
  /** Whether it left something behind: a lost answer is no other fault than none where it did not. */
  leaves: boolean
}

/** A message as the queue keeps it until it is acknowledged. */
export interface Waiting {
  body: OutboxMessage
  at: number
  attempts: number
}

/** One run of a use case: its effects, what was handed to the queue and to the transport, and which effect goes wrong. */
export interface Rig {
  effects: Effect[]
  fault: { at: number; mode: Mode } | null
  /** What was asked of the queue and is not acknowledged; the real queue has it, too, half a day later than anybody waits. */
  queued: Waiting[]
  /** Every body that was ever handed to the queue. */
  bodies: OutboxMessage[]
  /** As a provider without idempotency would have sent them. */
  handed: Mail[]
  /** Rows of which the queue has lost a message. */
  lost: Set<string>
  now: () => number
  /** When the run began. */
  begun: number
  /** What was left to itself behind an answer, and failed with nobody to see it. */
  unseen: string[]
  /** How often the form was sent. */
  tries: number
}

export const newRig = (now: () => number, fault: Rig['fault'] = null): Rig => ({
  effects: [],
  fault,
  queued: [],
  bodies: [],
  handed: [],
  lost: new Set(),
  now,
  begun: now(),
  unseen: [],
  tries: 0,
})

export interface Invoked<T> {
  /** Missing when it was killed before it could answer. */
  answer?: T
  error?: unknown
}

/** What an invocation is given: the real bindings, each effect counted on its way. */
export interface Given {
  env: Env
  transport: Transport
  context: ExecutionContext
  moment: Moment
}

type Moment = <T>(what: Effect['what'], does: () => T, leaves: boolean) => T
type Gate = <T>(what: Effect['what'], does: () => Promise<T>, leaves?: (answer: T) => boolean) => Promise<T>

/** Runs the Worker once, until all it waits for is over or it was killed. */
export async function invoke<T>(rig: Rig, of: string, work: (given: Given) => Promise<T>): Promise<Invoked<T>> {
  const state = { dead: false, failing: false }
  let die = () => {}
  const death = new Promise<void>((resolve) => (die = resolve))
  const never = () => new Promise<never>(() => {})

  const begins = (what: Effect['what']): { mode: Mode | null; effect: Effect } => {
    const effect = { of, what, leaves: true }
    const at = rig.effects.push(effect) - 1
    const mode = rig.fault?.at === at ? rig.fault.mode : null
    return { effect, mode: mode ?? (state.failing ? 'before' : null) }
  }
  const ends = (mode: Mode | null) => {
    if (mode === 'lost') throw new Error('The answer was lost.')
    if (mode === 'after') state.failing = true
    if (mode === 'killed') {
      state.dead = true
      die()
    }
  }
  const effect: Gate = async (what, does, leaves = () => true) => {
    if (state.dead) return await never()
    const { mode, effect: counted } = begins(what)
    if (mode === 'before') throw new Error('D1_ERROR: Network connection lost.')
    const answer = await does()
    counted.leaves = leaves(answer)
    ends(mode)
    return state.dead ? await never() : answer
  }
  /** What waits for nothing: whoever is killed there comes no further than the next effect. */
  const moment: Moment = (what, does, leaves) => {
    if (state.dead) return leaves ? (undefined as never) : does()
    const { mode, effect: counted } = begins(what)
    counted.leaves = leaves
    if (mode === 'before') throw new Error(`It failed: ${what}.`)
    const answer = does()
    ends(mode)
    return answer
  }

  const waits: Promise<unknown>[] = []
  const context = { waitUntil: (promise: Promise<unknown>) => void waits.push(promise), passThroughOnException: () => {}, props: {} }
  const given: Given = {
    env: envOf(rig, effect, of === 'request' ? null : moment),
    transport: transportOf(rig, effect),
    context: context as never,
    moment,
  }
  const invoked: Invoked<T> = {}
  const whole = work(given)
    .then((answer) => (invoked.answer = answer))
    .catch((error: unknown) => (invoked.error = error))
    .then(() => Promise.allSettled(waits))
    .then((behind) => rig.unseen.push(...behind.filter(({ status }) => status === 'rejected').map(() => of)))
  await Promise.race([whole, death])
  return invoked
}

function envOf(rig: Rig, effect: Gate, moment: Moment | null): Env {
  const real = env as Env
  const wrote = (results: D1Result[]) => results.some(({ meta }) => meta.changes > 0)
  /** What asks without a batch: it only looks (src/watches). */
  const alone = (statement: D1PreparedStatement) => {
    const all = statement.all.bind(statement)
    return Object.assign(statement, { all: () => effect('database', all, () => false) })
  }
  const DB = new Proxy(real.DB, {
    get(d1, name: keyof D1Database) {
      if (name === 'batch') return (statements: D1PreparedStatement[]) => effect('database', () => d1.batch(statements), wrote)
      if (name === 'prepare') return (sql: string) => alone(d1.prepare(sql))
      const value = Reflect.get(d1, name) as unknown
      return typeof value === 'function' ? value.bind(d1) : value
    },
  })
  const OUTBOX = new Proxy(real.OUTBOX, {
    get(queue, name) {
      if (name !== 'sendBatch') throw new Error(`The portal used the queue's ${String(name)}, of which the rig knows nothing.`)
      return (messages: MessageSendRequest<OutboxMessage>[]) =>
        effect('queue', async () => {
          const answer = await queue.sendBatch(messages.map((message) => ({ ...message, delaySeconds: halfADay })))
          for (const { body, delaySeconds = 0 } of messages) {
            rig.bodies.push(body)
            rig.queued.push({ body, at: rig.now() + delaySeconds * 1000, attempts: 0 })
          }
          return answer
        })
    },
  })
  // Every e-mail is made around a link, and every link begins with the configured origin: whoever renders asks for it.
  const get = () => (moment ? moment('render', () => real.PUBLIC_ORIGIN, false) : real.PUBLIC_ORIGIN)
  return Object.defineProperty({ ...real, DB, OUTBOX }, 'PUBLIC_ORIGIN', { get, enumerable: true })
}

const halfADay = 43_200

/** The mailbox of development, which is idempotent; what it was handed is kept as one that is not would have sent it. */
const transportOf = (rig: Rig, effect: Gate): Transport => ({
  send: (_env, mail) =>
    effect('transport', async () => {
      rig.handed.push(mail)
      return await mailbox.send(env as Env, mail)
    }),
})
