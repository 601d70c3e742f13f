import { words } from '../../views/words/words.ts'
import { clock } from '../clock.ts'
import type { Current } from '../current.ts'
import { base64url, derive } from '../tokens.ts'
import { readObstacles } from './account-readings.ts'
import { isOneAddress } from './header-text.ts'
import { gathered } from './gathering.ts'
import { classOf, isUnwanted } from './optional.ts'
import { endOfQuiet } from './quiet-hours.ts'
import type { Row } from './readings.ts'
import type { DropReason, Recipient } from './recipients.ts'
import type { Attachment, Later, Mail } from './transport.ts'
import { ownFirst, quietFor, wishesOf } from './wishes.ts'

/** What only some e-mails have. */
export interface More {
  /** Instead of waiting beyond this instant it is sent in her quiet hours: what is told after that is of no use to anybody. */
  latest?: number
  /** The calendar file, for whoever wants one (NOT-8). */
  calendarFile?: Attachment | null
}

/**
 * The e-mail to one reader, or what stands between it and her: her own wishes, her quiet hours, what is known of her address
 * (NOT-4, NOT-21). What is always sent (NOT-6) asks nobody's wishes and waits for no hour.
 */
export async function mailTo(
  current: Current,
  row: Row,
  to: Recipient,
  { subject, text, html }: Pick<Mail, 'subject' | 'text' | 'html'>,
  { latest = Number.POSITIVE_INFINITY, calendarFile }: More = {},
): Promise<Mail | DropReason | Later> {
  if (to.notBefore !== undefined && to.notBefore > clock.now()) return { until: to.notBefore }
  const { said, unhealthy } = await readObstacles(current, [to.personId ?? '', to.recipient], await addressHash(current, to.address))
  if (unhealthy) return { unreachable: unhealthy, address: to.address }
  const kind = classOf(row)
  const wishes = wishesOf(ownFirst(said, to.personId))
  if (isUnwanted(kind, row.event, wishes.unwanted)) return 'preference'
  if (!isOneAddress(to.address)) return 'no_address'
  const zone = to.zone ?? current.organization.zone
  const daily = gathered(row, wishes.digestAt, zone, clock.now())
  if (daily) return daily
  const quiet = kind && quietFor(wishes, current.organization.quietHours)
  const until = quiet && endOfQuiet(quiet, zone, clock.now())
  if (until !== null && until <= latest) return { until }
  const senderName = to.sender === 'practice' ? current.organization.senderName : words(to.language).emails.sender
  return {
    idempotencyKey: row.id,
    kind: row.event,
    to: to.address,
    senderName: line(senderName),
    subject,
    text,
    html,
    headers: kind && to.foot ? { ...headers, ...oneClick(to.foot.stop) } : headers,
    ...(calendarFile && wishes.calendarFile && { attachments: [calendarFile] }),
  }
}

/** The key under which an address's health is kept: nobody who reads the table learns the address (NOT-21). */
export const addressHash = async ({ env }: Pick<Current, 'env'>, address: string): Promise<string> =>
  base64url(await derive(env.PORTAL_SECRET, 'address health', address))

const headers = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' }

/** RFC 8058: the reader's mail program can do it for her, with one press. */
const oneClick = (address: string) => ({ 'List-Unsubscribe': `<${address}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' })

/** Links begin with the configured origin, never with a request's Host (T-15). */
export const link = ({ env }: Current, path: string): string => new URL(env.PUBLIC_ORIGIN).origin + path

/** One line of a header: without line breaks, control characters and what quotes or brackets an address. */
const line = (text: string): string =>
  text
    .replace(/[\p{C}\p{Zl}\p{Zp}<>"\\@,;:]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 60) || 'Client portal'
