import { base64url, derive } from './tokens.ts'

// Text that the database keeps and nobody reads there: AES-256-GCM, under a key of its own for every purpose.

/** What a sealed text is and whose: bound to it, so that it opens in no other place (T-34). For example `authenticator|per_1`. */
export type Place = `${string}|${string}`

const version = 'v1'

/** Seals a text for a place: `v1.<iv>.<ciphertext and tag>`, base64url. */
export async function seal(secret: string, place: Place, text: string): Promise<string> {
  return await sealWith(crypto.getRandomValues(new Uint8Array(12)), secret, place, text)
}

/**
 * The same text for the same place is sealed the same every time: its nonce is made of both, under the secret, so that no two texts share
 * one. For what must not differ from one time to the next; two equal texts can be told to be equal.
 */
export async function sealAlike(secret: string, place: Place, text: string): Promise<string> {
  return await sealWith((await derive(secret, `seal nonce ${place}`, text)).slice(0, 12), secret, place, text)
}

async function sealWith(iv: Uint8Array, secret: string, place: Place, text: string): Promise<string> {
  const key = await keyFor(secret, place)
  const sealed = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv: iv as Uint8Array<ArrayBuffer>, additionalData: bytes(`${version}|${place}`) },
    key,
    bytes(text),
  )
  return [version, base64url(iv), base64url(new Uint8Array(sealed))].join('.')
}

/** Opens what was sealed for this place; null when it was not, was changed, or the portal's secret is another now. */
export async function unseal(secret: string, place: Place, sealed: string): Promise<string | null> {
  const [made, iv = '', ciphertext = ''] = sealed.split('.')
  if (made !== version) return null
  try {
    const key = await keyFor(secret, place)
    const algorithm = { name: 'AES-GCM', iv: fromBase64url(iv), additionalData: bytes(`${version}|${place}`) }
    return new TextDecoder().decode(await crypto.subtle.decrypt(algorithm, key, fromBase64url(ciphertext)))
  } catch {
    return null
  }
}

/** One key for each kind of place: what opens one opens no other. */
async function keyFor(secret: string, place: Place): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', bytes(secret), 'HKDF', false, ['deriveKey'])
  const info = bytes(`portico seal ${place.slice(0, place.indexOf('|'))}`)
  const from = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info }
  return await crypto.subtle.deriveKey(from, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>

export const fromBase64url = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))
