import PostalMime, { type Email } from 'postal-mime'
import type { Env } from '../../src/env.ts'
import type { Mail } from '../../src/notifications/transport.ts'
import type { Arrived } from '../support/smtp/scenarios.ts'
import type { SmtpPorts } from '../support/smtp/servers.ts'
import { env } from './support.ts'

export const ports: SmtpPorts = JSON.parse(env.SMTP_PORTS)

/** A user name nobody used before; how it begins says what the server does (test/support/smtp/scenarios.ts). */
export const userOf = (scenario = 'takes'): string => `${scenario}-${crypto.randomUUID()}`

/** An environment in which e-mails leave by one of the servers of the tests. */
export const smtpEnv = (user: string, over: Partial<Env> = {}): Env => ({
  ...env,
  EMAIL_TRANSPORT: 'smtp',
  SMTP_HOST: 'localhost',
  SMTP_PORT: String(ports.starttls),
  SMTP_USER: user,
  SMTP_PASSWORD: 'right-password',
  ...over,
})

/** The same server from the first byte under TLS. */
export const implicit = { SMTP_PORT: String(ports.implicit), SMTP_TLS: 'implicit' }

/** What the servers were handed by a user, newest last: as parsed, and byte for byte. */
export async function arrivedBy(user: string): Promise<(Arrived & { parsed: Email; head: string[] })[]> {
  const found: Arrived[] = await (await fetch(`http://127.0.0.1:${ports.arrived}/${encodeURIComponent(user)}`)).json()
  return await Promise.all(
    found.map(async (one) => ({
      ...one,
      parsed: await PostalMime.parse(Uint8Array.from(one.raw, (character) => character.charCodeAt(0))),
      head: one.raw.split('\r\n\r\n', 1)[0]?.split(/\r\n(?![ \t])/) ?? [],
    })),
  )
}

let count = 0

export const newMail = (over: Partial<Mail> = {}): Mail => ({
  idempotencyKey: `out_${count++}`,
  kind: 'rescheduled',
  to: 'ana@family.example',
  senderName: 'Willow',
  subject: 'You have a new notice',
  text: 'Hello Ana.\n',
  html: '<p>Hello Ana.</p>',
  headers: { 'Auto-Submitted': 'auto-generated' },
  ...over,
})

/**
 * When STARTTLS fails, workerd's node:tls leaves a promise behind that nobody waits for (`_destroySSL`): "internal error", and no more than
 * that. Here it may; any other is thrown.
 */
export async function leavingRejections(work: () => Promise<void>): Promise<void> {
  const others = process.listeners('unhandledRejection')
  const left: unknown[] = []
  process.removeAllListeners('unhandledRejection')
  process.on('unhandledRejection', (reason) => left.push(reason))
  try {
    await work()
    await new Promise((resolve) => setTimeout(resolve, 50))
  } finally {
    process.removeAllListeners('unhandledRejection')
    for (const listener of others) process.on('unhandledRejection', listener)
  }
  for (const reason of left) if (!/^internal error; reference = \w+$/.test((reason as Error).message)) throw reason
}
