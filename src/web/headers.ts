import { createMiddleware } from 'hono/factory'
import type { Portal } from './portal.ts'

/**
 * The headers of every answer (SEC-3, facts/security.md 5.1 without Trusted Types). No nonce: there is no inline script or
 * style anywhere, so 'self' is stricter than a list of exceptions.
 */
export const securityHeaders: Record<string, string> = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; " +
    "form-action 'self'; base-uri 'none'; object-src 'none'; frame-src 'none'; frame-ancestors 'none'; worker-src 'none'; upgrade-insecure-requests",
  'Strict-Transport-Security': 'max-age=63072000; includeSubDomains; preload',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Origin-Agent-Cluster': '?1',
  'Permissions-Policy':
    'camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), display-capture=(), browsing-topics=(), interest-cohort=()',
  'Cache-Control': 'private, no-store',
  Vary: 'HX-Request-Type, Cookie',
  'X-Robots-Tag': 'noindex, nofollow, noarchive',
  'X-DNS-Prefetch-Control': 'off',
}

/** Sets them on whatever the request ends with, errors too; a handler's own stricter value wins (token pages: no-referrer). */
export const headers = createMiddleware<Portal>(async (c, next) => {
  await next()
  // Not c.header(): behind the answer, every call of it makes the whole response anew.
  const { headers: given } = c.res
  for (const [name, value] of all) if (!given.has(name)) given.set(name, value)
  given.set('X-Request-Id', c.var.requestId)
})

const all = Object.entries(securityHeaders)
