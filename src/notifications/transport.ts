import type { Env } from '../env.ts'

/** A file in an e-mail, as text. Its name is ours: `appointment.ics`, never what it is about (NOT-8). */
export interface Attachment {
  filename: string
  /** `text/calendar; method=PUBLISH` */
  type: string
  content: string
}

/** An e-mail as it leaves: exactly one recipient, and no header that somebody's words could reach (T-15). */
export interface Mail {
  /** The outbox row's id. A transport that is handed it twice sends once, where its provider can (NOT-20). */
  idempotencyKey: string
  /** What it is about, for the development mailbox; never part of the e-mail. */
  kind: string
  to: string
  senderName: string
  subject: string
  text: string
  html: string
  headers: Record<string, string>
  attachments?: Attachment[]
}

/**
 * Not now: the e-mail is looked at again at that instant, as things are then (quiet hours); it is told in the digest of that instant; or
 * not there, because that address is known not to work.
 */
export type Later = { until: number } | { digest: number } | Unreachable

/** An address that bounced, complained or is suppressed, and that nobody has said to work again (NOT-21). */
export interface Unreachable {
  unreachable: 'bounced' | 'complained' | 'suppressed'
  address: string
}

/** Taken, with the provider's id, or not, with a code. `permanent`: trying again changes nothing. `address`: what it says of the address. */
export type Sent = { id: string } | { failed: string; permanent: boolean; address?: 'bounced' | 'complained' | 'suppressed' }

/** How e-mails leave (NOT-22). What it throws counts as a failure that may pass. */
export interface Transport {
  send(env: Env, mail: Mail): Promise<Sent>
}
