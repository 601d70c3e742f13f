import type { Env } from './env.ts'
import { emailProblems } from './notifications/email-setup.ts'

/** A secret that is missing stops the portal with its name (RUN-2): a portal that half works would fail people later. */
export function checkSecrets(env: Env): void {
  const missing = missingFrom(env)
  if (missing.length > 0) throw new Error(missing.join('\n'))
}

/** What the portal cannot start without, a sentence for each, with the name. `npm run deploy` asks the same, before it changes anything. */
export function missingFrom(env: Env): string[] {
  const missing: string[] = []
  if ((env.PORTAL_SECRET ?? '').length < 32)
    missing.push('PORTAL_SECRET is missing or shorter than 32 characters. Set it with: npx wrangler secret put PORTAL_SECRET')
  if (!env.TURNSTILE_SITE_KEY !== !env.TURNSTILE_SECRET)
    missing.push(
      `${env.TURNSTILE_SECRET ? 'TURNSTILE_SITE_KEY' : 'TURNSTILE_SECRET'} is missing. TURNSTILE_SITE_KEY and TURNSTILE_SECRET belong together: set both, or neither.`,
    )
  const email = emailProblems(env)
  return email.length > 0 ? [...missing, ...email, 'See docs/email-transports.md.'] : missing
}
