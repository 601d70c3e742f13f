import { clock } from '../clock.ts'
import { controlDatabase, newMeter } from '../db.ts'
import type { Env } from '../env.ts'
import { transportOf } from '../notifications/transports.ts'
import { takeTurn } from './turns.ts'

const hour = 3_600_000

/**
 * Tells whoever runs the portal that something is wrong which nobody would notice (SEC-6). Always one line in the log, JSON with a stable
 * `event`, for the alarms of the host to look for; and an e-mail to ALERT_EMAIL where there is one, at most one an hour for an event.
 * `facts`: counts, names of rules and ids. Never what a person wrote (SEC-4).
 */
export async function raiseAlert(env: Env, event: string, facts: Record<string, unknown>): Promise<void> {
  console.error(JSON.stringify({ event, ...facts }))
  if (!env.ALERT_EMAIL) return
  const now = clock.now()
  if (!(await takeTurn(controlDatabase(env, newMeter()), `alert ${event}`, now, hour))) return
  const text = `${event} at ${new Date(now).toISOString()}, ${env.PUBLIC_ORIGIN}\n\n${JSON.stringify(facts, null, 2)}\n\nWhat it means and what to do: docs/audit.md\n`
  const sent = await transportOf(env).send(env, {
    idempotencyKey: `${event} ${now}`,
    kind: 'alert',
    to: env.ALERT_EMAIL,
    senderName: 'Portico',
    subject: `Portico: ${event}`,
    text,
    html: `<pre>${escaped(text)}</pre>`,
    headers: {},
  })
  if ('failed' in sent) console.error(JSON.stringify({ event: 'alert_not_sent', about: event, code: sent.failed }))
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
