import { and, eq, sql } from 'drizzle-orm'
import { audit } from '../audit.ts'
import type { Current, SignedIn } from '../current.ts'
import { within, type Query } from '../db.ts'
import { seal, unseal, type Place } from '../sealed.ts'
import { draftName, textsIn, type Draft, type DraftForm } from './draft-forms.ts'
import { drafts } from './entry-schema.ts'

/** How many texts of one person wait at one practice; the oldest go. */
const most = 10

/** The texts that wait for a form, by what it is about, and by field. Read with the identity, opened here. */
export type Texts = Record<string, string>

/**
 * The statements that keep a form's text for a person, sealed (ACC-5); none when there is no text. `personId`: whose session it
 * is or was, which may have grown old.
 */
export async function keepDraft(current: Current, personId: string, draft: Draft, fields: Record<string, string>): Promise<Query[]> {
  const texts = textsIn(draft, fields)
  if (!texts) return []
  const { db, env, now, organization } = current
  const form = draftName(draft)
  const body = await seal(env.PORTAL_SECRET, placeOf(organization.id, personId, form), JSON.stringify(texts))
  return [
    db.orm
      .insert(drafts)
      .values({ organizationId: organization.id, personId, form, body, updatedAt: now })
      .onConflictDoUpdate({ target: [drafts.organizationId, drafts.personId, drafts.form], set: { body, updatedAt: now } }),
    db.orm.delete(drafts).where(
      within(
        current,
        drafts,
        eq(drafts.personId, personId),
        sql`form NOT IN (SELECT d.form FROM drafts d WHERE d.organization_id = ${organization.id} AND d.person_id = ${personId}
          ORDER BY d.updated_at DESC, d.form = ${form} DESC LIMIT ${most})`,
      ),
    ),
    audit(current, 'draft.kept', { kind: 'draft', id: form, details: { personId } }),
  ]
}

/** What she had written in forms of this kind, by what each is about. What cannot be opened any more is not there. */
export async function draftsOf(current: SignedIn, form: DraftForm): Promise<Map<string, Texts>> {
  const mine = Object.entries(current.drafts).filter(([name]) => name.startsWith(`${form}/`))
  const opened = await Promise.all(
    mine.map(async ([name, body]) => {
      const text = await unseal(current.env.PORTAL_SECRET, placeOf(current.organization.id, current.person.id, name), body)
      return text === null ? [] : [[name.slice(form.length + 1), JSON.parse(text) as Texts] as const]
    }),
  )
  return new Map(opened.flat())
}

/** For the batch of the change the text was for, or that throws it away: it waits no longer. */
export const dropDraft = (current: SignedIn, draft: Draft): Query =>
  current.db.orm
    .delete(drafts)
    .where(within(current, drafts, and(eq(drafts.personId, current.person.id), eq(drafts.form, draftName(draft)))))

const placeOf = (organizationId: string, personId: string, form: string): Place => `draft|${organizationId}/${personId}/${form}`
