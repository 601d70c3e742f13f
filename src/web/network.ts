import type { Context } from 'hono'

/**
 * The network a request came from, cut to a prefix (/24, /48): enough to recognise a strange place, too little to follow a
 * person. Only the header that Cloudflare itself sets is believed.
 */
export const networkOf = (c: Context): string => networkOfAddress(c.req.header('CF-Connecting-IP') ?? '')

/** An address's prefix in one spelling, however the address is spelled (T-13); '' for what is no address. */
export function networkOfAddress(address: string): string {
  const groups = address.includes(':') ? groupsOf(address) : null
  const mapped = groups?.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff
  if (groups && !mapped) return `${groups.slice(0, 3).map(inHex).join(':')}::/48`
  const bytes = groups ? bytesOf(groups) : address.split('.').map((part) => (/^\d{1,3}$/.test(part) ? Number(part) : 256))
  return bytes.length === 4 && bytes.every((byte) => byte < 256) ? `${bytes.slice(0, 3).join('.')}.0/24` : ''
}

/** Where the request came from as the edge guesses it: "Portland, US"; '' when it says nothing. */
export function placeOf(c: Context): string {
  const { city, country } = ((c.req.raw as { cf?: { city?: unknown; country?: unknown } }).cf ?? {}) as Record<string, unknown>
  return [city, country]
    .filter((part): part is string => typeof part === 'string' && part !== '')
    .join(', ')
    .slice(0, 80)
}

/** The eight groups of an IPv6 address; null when it is none. The URL parser knows every spelling. */
function groupsOf(address: string): number[] | null {
  try {
    const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
    const [before, after] = [head, tail ?? ''].map((part) =>
      part
        .split(':')
        .filter((group) => group !== '')
        .map((group) => Number.parseInt(group, 16)),
    )
    if (!before || !after) return null
    return tail === undefined ? before : [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after]
  } catch {
    return null
  }
}

const bytesOf = (groups: number[]): number[] => groups.slice(6).flatMap((group) => [group >> 8, group & 255])
const inHex = (group: number): string => group.toString(16)
