import type { Env } from '../env.ts'

/** The server that takes our e-mails, and how TLS begins there: at once, or by STARTTLS, which it then must offer. */
export interface SmtpServer {
  host: string
  port: number
  tls: 'implicit' | 'starttls'
  user: string
  password: string
}

/** Submission ports on which TLS is there from the first byte (RFC 8314; 2465 is the same where 465 is closed). */
const implicitPorts = [465, 2465]
/** Where plain text comes first, and STARTTLS must follow. */
const starttlsPorts = [587, 2587]

/** What is configured. `smtpProblems` has looked at it when the portal started. */
export function smtpServerOf(env: Env): SmtpServer {
  const port = Number(env.SMTP_PORT)
  const tls = env.SMTP_TLS ?? (implicitPorts.includes(port) ? 'implicit' : 'starttls')
  return { host: env.SMTP_HOST ?? '', port, tls: tls as SmtpServer['tls'], user: env.SMTP_USER ?? '', password: env.SMTP_PASSWORD ?? '' }
}

/** What keeps SMTP from working, each in a sentence for whoever runs the portal (RUN-2). Never a value: one of them is a password. */
export function smtpProblems(env: Env): string[] {
  const missing = (['SMTP_HOST', 'SMTP_PORT', 'SMTP_USER', 'SMTP_PASSWORD'] as const).filter((name) => !env[name])
  if (missing.length > 0) return missing.map((name) => `EMAIL_TRANSPORT is smtp, and ${name} is missing or empty.`)
  const port = Number(env.SMTP_PORT)
  return [
    ...(isHost(env.SMTP_HOST ?? '') ? [] : ['SMTP_HOST is no host name: write it alone, without a port or smtp://.']),
    ...(Number.isInteger(port) && port > 0 && port < 65_536 ? [] : ['SMTP_PORT is no port: 465, 587 or what your provider says.']),
    ...(port === 25 ? ['SMTP_PORT is 25: that is between servers and closed to Workers. Submission is 465 or 587.'] : []),
    ...(env.SMTP_TLS === undefined || ['implicit', 'starttls'].includes(env.SMTP_TLS)
      ? []
      : ['SMTP_TLS is neither implicit nor starttls.']),
    ...(env.SMTP_TLS === 'starttls' && implicitPorts.includes(port) ? [`SMTP_TLS is starttls, but port ${port} is implicit TLS.`] : []),
    ...(env.SMTP_TLS === 'implicit' && starttlsPorts.includes(port) ? [`SMTP_TLS is implicit, but port ${port} is STARTTLS.`] : []),
    ...((env.SMTP_PASSWORD ?? '').length < 8 ? ['SMTP_PASSWORD is shorter than 8 characters.'] : []),
  ]
}

const isHost = (host: string): boolean => /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(host)
