import { sql } from 'drizzle-orm'
import type { Database, Query } from '../db.ts'
import { base64url, derive } from '../tokens.ts'
import { rateCounters } from './schema.ts'

/**
 * ACC-7: how often something may be done in a window, by whom or whence. They slow down: every one of them passes by itself, none
 * needs staff. A network is a prefix (/24, /48).
 */
export const limits = {
  askedByAddress: { most: 10, minutes: 15, of: 'codes asked for, for one address', beyond: 'the same answer, and nothing is sent' },
  sentToAddress: { most: 30, minutes: 360, of: 'codes sent to one address', beyond: 'the same answer, and nothing is sent' },
  askedByBrowser: {
    most: 10,
    minutes: 15,
    of: 'codes asked for in a browser that has signed in with the address before, instead of the two above',
    beyond: 'the same answer, and nothing is sent',
  },
  askedByNetwork: {
    most: 600,
    minutes: 15,
    of: 'codes asked for, from one network',
    beyond: 'wait, with the minutes and the phone number',
  },
  askedByOrganization: {
    most: 6000,
    minutes: 15,
    of: 'codes asked for, at one practice',
    beyond: 'wait; browsers that signed in before do not',
  },
  triedByAddress: {
    most: 50,
    minutes: 1440,
    of: 'codes typed for one address, five for each code',
    beyond: "no code opens anything; the e-mail's link, which cannot be guessed, still does",
  },
  triedByNetwork: { most: 600, minutes: 15, of: 'codes typed, from one network', beyond: 'wait' },
  secondFactorByPerson: { most: 10, minutes: 15, of: 'second factors typed by one person', beyond: 'wait; a passkey still works' },
  changedByPerson: {
    most: 5,
    minutes: 60,
    of: 'changes of her address asked for by one person',
    beyond: 'wait; the newest link still works',
  },
  changedToAddress: {
    most: 5,
    minutes: 360,
    of: 'links to confirm a new address, sent to one address',
    beyond: 'the same answer, and nothing is sent',
  },
  safeAddressByClient: {
    most: 5,
    minutes: 60,
    of: 'safe addresses asked for, about one client',
    beyond: 'wait; the newest link still works',
  },
  safeAddressTo: {
    most: 5,
    minutes: 360,
    of: 'links to confirm a safe address, sent to one address',
    beyond: 'the same answer, and nothing is sent',
  },
  challengedByNetwork: { most: 1200, minutes: 15, of: 'passkeys asked for at sign-in, from one network', beyond: 'wait; codes still work' },
  registeredByNetwork: { most: 300, minutes: 60, of: 'registrations from one network', beyond: 'wait, or call' },
  registeredByOrganization: { most: 1500, minutes: 60, of: 'registrations at one practice', beyond: 'wait, or call' },
  heldByNetwork: { most: 60, minutes: 60, of: 'times held by visitors of one network', beyond: 'wait, or call' },
} as const satisfies Record<string, Limit>

export interface Limit {
  most: number
  minutes: number
  /** What is counted, and what happens beyond it, for docs/accounts.md. */
  of: string
  beyond: string
}
export type LimitName = keyof typeof limits

/** Something to count: under which limit, and for whom (an address, a prefix, an id). */
export type Hit = [name: LimitName, subject: string]

/** The statements that count these hits and answer how many there are now, each named by its limit; for a door's own reading. */
export async function countHits(secret: string, now: number, hits: Hit[]): Promise<(db: Database) => Record<string, Query>> {
  const counted = await Promise.all(hits.map(async ([name, subject]) => [name, await rowOf(secret, now, name, subject)] as const))
  return (db) => Object.fromEntries(counted.map(([name, row]) => [name, count(db, row)]))
}

/** For a batch: counts a hit, and undoes the whole batch when it is beyond its limit (`stale`). */
export async function hitWithin(secret: string, now: number, [name, subject]: Hit): Promise<(db: Database) => Query[]> {
  const row = await rowOf(secret, now, name, subject)
  return (db) => [
    count(db, row),
    db.orm.run(sql`
      INSERT INTO assert_one SELECT hits <= ${limits[name].most} FROM rate_counters
      WHERE scope = ${row.scope} AND subject_hash = ${row.subjectHash} AND window_starts_at = ${row.windowStartsAt}`),
  ]
}

/** Whether the hit that was just counted is beyond its limit. */
export const isBeyond = (name: LimitName, about: Record<string, unknown>): boolean => hitsOf(name, about) > limits[name].most

export const hitsOf = (name: LimitName, about: Record<string, unknown>): number => ((about[name] ?? []) as { hits: number }[])[0]?.hits ?? 0

/** How long until a limit's window ends, in whole minutes. */
export const minutesToWait = (name: LimitName, now: number): number => Math.ceil((windowOf(name, now) + lengthOf(name) - now) / 60_000)

async function rowOf(secret: string, now: number, name: LimitName, subject: string) {
  const subjectHash = base64url(await derive(secret, `rate ${name}`, subject))
  return { scope: name, subjectHash, windowStartsAt: windowOf(name, now), hits: 1 }
}

const count = (db: Database, row: typeof rateCounters.$inferInsert): Query =>
  db.orm
    .insert(rateCounters)
    .values(row)
    .onConflictDoUpdate({
      target: [rateCounters.scope, rateCounters.subjectHash, rateCounters.windowStartsAt],
      set: { hits: sql`${rateCounters.hits} + 1` },
    })
    .returning({ hits: rateCounters.hits })

const lengthOf = (name: LimitName): number => limits[name].minutes * 60_000
const windowOf = (name: LimitName, now: number): number => now - (now % lengthOf(name))
