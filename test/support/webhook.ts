import { env, exports } from 'cloudflare:workers'
import { createHmac } from 'node:crypto'
import { clock } from '../../src/clock.ts'
import { origin, type How } from './portal.ts'

/** How a signed machine may differ from an honest one. */
export interface Signing {
  secret?: string
  id?: string
  /** Milliseconds. */
  at?: number
  /** Instead of the signature that is right. */
  signature?: string
  /** What is sent, when it is not what was signed. */
  sends?: string
  headers?: Record<string, string>
}

/** The event of a provider as it posts it, signed with the secret of the tests. */
export async function hook(
  event: unknown,
  signing: Signing = {},
  { through = (asked) => exports.default.fetch(asked) }: How = {},
): Promise<Response> {
  const body = typeof event === 'string' ? event : JSON.stringify(event)
  const headers = { ...signatureOf(body, signing), 'Content-Type': 'application/json', ...signing.headers }
  return await through(new Request(`${origin}/hooks/email`, { method: 'POST', headers, body: signing.sends ?? body }))
}

/** The three headers of Standard Webhooks, made by node:crypto. */
export function signatureOf(
  body: string,
  { secret = env.EMAIL_WEBHOOK_SECRET ?? '', id = 'msg_1', at = clock.now(), signature }: Signing = {},
) {
  const timestamp = String(Math.floor(at / 1000))
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const made = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature ?? `v1,${made}` }
}
