import { and, eq } from 'drizzle-orm'
import type { AboutQueries } from '../accounts/identity.ts'
import { organizations } from '../accounts/schema.ts'
import { audit } from '../audit.ts'
import type { Language, StaffCurrent } from '../current.ts'
import { batch, changedOne } from '../db.ts'
import { remember } from '../web/idempotency.ts'

/** How a practice's e-mails are (NOT-3, NOT-7, NOT-8): what an administrator sets for everybody. */
export interface PracticeMails {
  senderName: string
  language: Language
  /** NOT-3: how long an e-mail waits for an undo. */
  graceSeconds: number
  /** `[48,2]`: how long before an appointment its client is reminded. */
  reminderHours: string
  /** `1260-480`, or ''. */
  quietHours: string
}

/** The same, as the page shows it, with what it was before the last change. */
export type PracticeMailsNow = PracticeMails & { version: number; were: (PracticeMails & { version: number; at: number }) | null }

/** For the doors of the page. */
export const practiceMails: AboutQueries = ({ db: { orm }, organizationId }) => ({
  mails: orm
    .select({
      senderName: organizations.senderName,
      language: organizations.language,
      graceSeconds: organizations.graceSeconds,
      reminderHours: organizations.reminderHours,
      quietHours: organizations.quietHours,
      version: organizations.version,
      were: organizations.mailsWere,
    })
    .from(organizations)
    .where(eq(organizations.id, organizationId)),
})

export const mailsFrom = (about: Record<string, unknown>): PracticeMailsNow => (about.mails as PracticeMailsNow[])[0] as PracticeMailsNow

/** What was before the last change, while the page offers to take it back: ten minutes, and nothing else of the practice changed since. */
export const undoableMails = ({ were, version }: PracticeMailsNow, now: number): PracticeMails | null =>
  were && were.version === version && now - were.at < 10 * 60_000 ? were : null

/** Saves all of it. A stale form is refused: the practice's hours count with the same version. */
export async function savePracticeMails(
  current: StaffCurrent,
  before: PracticeMailsNow,
  wanted: PracticeMails,
  { version, location }: { version: number; location: string },
  action: 'organization.mails' | 'organization.mails_undone' = 'organization.mails',
): Promise<'stale' | null> {
  const { db, organization, now } = current
  const { senderName, language, graceSeconds, reminderHours, quietHours } = before
  const was = { senderName, language, graceSeconds, reminderHours, quietHours, at: now, version: version + 1 }
  const { senderName: name, ...told } = wanted
  const refusal = await batch(db, [
    ...remember(current, location),
    db.orm
      .update(organizations)
      .set({ ...wanted, mailsWere: action === 'organization.mails' ? was : null, version: version + 1 })
      .where(and(eq(organizations.id, organization.id), eq(organizations.version, version))),
    changedOne(db),
    audit(current, action, {
      kind: 'organization',
      id: organization.id,
      version: version + 1,
      details: { ...told, senderNameChanged: name !== senderName },
    }),
  ])
  return refusal ? 'stale' : null
}
