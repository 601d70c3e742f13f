import type { Env } from '../env.ts'
import { isOneAddress } from './header-text.ts'
import { smtpProblems } from './smtp-server.ts'
import { transports } from './transports.ts'
import { webhookSecretProblems } from './webhook-signature.ts'

/**
 * What is missing or contradictory in how e-mails leave (NOT-22, RUN-2, T-31), each in a sentence. Empty when all is well. Settings of the
 * transport that is not chosen count as contradictory: whoever set them believes that her e-mails leave by it.
 */
export function emailProblems(env: Env): string[] {
  const name = env.EMAIL_TRANSPORT ?? 'cloudflare'
  if (!Object.hasOwn(transports, name)) return [`EMAIL_TRANSPORT is none of ${Object.keys(transports).join(', ')}.`]
  const idle = name === 'smtp' ? [] : (['SMTP_HOST', 'SMTP_USER', 'SMTP_PASSWORD'] as const).filter((key) => env[key] !== undefined)
  return [
    ...(isOneAddress(env.EMAIL_FROM ?? '') ? [] : ['EMAIL_FROM is not one address, alone and without a name.']),
    ...(isSafeOrigin(env.PUBLIC_ORIGIN ?? '')
      ? []
      : ['PUBLIC_ORIGIN must be https://, and nothing behind the host: links in e-mails begin with it.']),
    ...(name === 'smtp' ? smtpProblems(env) : []),
    ...(name === 'cloudflare' && !env.EMAIL
      ? ['EMAIL_TRANSPORT is cloudflare, and there is no send_email binding EMAIL in wrangler.toml.']
      : []),
    ...idle.map((key) => `${key} is set, but EMAIL_TRANSPORT is ${name}: set it to smtp, or remove ${key}.`),
    ...webhookSecretProblems(env.EMAIL_WEBHOOK_SECRET),
  ]
}

/** On one's own machine there is no certificate. */
function isSafeOrigin(origin: string): boolean {
  const url = URL.parse(origin)
  if (!url || url.origin !== origin.replace(/\/$/, '')) return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname))
}
