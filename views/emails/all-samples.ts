import { samples as digests } from './digest.tsx'
import { samples as emailChanges } from './email-change.tsx'
import { samples as invitations } from './invitation.tsx'
import type { Sample } from './letter.tsx'
import { samples as noSignIns } from './no-sign-in.tsx'
import { samples as notices } from './notice.tsx'
import { samples as reminders } from './reminder.tsx'
import { samples as safeAddresses } from './safe-address.tsx'
import { samples as securityNotices } from './security-notice.tsx'
import { samples as signIns } from './sign-in.tsx'
import { samples as staffInvitations } from './staff-invitation.tsx'
import { samples as staffNotices } from './staff-notice.tsx'

/** Every template in every state (NOT-24). */
export const allSamples: Sample[] = [
  ...invitations,
  ...signIns,
  ...emailChanges,
  ...noSignIns,
  ...safeAddresses,
  ...notices,
  ...reminders,
  ...digests,
  ...staffNotices,
  ...staffInvitations,
  ...securityNotices,
]
