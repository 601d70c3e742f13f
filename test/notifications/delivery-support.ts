import { env } from 'cloudflare:workers'
import { addressHash } from '../../src/notifications/mail-to.ts'
import { rows } from '../support/portal.ts'

/** What is known of an address in willow: nothing is sent to it (NOT-21). */
export async function badAddress(address: string, state = 'bounced'): Promise<void> {
  await rows(
    "INSERT INTO address_health (organization_id, email_hash, state, since_at) VALUES ('org_willow', ?, ?, 1)",
    await addressHash({ env }, address),
    state,
  )
}

/** An e-mail of willow, in the state a test begins with; every id is used once. */
export async function anEmail(fields: Record<string, string | number | null>): Promise<string> {
  const at = Date.parse('2026-12-01T14:00:00Z')
  const row = {
    organization_id: 'org_willow',
    id: `out_test${String((count += 1)).padStart(4, '0')}`,
    event: 'rescheduled',
    about_kind: 'appointment',
    about_id: `apt_test${count}`,
    about_version: 1,
    recipient: 'client:cli_ana',
    client_id: 'cli_ana',
    created_at: at + count,
    due_at: at + count,
    ...fields,
  }
  const names = Object.keys(row)
  await rows(`INSERT INTO outbox (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`, ...Object.values(row))
  return row.id as string
}

let count = 0

/** One that was not delivered, for the address's sake. */
export const aFailedEmail = (fields: Record<string, string | number | null> = {}): Promise<string> =>
  anEmail({
    tries: 1,
    failed_at: Date.parse('2026-12-01T14:05:00Z'),
    sent_to: 'ana@family.example',
    reason: 'E_RECIPIENT_SUPPRESSED',
    ...fields,
  })
