import type { Current } from '../current.ts'
import { base64url, derive } from '../tokens.ts'
import { eventsOf } from './net-effect.ts'
import { readObstacles } from './account-readings.ts'
import { isOneAddress } from './header-text.ts'
import type { Row } from './readings.ts'
import type { DropReason, Recipient } from './recipients.ts'
import type { Later, Mail } from './transport.ts'

export async function mailTo(
  current: Current,
  row: Row,
  to: Recipient,
  { subject, text, html }: Pick<Mail, 'subject' | 'text' | 'html'>,
): Promise<Mail | DropReason | Later> {
  const { unwanted, unhealthy } = await readObstacles(current, to.personId ?? to.recipient, await addressHash(current, to.address))
  if (unhealthy) return unhealthy
  const optional = eventsOf(row.event)
  if (optional.length > 0 && (unwanted.includes('all') || optional.every((event) => unwanted.includes(event)))) return 'preference'
  if (!isOneAddress(to.address)) return 'no_address'
  return {
    idempotencyKey: row.id,
    kind: row.event,
    to: to.address,
    senderName: line(current.organization.senderName),
    subject,
    text,
    html,
    headers,
  }
}

/** The key under which an address's health is kept: nobody who reads the table learns the address (NOT-21). */
export const addressHash = async ({ env }: Pick<Current, 'env'>, address: string): Promise<string> =>
  base64url(await derive(env.PORTAL_SECRET, 'address health', address))

const headers = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' }

/** Links begin with the configured origin, never with a request's Host (T-15). */
export const link = ({ env }: Current, path: string): string => new URL(env.PUBLIC_ORIGIN).origin + path

/** One line of a header: without line breaks, control characters and what quotes or brackets an address. */
const line = (text: string): string =>
  text
    .replace(/[\p{C}\p{Zl}\p{Zp}<>"\\@,;:]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 60) || 'Client portal'
