import { and, eq, isNull, sql } from 'drizzle-orm'
import type { AboutQueries } from '../accounts/identity.ts'
import type { Permission } from '../current.ts'
import { discretionColumns, type Discretion } from '../notifications/discretion.ts'
import { columnsOf, type ListedClient } from './directory.ts'
import { asLookalike, lookalikeJson, type Lookalike } from './duplicates.ts'
import { clients } from './schema.ts'
import { likenessOf, type Described } from './similarity.ts'

/** What staff see of a client on her own page: as the list has her, with her contacts and therapists. Times are epoch ms. */
export interface ClientFile extends ListedClient {
  version: number
  contacts: ContactOnFile[]
  therapists: TherapistOnFile[]
  /** Records that were merged into hers, the last first (LNK-5). */
  merges: MergeOnFile[]
  /** Records that may be hers, too. */
  lookalikes: Lookalike[]
  /** Every active therapist of the practice, whether or not she cares for this client. */
  everyTherapist: { id: string; name: string }[]
  /** What an archive would meet (SET-43). */
  openRequests: number
  ahead: number
  openInvitations: number
  /** What her e-mails may say; with `no_email` she gets none. */
  discreet: Discretion['discreet']
  discreetChangedAt: number | null
  discreetChangedByName: string | null
  /** Where she is written to instead of the address on file (NOT-8); and one that waits to be confirmed. */
  safeEmail: string | null
  waiting: Discretion['waiting']
  /** The last invitations to the portal, newest first. */
  invitations: InvitationOnFile[]
}

/** An invitation as her page lists it. Times are epoch ms. */
export interface InvitationOnFile {
  id: string
  email: string
  createdAt: number
  /** Who sent it; '' when she asked for it herself, because an older one had run out. */
  createdByName: string
  expiresAt: number
  usedAt: number | null
  revokedAt: number | null
  version: number
}

/** Somebody of her Contact Network with a grant that was not taken back, whether or not it holds today. */
export interface ContactOnFile {
  id: string
  name: string
  relationship: string
  permissions: Permission[]
  validFromAt: number | null
  validUntilAt: number | null
  hasAccount: boolean
}

export interface MergeOnFile {
  id: string
  version: number
  name: string
  at: number
  byName: string
}

export interface TherapistOnFile {
  id: string
  name: string
  active: boolean
  subscribed: boolean
  assigned: boolean
}

/** For the doors of a client's page: one statement, in the round trip of who asks. `asked`: a therapist to show although she is not assigned. */
export const clientFile =
  (asked = ''): AboutQueries =>
  ({ db, organizationId, params, now }) => ({
    file: db.orm
      .select({
        ...columnsOf(db, now),
        ...discretionColumns(now),
        invitations: invitationsOf.as('invitations'),
        contacts: contactsOf.as('contacts'),
        therapists: therapistsOf(asked).as('therapists'),
        everyTherapist: everyTherapist.as('every_therapist'),
        birthDate: clients.birthDate,
        phoneDigits: sql<string | null>`${clients}.phone_digits`.as('phone_digits'),
        merges: mergesOf.as('merges'),
        candidates: candidatesOf.as('candidates'),
        openRequests:
          sql<number>`(SELECT count(*) FROM appointments a WHERE a.organization_id = ${clients.organizationId} AND a.client_id = ${clients.id} AND a.status = 'requested')`.as(
            'open_requests',
          ),
        ahead:
          sql<number>`(SELECT count(*) FROM appointments a WHERE a.organization_id = ${clients.organizationId} AND a.client_id = ${clients.id}
        AND a.status = 'confirmed' AND a.starts_at > ${now})`.as('ahead'),
        openInvitations:
          sql<number>`(SELECT count(*) FROM invitations i WHERE i.organization_id = ${clients.organizationId} AND i.client_id = ${clients.id}
        AND i.used_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > ${now})`.as('open_invitations'),
      })
      .from(sql`(SELECT 1) AS one`)
      .crossJoin(clients)
      .where(and(eq(clients.organizationId, organizationId), eq(clients.id, params.clientId ?? ''), isNull(clients.mergedInto))),
  })

/** The file of the address; null when there is no such client here. */
export function fileFrom(about: Record<string, unknown>): ClientFile | null {
  const [file] = (about.file ?? []) as (Omit<ClientFile, 'lookalikes'> & Described & { candidates: Lookalike[] })[]
  if (!file) return null
  const { candidates, ...rest } = file
  return { ...rest, lookalikes: candidates.filter((other) => likenessOf(file, other).score > 0) }
}

/** For her page: where the record went that the address names, if it was merged, however often. */
export const keptInstead: AboutQueries = ({ db, organizationId, params }) => ({
  kept: db.orm
    .select({
      id: sql<string | null>`(WITH RECURSIVE up (id, next) AS (
        SELECT c.id, c.merged_into FROM clients c WHERE c.organization_id = ${organizationId} AND c.id = ${params.clientId ?? ''}
        UNION SELECT c.id, c.merged_into FROM up JOIN clients c ON c.organization_id = ${organizationId} AND c.id = up.next)
        SELECT id FROM up WHERE next IS NULL AND id <> ${params.clientId ?? ''})`.as('kept_id'),
    })
    .from(sql`(SELECT 1) AS one`),
})

