import type { Context } from 'hono'

/**
 * The network a request came from, cut to a prefix (/24, /48): enough to recognise a strange place, too little to follow a
 * person. Only the header that Cloudflare itself sets is believed.
 */
export function networkOf(c: Context): string {
  const address = c.req.header('CF-Connecting-IP') ?? ''
  if (address.includes(':')) return `${address.split(':').slice(0, 3).join(':')}::/48`
  const parts = address.split('.')
  return parts.length === 4 ? `${parts.slice(0, 3).join('.')}.0/24` : ''
}
