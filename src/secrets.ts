import type { Env } from './env.ts'

/** A secret that is missing stops the portal with its name (RUN-2): a portal that half works would fail people later. */
export function checkSecrets(env: Env): void {
  const missing = missingFrom(env)
  if (missing.length > 0) throw new Error(missing.join(' '))
}

/** What the portal cannot start without, a sentence for each, beginning with the name. `npm run deploy` asks the same, before it changes anything. */
export function missingFrom(env: Partial<Env>): string[] {
  const missing: string[] = []
  if ((env.PORTAL_SECRET ?? '').length < 32)
    missing.push('PORTAL_SECRET is missing or shorter than 32 characters. Set it with: npx wrangler secret put PORTAL_SECRET')
  for (const [one, other] of [
    ['TURNSTILE_SITE_KEY', 'TURNSTILE_SECRET'],
    ['TURNSTILE_SECRET', 'TURNSTILE_SITE_KEY'],
  ] as const)
    if (env[one] && !env[other])
      missing.push(`${other} is missing. TURNSTILE_SITE_KEY and TURNSTILE_SECRET belong together: set both, or neither.`)
  return missing
}