/** What decides her switches. */
export const switchedFile = (file: ClientFile) => ({ ...file, hasAccount: file.accountAt !== null })

/** Whether a grant holds at an instant (SET-30: within its dates). */
export const holdsAt = ({ validFromAt, validUntilAt }: ContactOnFile, now: number): boolean =>
  (validFromAt === null || validFromAt <= now) && (validUntilAt === null || validUntilAt > now)

const parsed = <T>(text: string): T[] => JSON.parse(text) as T[]
const flags =
  <T>(...names: (keyof T)[]) =>
  (text: string): T[] =>
    parsed<T>(text).map((row) => ({ ...row, ...Object.fromEntries(names.map((name) => [name, Boolean(row[name])])) }))

const contactsOf =
  sql`(SELECT json_group_array(json_object('id', g.id, 'name', k.name, 'relationship', g.relationship, 'permissions', json(g.permissions),
    'validFromAt', g.valid_from_at, 'validUntilAt', g.valid_until_at, 'hasAccount', k.person_id IS NOT NULL) ORDER BY k.name)
  FROM grants g JOIN contacts k ON k.organization_id = g.organization_id AND k.id = g.contact_id
  WHERE g.organization_id = ${clients.organizationId} AND g.client_id = ${clients.id} AND g.revoked_at IS NULL)`.mapWith(
    flags<ContactOnFile>('hasAccount'),
  )

const everyTherapist = sql`(SELECT json_group_array(json_object('id', s.id, 'name', s.name) ORDER BY s.name) FROM staff s
  WHERE s.organization_id = ${clients.organizationId} AND s.therapist = 1 AND s.deactivated_at IS NULL)`.mapWith((text: string) =>
  parsed<{ id: string; name: string }>(text),
)
const invitationsOf =
  sql`(SELECT json_group_array(json_object('id', i.id, 'email', i.email, 'createdAt', i.created_at, 'createdByName', i.created_by_name, 'expiresAt', i.expires_at,
    'usedAt', i.used_at, 'revokedAt', i.revoked_at, 'version', i.version)) FROM (SELECT * FROM invitations n
      WHERE n.organization_id = ${clients.organizationId} AND n.client_id = ${clients.id} ORDER BY n.created_at DESC, n.id LIMIT 10) AS i)`.mapWith(
    (text: string) => parsed<InvitationOnFile>(text),
  )

const therapistsOf = (asked: string) =>
  sql`(SELECT json_group_array(json_object('id', s.id, 'name', s.name, 'active', s.deactivated_at IS NULL, 'subscribed', s.subscribed_at IS NOT NULL,
      'assigned', a.staff_id IS NOT NULL) ORDER BY s.name)
    FROM staff s LEFT JOIN assignments a ON a.organization_id = s.organization_id AND a.staff_id = s.id AND a.client_id = ${clients.id} AND a.ended_at IS NULL
    WHERE s.organization_id = ${clients.organizationId} AND s.therapist = 1 AND (a.staff_id IS NOT NULL OR s.id = ${asked}))`.mapWith(
    flags<TherapistOnFile>('active', 'subscribed', 'assigned'),
  )

const mergesOf =
  sql`(SELECT json_group_array(json_object('id', m.id, 'version', m.version, 'name', c.name, 'at', m.created_at, 'byName', m.created_by_name) ORDER BY m.rowid DESC)
    FROM merges m JOIN clients c ON c.organization_id = m.organization_id AND c.id = m.merged_id
    WHERE m.organization_id = ${clients.organizationId} AND m.kept_id = ${clients.id} AND m.undone_at IS NULL)`.mapWith((text: string) =>
    parsed<MergeOnFile>(text),
  )

/** By the indexes; twenty are enough to say that there are some. */
const candidatesOf = sql`(SELECT json_group_array(json(o.record)) FROM (SELECT ${lookalikeJson(sql`c`)} AS record FROM clients c
    WHERE c.organization_id = ${clients.organizationId} AND c.id IN (
      SELECT e.id FROM clients e WHERE e.organization_id = ${clients.organizationId} AND e.email = ${clients.email}
      UNION SELECT e.id FROM clients e WHERE e.organization_id = ${clients.organizationId} AND e.phone_digits = ${clients}.phone_digits
      UNION SELECT e.id FROM clients e WHERE e.organization_id = ${clients.organizationId} AND e.sort_name = ${clients.sortName}
      UNION SELECT e.id FROM clients e WHERE e.organization_id = ${clients.organizationId} AND e.birth_date = ${clients.birthDate})
    AND c.id <> ${clients.id} AND c.merged_into IS NULL
    AND NOT EXISTS (SELECT 1 FROM duplicate_dismissals d WHERE d.organization_id = c.organization_id
      AND d.first_id = min(c.id, ${clients.id}) AND d.second_id = max(c.id, ${clients.id})) LIMIT 20) o)`.mapWith((text: string) =>
  parsed<Lookalike>(text).map(asLookalike),
)
