/** The two numbers of an ECDSA signature, as DER writes them: big-endian, a zero before a first bit that is set. */
export interface SignatureNumbers {
  r: ArrayBuffer
  s: ArrayBuffer
}

const sequence = 0x30
const integer = 0x02

/**
 * Reads `SEQUENCE { INTEGER r, INTEGER s }` (RFC 3279, 2.2.3), as an authenticator sends it. Throws for anything else, one byte too many
 * included. Nothing is decided here: the numbers go to the platform's own verification, which refuses whatever they do not sign.
 */
export function signatureNumbers(bytes: Uint8Array): SignatureNumbers {
  const whole = element(bytes, 0, sequence)
  if (whole.end !== bytes.length) throw new TypeError('Not a signature: it goes on.')
  const r = element(bytes, whole.start, integer)
  const s = element(bytes, r.end, integer)
  if (s.end !== whole.end) throw new TypeError('Not a signature: more than two numbers.')
  return { r: bytes.slice(r.start, r.end).buffer, s: bytes.slice(s.start, s.end).buffer }
}

/** Where the content of the element at a place begins and ends. Lengths of up to 255 are all that a signature needs. */
function element(bytes: Uint8Array, at: number, tag: number): { start: number; end: number } {
  const isLong = bytes[at + 1] === 0x81
  const length = bytes[at + (isLong ? 2 : 1)] ?? 0
  const start = at + (isLong ? 3 : 2)
  if (bytes[at] !== tag || length === 0 || length > 127 !== isLong || start + length > bytes.length) throw new TypeError('Not a signature.')
  return { start, end: start + length }
}
