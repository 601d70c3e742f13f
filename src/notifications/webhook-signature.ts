// Standard Webhooks: who says that she is our e-mail provider proves it (T-31). Decision 048.

const prefix = 'whsec_'
/** The specification's own: between 24 and 64 bytes. */
const fewestBytes = 24
/** A signature older or younger than that is none: it may be a copy (T-31). */
const toleranceSeconds = 5 * 60

export interface Signed {
  id: string
  timestamp: string
  /** Several are allowed, with a space between: while a secret is exchanged for another. */
  signature: string
  body: ArrayBuffer
}

/** What is wrong with the secret, in a sentence; nothing when there is none: then the address does not exist. */
export function webhookSecretProblems(secret: string | undefined): string[] {
  if (secret === undefined) return []
  const key = keyIn(secret)
  if (key && key.length >= fewestBytes) return []
  return [`EMAIL_WEBHOOK_SECRET must be ${prefix} and at least ${fewestBytes} bytes in base64, as your provider shows it.`]
}

/** Whether one of the signatures is made with the secret, for this id, this body and about now. Compared in constant time. */
export async function isSigned(secret: string, { id, timestamp, signature, body }: Signed, now: number): Promise<boolean> {
  const key = keyIn(secret)
  if (!key || !id || !/^\d{1,12}$/.test(timestamp) || Math.abs(now / 1000 - Number(timestamp)) > toleranceSeconds) return false
  const hmac = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify'])
  const signed = await new Blob([`${id}.${timestamp}.`, body]).arrayBuffer()
  const candidates = signature.split(' ', 8).flatMap((one) => (one.startsWith('v1,') ? (bytesOf(one.slice(3)) ?? []) : []))
  const verdicts = await Promise.all(candidates.map((candidate) => crypto.subtle.verify('HMAC', hmac, candidate, signed)))
  return verdicts.includes(true)
}

const keyIn = (secret: string): Uint8Array<ArrayBuffer> | null => (secret.startsWith(prefix) ? bytesOf(secret.slice(prefix.length)) : null)

function bytesOf(base64: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  } catch {
    return null
  }
}
