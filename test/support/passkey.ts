import { base64url } from '../../src/tokens.ts'
import { origin } from './portal.ts'

/**
 * A passkey made of software: a P-256 key that does what a phone does (WebAuthn 3: "none" attestation, ES256), and, when a test says so,
 * what no phone should do.
 */
export interface SoftPasskey {
  id: string
  keys: CryptoKeyPair
  counter: number
  /** Whose it says it is, base64url; set when it is made. */
  userHandle: string
}

/** What differs from an honest answer. */
export interface Lie {
  origin?: string
  rpId?: string
  challenge?: string
  counter?: number
  userVerified?: boolean
  userHandle?: string
  type?: string
}

export async function newSoftPasskey(): Promise<SoftPasskey> {
  const keys = (await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])) as CryptoKeyPair
  return { id: base64url(crypto.getRandomValues(new Uint8Array(16))), keys, counter: 0, userHandle: '' }
}

/** The answer to `navigator.credentials.create`, as a form sends it. */
export async function makes(passkey: SoftPasskey, options: { challenge: string; user: { id: string } }, lie: Lie = {}): Promise<string> {
  passkey.userHandle = options.user.id
  const { x, y } = (await crypto.subtle.exportKey('jwk', passkey.keys.publicKey)) as { x: string; y: string }
  const key = map([
    [int(1), int(2)],
    [int(3), int(-7)],
    [int(-1), int(1)],
    [int(-2), bytes(raw(x))],
    [int(-3), bytes(raw(y))],
  ])
  const id = raw(passkey.id)
  const authData = join(await authenticatorData(lie, 0x40, lie.counter ?? 0), new Uint8Array(16), Uint8Array.of(0, id.length), id, key)
  const attestationObject = map([
    [text('fmt'), text('none')],
    [text('attStmt'), map([])],
    [text('authData'), bytes(authData)],
  ])
  const clientDataJSON = clientData(lie.type ?? 'webauthn.create', options.challenge, lie)
  const response = { clientDataJSON: base64url(clientDataJSON), attestationObject: base64url(attestationObject), transports: ['internal'] }
  return credential(passkey, response)
}

/** The answer to `navigator.credentials.get`. */
export async function signs(passkey: SoftPasskey, options: { challenge: string }, lie: Lie = {}): Promise<string> {
  const authData = await authenticatorData(lie, 0, lie.counter ?? passkey.counter)
  const clientDataJSON = clientData(lie.type ?? 'webauthn.get', options.challenge, lie)
  const signed = join(authData, new Uint8Array(await crypto.subtle.digest('SHA-256', clientDataJSON)))
  const signature = new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, passkey.keys.privateKey, signed))
  return credential(passkey, {
    clientDataJSON: base64url(clientDataJSON),
    authenticatorData: base64url(authData),
    signature: base64url(der(signature)),
    userHandle: lie.userHandle ?? passkey.userHandle,
  })
}

const credential = ({ id }: SoftPasskey, response: object): string =>
  JSON.stringify({ id, rawId: id, type: 'public-key', clientExtensionResults: {}, authenticatorAttachment: 'platform', response })

const clientData = (type: string, challenge: string, lie: Lie): Bytes =>
  utf8(JSON.stringify({ type, challenge: lie.challenge ?? challenge, origin: lie.origin ?? origin, crossOrigin: false }))

async function authenticatorData({ rpId = new URL(origin).hostname, userVerified = true }: Lie, flags: number, counter: number) {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(rpId)))
  const count = new Uint8Array(4)
  new DataView(count.buffer).setUint32(0, counter)
  return join(hash, Uint8Array.of(0x01 | (userVerified ? 0x04 : 0) | flags), count)
}

type Bytes = Uint8Array<ArrayBuffer>
const utf8 = (said: string) => new TextEncoder().encode(said) as Bytes
const raw = (encoded: string): Bytes => Uint8Array.from(atob(encoded.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0))
const join = (...parts: Uint8Array[]): Bytes => Uint8Array.from(parts.flatMap((part) => [...part]))

// CBOR, as much of it as a passkey speaks.
const head = (major: number, n: number): Bytes =>
  n < 24
    ? Uint8Array.of((major << 5) | n)
    : n < 256
      ? Uint8Array.of((major << 5) | 24, n)
      : Uint8Array.of((major << 5) | 25, n >> 8, n & 255)
const int = (n: number): Bytes => (n < 0 ? head(1, -1 - n) : head(0, n))
const bytes = (content: Bytes): Bytes => join(head(2, content.length), content)
const text = (content: string): Bytes => join(head(3, content.length), utf8(content))
const map = (entries: [Bytes, Bytes][]): Bytes => join(head(5, entries.length), ...entries.flat())

/** WebCrypto's two numbers as the DER sequence a passkey sends. */
function der(signature: Bytes): Bytes {
  const number = (part: Bytes): Bytes => {
    const first = part.findIndex((byte) => byte !== 0)
    const short = part.slice(first)
    const positive = (short[0] ?? 0) > 127 ? join(Uint8Array.of(0), short) : short
    return join(Uint8Array.of(2, positive.length), positive)
  }
  const both = join(number(signature.slice(0, 32)), number(signature.slice(32)))
  return join(Uint8Array.of(0x30, both.length), both)
}
