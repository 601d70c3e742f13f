/** Secrets and their hashes. Only hashes are stored; a token is 256 bits, an id 128 (facts: UUIDs do not count as secrets). */

/** Random bytes as base64url. */
export const randomToken = (bytes = 32): string => base64url(crypto.getRandomValues(new Uint8Array(bytes)))

/** SHA-256 in lower-case hex: what the database keeps of a token. */
export async function sha256(text: string): Promise<string> {
  return hex(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
}

/**
 * HMAC-SHA-256 of `text` under the portal's secret, with a purpose so that one use never opens another.
 * Sign-in codes and link tokens are made this way: the e-mail can be rendered later from the row's id alone.
 */
export async function derive(secret: string, purpose: string, text: string): Promise<Uint8Array> {
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(`${purpose}|${text}`)))
}

export const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

const hex = (buffer: ArrayBuffer): string => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
