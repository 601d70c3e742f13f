/**
 * The score of the MDN HTTP Observatory for the headers and cookies of an answer, by its own table (facts/security.md 5.2):
 * 100 to begin with; bonuses count only for whoever has 90 without them. What needs the network (redirect to https, the
 * preload list) counts as nothing.
 */
export function score(headers: Headers, cookies: string[]): { total: number; points: Record<string, number> } {
  const points = { ...policyPoints(headers.get('Content-Security-Policy') ?? ''), ...cookiePoints(cookies), ...otherPoints(headers) }
  const sum = (some: number[]) => some.reduce((total, point) => total + point, 100)
  const withoutBonus = sum(Object.values(points).filter((point) => point < 0))
  return { total: withoutBonus >= 90 ? sum(Object.values(points)) : withoutBonus, points }
}

function policyPoints(policy: string): Record<string, number> {
  if (policy === '') return { policy: -25 }
  const strict = /(^|;)\s*default-src 'none'/.test(policy)
  const scripts = /script-src ([^;]*)/.exec(policy)?.[1] ?? /default-src ([^;]*)/.exec(policy)?.[1] ?? ''
  if (scripts.includes("'unsafe-inline'") || /(^|\s)(\*|https?:|data:)(\s|$)/.test(scripts)) return { policy: -20 }
  if (policy.includes("'unsafe-eval'")) return { policy: -10 }
  if (policy.includes("'unsafe-")) return { policy: 0 }
  return { policy: strict ? 10 : 5 }
}

function cookiePoints(cookies: string[]): Record<string, number> {
  if (cookies.length === 0) return {}
  const session = cookies.filter((cookie) => /^[^=]*sess/i.test(cookie))
  if (session.some((cookie) => !/; *Secure/i.test(cookie))) return { cookies: -40 }
  if (session.some((cookie) => !/; *HttpOnly/i.test(cookie))) return { cookies: -30 }
  if (cookies.some((cookie) => /SameSite=(?!Lax|Strict|None)/i.test(cookie))) return { cookies: -20 }
  return { cookies: cookies.every((cookie) => /; *SameSite=(Lax|Strict)/i.test(cookie)) ? 5 : 0 }
}

function otherPoints(headers: Headers): Record<string, number> {
  const framing = /frame-ancestors '(none|self)'/.test(headers.get('Content-Security-Policy') ?? '')
  const maxAge = Number(/max-age=(\d+)/.exec(headers.get('Strict-Transport-Security') ?? '')?.[1] ?? -1)
  const referrer = headers.get('Referrer-Policy') ?? ''
  return {
    framing: framing ? 5 : /^(DENY|SAMEORIGIN)$/i.test(headers.get('X-Frame-Options') ?? '') ? 0 : -20,
    transport: maxAge < 0 ? -20 : maxAge < 15_552_000 ? -10 : 0,
    sniffing: headers.get('X-Content-Type-Options') === 'nosniff' ? 0 : -5,
    referrer: /^(same-origin|no-referrer|strict-origin(-when-cross-origin)?)$/.test(referrer) ? 5 : referrer === '' ? 0 : -5,
    sharing: headers.get('Access-Control-Allow-Origin') === '*' ? -50 : 0,
    resources: /^same-(origin|site)$/.test(headers.get('Cross-Origin-Resource-Policy') ?? '') ? 10 : 0,
  }
}
