import { and, eq, isNull, sql, type SQL } from 'drizzle-orm'
import { mostSelected } from '../clients/bulk.ts'
import { clients, writtenTo } from '../clients/schema.ts'
import { audit } from '../audit.ts'
import type { Current, Language, StaffCurrent } from '../current.ts'
import { batch, newId, type Query } from '../db.ts'
import { invitationEmails } from '../notifications/outbox.ts'
import { sha256 } from '../tokens.ts'
import { remember } from '../web/idempotency.ts'
import { invitationBatches } from './entry-schema.ts'
import type { AboutQueries } from './identity.ts'
import { killInvitations, recordInvitations } from './invitation-killing.ts'
import { invitationLifetime, type Invitable } from './invitation-state.ts'
import { invitationToken } from './sign-in-secrets.ts'

/** A client who was chosen to be invited, with all that decides whether she can be. */
export interface ChosenClient extends Invitable {
  id: string
  name: string
  language: Language | null
  zone: string | null
}

/** A form that can go along with an invitation; the forms area fills the list when it has any (ACC-20). */
export interface IntakeForm {
  id: string
  name: string
}
export const intakeForms: readonly IntakeForm[] = []

/** For the doors of inviting: the clients whose ids were sent, and are this organization's. One statement, however many. */
export const chosenClients =
  (ids: string[]): AboutQueries =>
  ({ db, organizationId }) => ({
    chosen: db.orm
      .select({
        id: clients.id,
        name: clients.name,
        email: writtenTo.as('written_to'),
        language: clients.language,
        zone: clients.zone,
        discreet: clients.discreet,
        archivedAt: clients.archivedAt,
        hasAccount: hasAccount.as('has_account'),
      })
      .from(sql`json_each(${JSON.stringify(ids.slice(0, mostSelected + 1))}) AS chosen`)
      .crossJoin(clients)
      .where(and(eq(clients.organizationId, organizationId), sql`${clients.id} = chosen.value`, isNull(clients.mergedInto)))
      .orderBy(clients.sortName, clients.id),
  })

export const chosenFrom = (about: Record<string, unknown>): ChosenClient[] => (about.chosen ?? []) as ChosenClient[]

/** A sending: to whom, with which words and forms. */
export interface Sending {
  id: string
  to: { id: string; email: string | null }[]
  message: string
  formIds: string[]
  /** Where the form leads when it is sent again. */
  location: string
}

/**
 * Invites clients (ACC-20): one batch for all of them, in which each gets an invitation of her own, an e-mail and an audit entry, and
 * her older open invitation dies (ACC-21). Who can be invited is asked again by the statement that writes it: one of them archived,
 * merged, in, or with another address than the one on the page, and nothing is sent: `changed`.
 */
export async function invite(current: StaffCurrent, { id, to, message, formIds, location }: Sending): Promise<'changed' | null> {
  const { db, organization, now, person, staff } = current
  const rows = await Promise.all(to.map(({ id: clientId, email }) => newInvitation(current, clientId, email ?? '')))
  const by = { organizationId: organization.id, createdAt: now, createdBy: person.id, createdByName: staff.name }
  const lost = await batch(db, [
    ...remember(current, location),
    db.orm.insert(invitationBatches).values({ ...by, id, message, formIds, total: rows.length }),
    audit(current, 'invitations.sent', {
      kind: 'invitation_batch',
      id,
      version: 1,
      details: { total: rows.length, forms: formIds.length },
    }),
    ...writeInvitations(current, rows, {
      batchId: id,
      message,
      formIds: JSON.stringify(formIds),
      by: person.id,
      byName: staff.name,
      action: 'invitation.sent',
    }),
  ])
  return lost ? 'changed' : null
}

export interface NewInvitation {
  id: string
  clientId: string
  email: string
  tokenHash: string
  outboxId: string
}

/** An invitation that does not exist yet. Its token is made of its id, so that the e-mail can be rendered when it is sent. */
export async function newInvitation({ env }: Current, clientId: string, email: string): Promise<NewInvitation> {
  const id = newId('inv')
  return { id, clientId, email, tokenHash: await sha256(await invitationToken(env.PORTAL_SECRET, id)), outboxId: newId('out') }
}

interface Written {
  batchId: string | null
  /** The text, or where it is copied from. */
  message: string | SQL
  formIds: string | SQL
  by: string
  byName: string
  action: string
}

/** The statements that write invitations; unless every one of them can be written, their batch is refused. */
export function writeInvitations(current: Current, invitations: NewInvitation[], written: Written): Query[] {
  const { db, now, organization } = current
  const { batchId, message, formIds, by, byName, action } = written
  const rows = JSON.stringify(invitations)
  const ids = invitations.map(({ clientId }) => clientId)
  return [
    ...killInvitations(current, ids, 'open', 'invitation.replaced'),
    db.orm
      .run(sql`INSERT INTO invitations (organization_id, id, client_id, email, token_hash, message, form_ids, created_at, created_by, created_by_name, expires_at, batch_id)
      SELECT c.organization_id, n.value->>'id', c.id, coalesce(c.safe_email, c.email), n.value->>'tokenHash', ${message}, ${formIds}, ${now}, ${by}, ${byName}, ${now + invitationLifetime}, ${batchId}
      FROM json_each(${rows}) AS n JOIN clients c ON c.organization_id = ${organization.id} AND c.id = n.value->>'clientId'
      WHERE coalesce(c.safe_email, c.email) = n.value->>'email' AND c.archived_at IS NULL AND c.merged_into IS NULL AND c.discreet <> 'no_email'
        AND NOT EXISTS (SELECT 1 FROM client_logins l WHERE l.organization_id = c.organization_id AND l.client_id = c.id AND l.ended_at IS NULL)`),
    db.orm.run(sql`INSERT INTO assert_one SELECT changes() = ${invitations.length}`),
    ...invitationEmails(current, invitations),
    recordInvitations(
      current,
      action,
      sql`SELECT n.value->>'id' AS id, 1 AS version, json_object('clientId', n.value->>'clientId', 'batchId', ${batchId}) AS details FROM json_each(${rows}) AS n`,
    ),
  ]
}

const hasAccount =
  sql<boolean>`EXISTS (SELECT 1 FROM client_logins l WHERE l.organization_id = ${clients.organizationId} AND l.client_id = ${clients.id} AND l.ended_at IS NULL)`.mapWith(
    Boolean,
  )
