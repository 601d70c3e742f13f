import type { Env } from '../env.ts'
import { securityHeaders } from '../web/headers.ts'

const host = 'https://challenges.cloudflare.com'
const patience = 4000

/** What a form with the check needs beyond every page's headers: its script and its frame, on this answer only. None when it is off. */
export function turnstileHeaders({ TURNSTILE_SITE_KEY: on }: Pick<Env, 'TURNSTILE_SITE_KEY'>): Record<string, string> {
  if (!on) return {}
  const policy = (securityHeaders['Content-Security-Policy'] ?? '')
    .replace("script-src 'self'", `script-src 'self' ${host}`)
    .replace("frame-src 'none'", `frame-src ${host}`)
  // The frame does not say that it may be embedded where embedding is restricted.
  return { 'Content-Security-Policy': policy, 'Cross-Origin-Embedder-Policy': 'unsafe-none' }
}

/**
 * Whether a form may go on: the check is off, was passed, or cannot be asked at the moment (docs/decisions/022). A form without
 * an answer of the check is refused, whatever the check's own health. `key`: the form's, so that a double click is asked about once.
 */
export async function mayGoOn({ TURNSTILE_SECRET: secret }: Env, token: string | undefined, key: string): Promise<boolean> {
  if (!secret) return true
  if (!token || token.length > 2048) return false
  try {
    const body = new URLSearchParams({ secret, response: token, idempotency_key: key })
    const answer = await fetch(`${host}/turnstile/v0/siteverify`, { method: 'POST', body, signal: AbortSignal.timeout(patience) })
    if (!answer.ok) return true
    const { success } = (await answer.json()) as { success?: unknown }
    return success === true
  } catch {
    return true
  }
}
