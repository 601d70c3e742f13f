import type { Env } from '../env.ts'
import { emailService } from './email-service.ts'
import type { Transport } from './transport.ts'

/** The ways out, by the name that EMAIL_TRANSPORT gives them (NOT-22). What each needs is checked when the portal starts (email-setup.ts). */
export const transports = {
  cloudflare: emailService,
  /** Loaded when it is used: whoever sends otherwise does not run a line of it. */
  smtp: { send: async (env, mail) => await (await import('./smtp.ts')).smtp.send(env, mail) },
} satisfies Record<string, Transport>

export type TransportName = keyof typeof transports

/** The one that is configured; Cloudflare's Email Service when nobody said anything. */
export const transportOf = ({ EMAIL_TRANSPORT = 'cloudflare' }: Pick<Env, 'EMAIL_TRANSPORT'>): Transport =>
  transports[EMAIL_TRANSPORT as TransportName]
