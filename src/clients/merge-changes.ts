import { sql } from 'drizzle-orm'
import { discretionChanges } from './merge-discretion.ts'
import { noted, recipient, those, was, type Change } from './merge-noting.ts'

/** The kept record's own account of the same person, once ended, is the account again. */
const reviveLogin: Change = {
  before: true,
  make: (current, { mergeId, kept, merged }) => {
    const theOne = sql`client_id = ${kept} AND ended_at IS NOT NULL AND person_id IN (SELECT l.person_id FROM client_logins l
      WHERE l.organization_id = client_logins.organization_id AND l.client_id = ${merged} AND l.ended_at IS NULL)`
    return noted(current, mergeId, 'client_logins.revived', {
      table: sql`client_logins`,
      key: sql`person_id`,
      was: sql`ended_at`,
      which: theOne,
      set: sql`ended_at = NULL`,
    })
  },
  takeBack: (current, { mergeId, kept }) =>
    current.db.orm.run(sql`UPDATE client_logins SET ended_at = ${was(current, mergeId, 'client_logins.revived', ofLogin)}
      WHERE organization_id = ${current.organization.id} AND client_id = ${kept} AND ended_at IS NULL
        AND person_id IN (${those(current, mergeId, 'client_logins.revived')})`),
}

/** What of her accounts stays with the alias, because the kept record has that person already, opens nothing any more. */
const endLogin: Change = {
  before: false,
  make: (current, { mergeId, merged }) =>
    noted(current, mergeId, 'client_logins.ended', {
      table: sql`client_logins`,
      key: sql`person_id`,
      was: sql`''`,
      which: sql`client_id = ${merged} AND ended_at IS NULL`,
      set: sql`ended_at = ${current.now}`,
    }),
  takeBack: (current, { mergeId, merged }) =>
    current.db.orm
      .run(sql`UPDATE client_logins SET ended_at = NULL WHERE organization_id = ${current.organization.id} AND client_id = ${merged}
      AND ended_at = (SELECT g.created_at FROM merges g WHERE g.organization_id = client_logins.organization_id AND g.id = ${mergeId})
      AND person_id IN (${those(current, mergeId, 'client_logins.ended')})
      AND NOT EXISTS (SELECT 1 FROM client_logins o WHERE o.organization_id = client_logins.organization_id AND o.client_id = ${merged} AND o.ended_at IS NULL)`),
}

/** A therapist who cares for one of the two cares for both. */
const reviveAssignments: Change = {
  before: true,
  make: (current, { mergeId, kept, merged }) =>
    noted(current, mergeId, 'assignments.revived', {
      table: sql`assignments`,
      key: sql`staff_id`,
      was: sql`ended_at`,
      which: sql`client_id = ${kept} AND ended_at IS NOT NULL AND staff_id IN (SELECT s.staff_id FROM assignments s
        WHERE s.organization_id = assignments.organization_id AND s.client_id = ${merged} AND s.ended_at IS NULL)`,
      set: sql`ended_at = NULL`,
    }),
  takeBack: (current, { mergeId, kept }) =>
    current.db.orm.run(sql`UPDATE assignments SET ended_at = ${was(current, mergeId, 'assignments.revived', ofAssignment)}
      WHERE organization_id = ${current.organization.id} AND client_id = ${kept} AND ended_at IS NULL
        AND staff_id IN (${those(current, mergeId, 'assignments.revived')})`),
}

/** An invitation is bound to the record it went out for (ACC-21): it opens no other. */
const revokeInvitations: Change = {
  before: true,
  make: (current, { mergeId, merged }) =>
    noted(current, mergeId, 'invitations.revoked', {
      table: sql`invitations`,
      key: sql`id`,
      was: sql`''`,
      which: sql`client_id = ${merged} AND used_at IS NULL AND revoked_at IS NULL`,
      set: sql`revoked_at = ${current.now}`,
    }),
  takeBack: (current, { mergeId }) =>
    current.db.orm.run(sql`UPDATE invitations SET revoked_at = NULL WHERE organization_id = ${current.organization.id}
      AND revoked_at = (SELECT g.created_at FROM merges g WHERE g.organization_id = invitations.organization_id AND g.id = ${mergeId})
      AND id IN (${those(current, mergeId, 'invitations.revoked')})`),
}

/** Two times that overlap were shown before: somebody has put them beside each other knowingly (SCH-24). */
const allowOverlaps: Change = {
  before: true,
  make: (current, { mergeId, kept, merged }) =>
    noted(current, mergeId, 'appointments.override', {
      table: sql`appointments`,
      key: sql`id`,
      was: sql`''`,
      which: sql`client_id = ${merged} AND override = 0 AND status IN ('requested', 'confirmed') AND EXISTS (SELECT 1 FROM appointments k
        WHERE k.organization_id = appointments.organization_id AND k.client_id = ${kept} AND k.status IN ('requested', 'confirmed')
          AND k.starts_at > appointments.starts_at - 86400000 AND k.starts_at < appointments.ends_at AND k.ends_at > appointments.starts_at)`,
      set: sql`override = 1`,
    }),
  takeBack: (current, { mergeId }) =>
    current.db.orm.run(sql`UPDATE appointments SET override = 0 WHERE organization_id = ${current.organization.id} AND override = 1
      AND id IN (${those(current, mergeId, 'appointments.override')})`),
}

/** E-mails that wait for her find her under the kept record. What was sent keeps its recipient; whom it was about is handed over (merge-tables.ts). */
const readdress: Change = {
  before: true,
  make: (current, { mergeId, kept, merged }) =>
    noted(current, mergeId, 'outbox.readdressed', {
      table: sql`outbox`,
      key: sql`id`,
      was: sql`''`,
      which: sql`recipient = ${recipient(merged)} AND sent_at IS NULL AND dropped_at IS NULL AND failed_at IS NULL`,
      set: sql`recipient = ${recipient(kept)}, client_id = ${kept}`,
    }),
  takeBack: (current, { mergeId, kept, merged }) =>
    current.db.orm
      .run(sql`UPDATE outbox SET recipient = ${recipient(merged)}, client_id = ${merged} WHERE organization_id = ${current.organization.id}
      AND recipient = ${recipient(kept)} AND id IN (${those(current, mergeId, 'outbox.readdressed')})`),
}

export const mergeChanges: Change[] = [
  allowOverlaps,
  revokeInvitations,
  readdress,
  reviveLogin,
  reviveAssignments,
  endLogin,
  ...discretionChanges,
]

const ofLogin = sql`client_logins.person_id`
const ofAssignment = sql`assignments.staff_id`
