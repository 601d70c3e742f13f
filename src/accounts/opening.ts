import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Context } from 'hono'
import type { Current } from '../current.ts'
import { changedOne, newId, type Query } from '../db.ts'
import { randomToken, sha256 } from '../tokens.ts'
import { placeOf } from '../web/network.ts'
import { sessions, type SignInMethod } from './schema.ts'

/** A session about to be opened: the cookie's token, and the statements for the batch of whatever opens it (ACC-5). */
export interface Opening {
  token: string
  statements: Query[]
}

export interface NewSession {
  personId: string
  sharedComputer: boolean
  method: SignInMethod
  /** Whether it begins with a second factor given: a passkey that knows her is one (ACC-4). */
  secondFactor?: boolean
  device: Device
}

/** What a session remembers of where it was opened, for her own list of sessions (ACC-6). */
export interface Device {
  device: string
  place: string
}

export const deviceOf = (c: Context): Device => ({ device: (c.req.header('User-Agent') ?? '').slice(0, 200), place: placeOf(c) })

/** Opens a session with a token of its own; the one this browser had ends (T-16). */
export async function openSession(current: Current, wanted: NewSession): Promise<Opening> {
  const { control, now, organization, session, network } = current
  const token = randomToken()
  const row = {
    id: newId('ses'),
    tokenHash: await sha256(token),
    personId: wanted.personId,
    organizationId: organization.id,
    createdAt: now,
    lastSeenAt: now,
    secondFactorAt: wanted.secondFactor ? now : null,
    steppedUpAt: wanted.secondFactor ? now : null,
    sharedComputer: wanted.sharedComputer,
    method: wanted.method,
    network,
    ...wanted.device,
  }
  return { token, statements: [control.orm.insert(sessions).values(row), ...(session ? [endSession(current, session.tokenHash)] : [])] }
}

/**
 * Gives the running session another token, and marks that she has just proved herself again: with what she has, or with a second
 * factor (ACC-5: rotated at step-up). It lasts no longer for it: the twelve hours are those of the first.
 */
export async function renewSession(current: Current, secondFactor: boolean): Promise<Opening> {
  const { control, now, organization, session, person, network } = current
  if (!session || !person) throw new Error('There is no session to renew.')
  const token = randomToken()
  const { createdAt, sharedComputer, method } = session
  const marks = { secondFactorAt: secondFactor ? now : session.secondFactorAt, steppedUpAt: now }
  const row = {
    id: newId('ses'),
    tokenHash: await sha256(token),
    personId: person.id,
    organizationId: organization.id,
    createdAt,
    lastSeenAt: now,
    sharedComputer,
    method,
    network,
    ...marks,
  }
  const device = sql`(SELECT device FROM sessions WHERE token_hash = ${session.tokenHash})`
  const place = sql`(SELECT place FROM sessions WHERE token_hash = ${session.tokenHash})`
  return {
    token,
    statements: [
      endSession(current, session.tokenHash),
      changedOne(control),
      control.orm.insert(sessions).values({ ...row, device, place }),
    ],
  }
}

const endSession = ({ control, now }: Current, tokenHash: string): Query =>
  control.orm
    .update(sessions)
    .set({ endedAt: now })
    .where(and(eq(sessions.tokenHash, tokenHash), isNull(sessions.endedAt)))
