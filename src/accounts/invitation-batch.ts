import { and, count, desc, eq, isNotNull, or, sql } from 'drizzle-orm'
import { clients } from '../clients/schema.ts'
import { outbox } from '../notifications/schema.ts'
import { invitationBatches, invitations } from './entry-schema.ts'
import type { AboutQueries } from './identity.ts'

/** One sending, and how far it is: its e-mails are rows, whatever became of the process that began with them (NOT-20). */
export interface BatchProgress {
  id: string
  total: number
  createdAt: number
  createdByName: string
  sent: number
  waiting: number
  unsent: Unsent[]
}

/** Somebody who did not get hers, and the code of why. */
export interface Unsent {
  clientId: string
  name: string
  reason: string | null
}

const listed = {
  id: invitationBatches.id,
  total: invitationBatches.total,
  createdAt: invitationBatches.createdAt,
  createdByName: invitationBatches.createdByName,
}

/** For the doors of a sending's page. */
export const batchProgress: AboutQueries = ({ db, organizationId, params }) => {
  const batchId = params.batchId ?? ''
  return {
    sending: db.orm
      .select(listed)
      .from(invitationBatches)
      .where(and(eq(invitationBatches.organizationId, organizationId), eq(invitationBatches.id, batchId))),
    emails: db.orm
      .select({
        sent: count(outbox.sentAt).as('sent'),
        waiting: sql<number>`sum(${outbox.sentAt} IS NULL AND ${outbox.droppedAt} IS NULL AND ${outbox.failedAt} IS NULL)`.as('waiting'),
      })
      .from(invitations)
      .innerJoin(outbox, itsEmail)
      .where(and(eq(invitations.organizationId, organizationId), eq(invitations.batchId, batchId))),
    unsent: db.orm
      .select({ clientId: clients.id, name: clients.name, reason: outbox.reason })
      .from(invitations)
      .innerJoin(outbox, itsEmail)
      .innerJoin(clients, and(eq(clients.organizationId, invitations.organizationId), eq(clients.id, invitations.clientId)))
      .where(
        and(
          eq(invitations.organizationId, organizationId),
          eq(invitations.batchId, batchId),
          or(isNotNull(outbox.droppedAt), isNotNull(outbox.failedAt)),
        ),
      )
      .orderBy(clients.sortName, clients.id),
  }
}

/** Null when there is no such sending here. */
export function progressFrom(about: Record<string, unknown>): BatchProgress | null {
  const { sending, emails, unsent } = about as {
    sending: Omit<BatchProgress, 'sent' | 'waiting' | 'unsent'>[]
    emails: { sent: number; waiting: number | null }[]
    unsent: Unsent[]
  }
  const [found] = sending
  return found ? { ...found, sent: emails[0]?.sent ?? 0, waiting: emails[0]?.waiting ?? 0, unsent } : null
}

export type ListedBatch = Pick<BatchProgress, 'id' | 'total' | 'createdAt' | 'createdByName'>

/** For the door of the list: the last sendings, newest first. */
export const lastBatches: AboutQueries = ({ db, organizationId }) => ({
  batches: db.orm
    .select(listed)
    .from(invitationBatches)
    .where(eq(invitationBatches.organizationId, organizationId))
    .orderBy(desc(invitationBatches.createdAt), desc(invitationBatches.id))
    .limit(20),
})

/** Named in full, so that the outbox's unique key finds it. */
const itsEmail = and(
  eq(outbox.organizationId, invitations.organizationId),
  eq(outbox.aboutId, invitations.id),
  eq(outbox.aboutVersion, 1),
  eq(outbox.event, 'invitation'),
)
