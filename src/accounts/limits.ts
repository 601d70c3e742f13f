import { sql } from 'drizzle-orm'
import type { Database, Query } from '../db.ts'
import { base64url, derive } from '../tokens.ts'
import { rateCounters } from './schema.ts'

/**
 * ACC-7: how often something may be done in a window, by whom or whence. They slow down: every one of them passes by itself, none
 * needs staff. docs/accounts.md says what each is for.
 */
export const limits = {
  /** Codes and links by e-mail to one address. A browser that has signed in with it before has a budget of its own. */
  askedByAddress: { most: 10, minutes: 15 },
  /** Counted by what was sent (rows of `sign_ins`), so that asking in vain keeps nobody out. */
  sentToAddress: { most: 30, minutes: 360 },
  askedByBrowser: { most: 10, minutes: 15 },
  askedByNetwork: { most: 600, minutes: 15 },
  askedByOrganization: { most: 6000, minutes: 15 },
  /** Codes typed, right or wrong, counted where they are (`sign_ins.tries`). Beyond it the e-mail's link still works: it cannot be guessed. */
  triedByAddress: { most: 50, minutes: 1440 },
  triedByNetwork: { most: 600, minutes: 15 },
  /** Second factors typed: six digits of an authenticator, or a recovery code. */
  secondFactorByPerson: { most: 10, minutes: 15 },
  /** Registrations, by New Invitation Link and New Appointment Link together. */
  registeredByNetwork: { most: 300, minutes: 60 },
  registeredByOrganization: { most: 1500, minutes: 60 },
  /** Claims of times by visitors who have not proved their address (LNK-7). */
  heldByNetwork: { most: 60, minutes: 60 },
} as const satisfies Record<string, Limit>

export interface Limit {
  most: number
  minutes: number
}
export type LimitName = keyof typeof limits

/** Something to count: under which limit, and for whom (an address, a prefix, an id). */
export type Hit = [name: LimitName, subject: string]

/** The statements that count these hits and answer how many there are now, each named by its limit; for a door's own reading. */
export async function countHits(secret: string, now: number, hits: Hit[]): Promise<(db: Database) => Record<string, Query>> {
  const counted = await Promise.all(hits.map(async ([name, subject]) => [name, await rowOf(secret, now, name, subject)] as const))
  return (db) => Object.fromEntries(counted.map(([name, row]) => [name, count(db, row)]))
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
