import type { Env } from './env.ts'
import { emailProblems } from './notifications/email-setup.ts'

/** A secret that is missing stops the portal with its name (RUN-2): a portal that half works would fail people later. */
export function checkSecrets(env: Env): void {
  if ((env.PORTAL_SECRET ?? '').length < 32)
    throw new Error('The secret PORTAL_SECRET is missing or shorter than 32 characters. Set it with: wrangler secret put PORTAL_SECRET')
  if (!env.TURNSTILE_SITE_KEY !== !env.TURNSTILE_SECRET)
    throw new Error('TURNSTILE_SITE_KEY and TURNSTILE_SECRET belong together: set both, or neither.')
  const problems = emailProblems(env)
  if (problems.length > 0) throw new Error(`${problems.join('\n')}\nSee docs/email-transports.md.`)
}
