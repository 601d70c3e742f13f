import { invariants } from '../../src/commands/invariants.ts'
import { clock } from '../../src/clock.ts'
import { expect } from 'vitest'
import { isCastKey } from '../../src/dev/cast.ts'
import { emptyMailbox } from '../../src/dev/mailbox.tsx'
import { eventNames } from '../../src/notifications/events.ts'
import { portalInUse, type Situation } from '../house/situation.ts'
import { switchTo } from '../scheduling/support.ts'
import { allSignedIn, cast, cron, db, rows, signInAgain } from '../support/portal.ts'
import { restoreSnapshot, takeSnapshot, type Snapshot } from '../support/snapshot.ts'
import type { UseCase } from './use-case.ts'

/** Bo's portal in use, with every switch on, Gail a contact who receives his notices, and an empty mailbox. */
async function everySwitchOn(first: () => Promise<void>): Promise<Situation> {
  const situation = await portalInUse()
  const file = expect.getState().testPath
  if (base && base.file === file) {
    await restoreSnapshot(base.snapshot)
    signInAgain(base.browsers)
    return situation
  }
  await rows(`UPDATE grants SET permissions = '["schedule","notices"]' WHERE client_id = ?`, cast.bo.clientId)
  // Whoever waits for an earlier time waits until this evening: else she is offered another one every two hours, for ever.
  await rows('UPDATE waitlist_entries SET before_at = ?', Date.parse('2026-12-01T23:00:00Z'))
  for (const event of eventNames) await switchTo(`notify_${event}`, 'on')
  await cron()
  await first()
  await emptyMailbox(db())
  base = { file, snapshot: await takeSnapshot(), browsers: allSignedIn() }
  return situation
}

let base: { file: string | undefined; snapshot: Snapshot; browsers: ReturnType<typeof allSignedIn> } | undefined

/** A use case, arranged up to its act: the form as its browser sends it, or the clock at the minute of the job. */
export interface Arranged {
  useCase: UseCase
  request: (() => Request) | null
  now: number
  snapshot: Snapshot
  /** What is untrue already: the situation is made of rows that no verb wrote. */
  untrue: string[]
  /** The last entry of the audit. */
  audited: number
}

/** Plays everything that comes before the act, calmly. `plant` may change what the database holds, before everything and before the act. */
export async function arrange(useCase: UseCase, plant: () => Promise<void> = async () => {}): Promise<Arranged> {
  const situation = await everySwitchOn(plant)
  const { act } = useCase
  const request = act ? await formOf((how) => act(situation, how)) : null
  const now = useCase.at ? await useCase.at(situation) : clock.now()
  await plant()
  await emptyMailbox(db())
  const [{ seq } = { seq: 0 }] = await rows<{ seq: number }>('SELECT max(seq) AS seq FROM audit')
  return { useCase, request, now, snapshot: await takeSnapshot(), untrue: await untrueNow(), audited: seq }
}

class Kept extends Error {}

/** The form that an act sends last, kept instead of answered. */
async function formOf(act: (how: { through: (request: Request) => Promise<Response> }) => Promise<unknown>): Promise<() => Request> {
  let kept: { url: string; init: RequestInit } | undefined
  const through = async (request: Request) => {
    const { url, method, headers } = request
    kept = { url, init: { method, headers: [...headers], body: await request.arrayBuffer(), redirect: 'manual' } }
    throw new Kept()
  }
  await act({ through }).catch((error: unknown) => {
    if (!(error instanceof Kept)) throw error
  })
  if (!kept) throw new Error('The use case sent no form.')
  const { url, init } = kept
  return () => new Request(url, init)
}

/** What breaks the invariants of the data (src/commands/invariants.ts), in one round trip. */
export async function untrueNow(): Promise<string[]> {
  const found = await db().batch<{ what: string }>(invariants.map(({ sql }) => db().prepare(`SELECT what FROM (${sql}) LIMIT 50`)))
  return found.flatMap(({ results }) => results.map(({ what }) => String(what)))
}

/** Who of the cast has an address. */
export async function namesOfAddresses(): Promise<Map<string, string>> {
  const found = await rows<{ email: string; id: string }>(
    `SELECT email, substr(id, 5) AS id FROM people UNION SELECT email, substr(id, 5) FROM clients WHERE email IS NOT NULL`,
  )
  return new Map(found.filter(({ id }) => isCastKey(id)).map(({ email, id }) => [email, id]))
}
