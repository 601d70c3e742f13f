import type { Current } from '../current.ts'
import { overtakes, untrueBy } from './again-rules.ts'
import { addressMail, decidedMail, invitationMail, securityMail, signInMail, workMail } from './account-mails.ts'
import { clientMail, hoursMail, staffMail, standingMail } from './appointment-mails.ts'
import { digestMail, staffDigestMail } from './digest-mails.ts'
import { readPresent, type Present, type Row } from './readings.ts'
import { reminderMail } from './reminder-mail.ts'
import type { DropReason } from './recipients.ts'
import { safeAddressMail } from './safe-address-mail.ts'
import type { Later, Mail } from './transport.ts'

/** The e-mail of a row as things stand at this moment, or why there is none (NOT-3, NOT-4, NOT-5). */
export async function compose(current: Current, row: Row): Promise<Mail | DropReason | Later> {
  if (row.aboutKind === 'sign_in') return await signInMail(current, row)
  if (row.event === 'staff_invitation') return await workMail(current, row)
  if (row.event === 'email_change' || row.event === 'email_changed') return await addressMail(current, row)
  if (row.event === 'safe_address') return await safeAddressMail(current, row)
  if (row.event === 'registration_decided') return await decidedMail(current, row)
  if (row.event === 'invitation') return await invitationMail(current, row)
  if (row.event === 'staff_digest') return await staffDigestMail(current, row)
  if (row.event === 'hours_changed') return await hoursMail(current, row)
  if (row.aboutKind === 'person') return await securityMail(current, row)
  const present = await readPresent(current, row)
  const untrue = row.againOf === null ? null : untrueNow(current, row, present)
  if (untrue) return untrue
  if (row.event === 'digest') return await digestMail(current, row, present)
  if (row.event === 'reminder') return await reminderMail(current, row, present)
  if (row.aboutKind === 'client' && row.event !== 'waitlist_offer') return await standingMail(current, row, present)
  return row.recipient.startsWith('staff:') ? await staffMail(current, row, present) : await clientMail(current, row, present)
}

/** What is sent again by hand may be old: it is held against what is. */
const untrueNow = (current: Current, row: Row, { appointment, written }: Present): DropReason | null =>
  untrueBy(
    row,
    appointment ?? null,
    written.some((other) => overtakes(row, other)),
    current.now,
  )
