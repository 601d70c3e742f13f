import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { organizations, people, signIns } from '../../src/accounts/schema.ts'
import { clients, grants } from '../../src/clients/schema.ts'
import { batch, newId } from '../../src/db.ts'
import { eventNames } from '../../src/notifications/events.ts'
import {
  emailChangedEmail,
  invitationEmails,
  notifyAlways,
  registrationDecided,
  safeAddressEmail,
  securityNotice,
  signInEmail,
} from '../../src/notifications/outbox.ts'
import { reminderKey } from '../../src/notifications/reminder-key.ts'
import { outbox, preferences, safeAddresses } from '../../src/notifications/schema.ts'
import { cast, change, currentOf, deliverDue, fresh, mails, newAppointment, orm, setClient, start, turn, willow } from './support.ts'
import type { SignedIn } from '../../src/current.ts'

// NOT-8: every kind of e-mail to or about a client, under each of her discreet modes: whether it goes, where, and under which name.

const { ana, nell, gail } = cast
const safe = 'safe@else.example'
const modes = ['neutral', 'date_and_time', 'no_email', 'safe', 'waiting'] as const
type Mode = (typeof modes)[number]

const set: Record<Mode, Partial<typeof clients.$inferInsert>> = {
  neutral: { discreet: 'neutral' },
  date_and_time: { discreet: 'date_and_time' },
  no_email: { discreet: 'no_email' },
  safe: { safeEmail: safe },
  waiting: { safeEmailWaitsUntil: start + 86_400_000 },
}

beforeEach(async () => {
  await fresh({ on: [...eventNames], grace: 0 })
  await turn('contact_access', 'on')
  await orm.update(organizations).set({ senderName: 'Willow House Therapy' })
})

/** A row to Ana that the clock writes. */
const written = (row: Pick<typeof outbox.$inferInsert, 'event' | 'aboutKind' | 'aboutId' | 'aboutVersion'>) =>
  orm.insert(outbox).values({
    ...row,
    organizationId: willow,
    id: newId('out'),
    recipient: `client:${ana.clientId}`,
    clientId: ana.clientId,
    actorKind: 'system' as const,
    createdAt: start,
    dueAt: start,
  })

/** One of each kind: what is written, and to whom it goes when nothing is chosen. */
const kinds: Record<string, { to: string; write: () => Promise<unknown> }> = {
  ...Object.fromEntries(
    eventNames.map((event) => [
      event,
      {
        to: ana.email,
        write: async () => change(await newAppointment({ status: event.startsWith('request_') ? 'requested' : 'confirmed' }), [event]),
      },
    ]),
  ),
  ...Object.fromEntries(
    (['request_received', 'request_expired'] as const).map((kind) => [
      kind,
      {
        to: ana.email,
        write: async () => {
          const current = await currentOf('ana')
          const id = await newAppointment({ status: 'requested' })
          await batch(current.db, notifyAlways(current, kind, { id, clientId: ana.clientId, version: 1 }))
        },
      },
    ]),
  ),
  reminder: {
    to: ana.email,
    write: async () => {
      const startsAt = start + 47 * 3_600_000
      const id = await newAppointment({ startsAt })
      await written({ event: 'reminder', aboutKind: 'appointment', aboutId: id, aboutVersion: reminderKey(startsAt, 48) })
    },
  },
  digest: {
    to: ana.email,
    write: () =>
      written({ event: 'digest', aboutKind: 'client', aboutId: `client:${ana.clientId}`, aboutVersion: Math.floor(start / 60_000) }),
  },
  registration_decided: {
    to: ana.email,
    write: async () => {
      const current = await currentOf('theo')
      await batch(current.db, registrationDecided(current, 'reg_1', 2, ana.personId))
    },
  },
  invitation: {
    to: nell.email,
    write: async () => {
      const current = await currentOf('theo')
      const [record] = await orm.select().from(clients).where(eq(clients.id, nell.clientId))
      const invitation = { id: newId('inv'), outboxId: newId('out') }
      const address = record?.safeEmail ?? record?.email ?? ''
      await orm.run(`INSERT INTO invitations (organization_id, id, client_id, email, token_hash, message, created_at, created_by, created_by_name, expires_at)
        VALUES ('org_willow', '${invitation.id}', 'cli_nell', '${address}', '${'c'.repeat(64)}', 'Welcome', 1, 'per_dana', 'Dana', 4102444800000)`)
      await batch(current.db, invitationEmails(current, [invitation]))
    },
  },
  // What follows the account, not the record: whoever could turn these away could take the account over unseen.
  passkey_added: {
    to: ana.email,
    write: async () => {
      const current = (await currentOf('ana')) as SignedIn
      await batch(current.db, securityNotice(current, 'passkey_added'))
    },
  },
  email_changed: {
    to: ana.email,
    write: async () => {
      const current = await currentOf('ana')
      await orm.run(`INSERT INTO email_changes (id, person_id, new_email, token_hash, created_at, expires_at, used_at, organization_id, old_email)
        VALUES ('emc_1', 'per_ana', 'new@else.example', '${'d'.repeat(64)}', ${start}, ${start + 1000}, ${start}, 'org_willow', '${ana.email}')`)
      await batch(current.db, emailChangedEmail(current, 'emc_1'))
    },
  },
  sign_in: {
    to: ana.email,
    write: async () => {
      const current = await currentOf('system')
      await orm.insert(signIns).values({
        id: 'sgn_1',
        organizationId: willow,
        email: ana.email,
        browserHash: 'b',
        codeHash: 'a'.repeat(64),
        linkHash: 'e'.repeat(64),
        language: 'en' as const,
        sharedComputer: false,
        createdAt: start,
        expiresAt: start + 600_000,
        tries: 0,
      })
      await batch(current.db, signInEmail(current, 'sgn_1'))
    },
  },
  no_sign_in: {
    to: nell.email,
    write: async () => {
      const current = await currentOf('system')
      await orm.insert(signIns).values({
        id: 'sgn_2',
        organizationId: willow,
        email: nell.email,
        browserHash: 'b',
        codeHash: 'f'.repeat(64),
        linkHash: 'g'.repeat(64),
        language: 'en' as const,
        sharedComputer: false,
        createdAt: start,
        expiresAt: start + 600_000,
        tries: 0,
      })
      await batch(current.db, signInEmail(current, 'sgn_2'))
    },
  },
}

const followsTheAccount = ['passkey_added', 'email_changed', 'sign_in']

/** Where it must go; null: nowhere. */
function expected(kind: string, mode: Mode): string | null {
  const to = kinds[kind]?.to ?? ''
  if (followsTheAccount.includes(kind)) return to
  if (mode === 'no_email' || mode === 'waiting') return null
  // Somebody typed the old address to sign in: it is not hers to be answered at.
  if (mode === 'safe') return kind === 'no_sign_in' ? null : safe
  return to
}

describe.each(modes)('NOT-8 %s', (mode) => {
  test.each(Object.keys(kinds))('%s', async (kind) => {
    await setClient(set[mode])
    await setClient(set[mode], nell.clientId)
    await kinds[kind]?.write()
    await deliverDue()
    const sent = await mails()
    const to = expected(kind, mode)
    expect(sent.map((mail) => mail.to)).toEqual(to === null ? [] : [to])
    for (const { senderName, text } of sent) {
      const saysMore =
        mode === 'date_and_time' && !followsTheAccount.includes(kind) && !['registration_decided', 'no_sign_in'].includes(kind)
      expect(senderName).toBe(saysMore ? 'Willow House Therapy' : 'Client portal')
      if (!saysMore) expect(text).not.toMatch(/Date:/)
    }
  })
})

test('NOT-8 a contact with notices gets hers whatever the client chose for herself, and at her own safe address', async () => {
  await orm.insert(grants).values({
    organizationId: willow,
    id: 'gra_test',
    contactId: gail.contactId,
    clientId: ana.clientId,
    relationship: 'sister',
    permissions: ['notices' as const],
    createdAt: start,
    createdBy: 'per_dana',
  })
  await setClient({ discreet: 'no_email' })
  await change(await newAppointment(), ['cancelled'], 'cancelled')
  await deliverDue()
  expect((await mails()).map(({ to }) => to)).toEqual([gail.email])
  await setClient({ safeEmail: 'gail@safe.example' }, cast.bo.clientId)
  await orm.run(`UPDATE client_logins SET person_id = '${gail.personId}' WHERE client_id = 'cli_bo'`)
  await change(await newAppointment(), ['cancelled'], 'cancelled')
  await deliverDue()
  expect((await mails()).map(({ to }) => to)).toEqual([gail.email, 'gail@safe.example'])
})

test('NOT-8 the link to a safe address names nobody, and goes there although everything else waits', async () => {
  await setClient({ safeEmailWaitsUntil: start + 86_400_000 })
  await orm.insert(safeAddresses).values({
    organizationId: willow,
    id: 'sad_1',
    clientId: ana.clientId,
    email: safe,
    tokenHash: 'h'.repeat(64),
    createdAt: start,
    createdBy: ana.personId,
    createdByName: ana.name,
    expiresAt: start + 86_400_000,
  })
  await orm.update(people).set({ language: 'es' }).where(eq(people.id, ana.personId))
  const current = await currentOf('ana')
  await batch(current.db, safeAddressEmail(current, 'sad_1', ana.clientId))
  await deliverDue()
  const [sent] = await mails()
  expect([sent?.to, sent?.senderName, sent?.subject]).toEqual([safe, 'Portal de clientes', 'Confirme esta dirección'])
  expect(JSON.stringify(sent)).not.toMatch(/Ana|Pereira|cli_ana|Willow House/)
})

describe('NOT-8 the calendar file', () => {
  const wantsOne = () =>
    orm.insert(preferences).values({ organizationId: willow, whose: ana.personId, kind: 'calendar_file', value: 'on', changedAt: start })
  const files = async () =>
    (await mails()).map(({ attachments }) => (attachments as { content: string }[] | undefined)?.[0]?.content ?? null)
  const line = (text: string | null | undefined, name: string) => new RegExp(`^${name}:(.*)\\r$`, 'm').exec(text ?? '')?.[1]

  test('goes along only with date and time, and only for whoever wants it', async () => {
    await change(await newAppointment(), ['rescheduled'])
    await deliverDue()
    await setClient({ discreet: 'date_and_time' })
    await change(await newAppointment(), ['rescheduled'])
    await deliverDue()
    await wantsOne()
    await change(await newAppointment(), ['rescheduled'])
    await deliverDue()
    expect((await files()).map((file) => file !== null)).toEqual([false, false, true])
  })

  test('is titled “Appointment” and says nothing else; moved and cancelled it is the same entry, later', async () => {
    await setClient({ discreet: 'date_and_time' })
    await wantsOne()
    const id = await newAppointment({ forum: 'in_person', locationId: 'loc_main', note: 'CanaryNote' })
    await change(id, ['created'])
    await deliverDue()
    await orm.run(`UPDATE appointments SET starts_at = starts_at + 3600000, ends_at = ends_at + 3600000, blocked_from = blocked_from + 3600000,
      blocked_until = blocked_until + 3600000 WHERE id = '${id}'`)
    await change(id, ['rescheduled'])
    await deliverDue()
    await change(id, ['cancelled'], 'cancelled')
    await deliverDue()
    const [made, moved, cancelled] = await files()
    for (const file of [made, moved, cancelled]) {
      expect(line(file, 'SUMMARY')).toBe('Appointment')
      expect(line(file, 'UID')).toBe(line(made, 'UID'))
      expect(file).not.toMatch(/LOCATION|DESCRIPTION|Canary|Theo|Session|Willow House|Ana/)
    }
    expect([made, moved, cancelled].map((file) => line(file, 'STATUS'))).toEqual(['CONFIRMED', 'CONFIRMED', 'CANCELLED'])
    const [first, second, third] = [made, moved, cancelled].map((file) => Number(line(file, 'SEQUENCE')))
    expect([second, third]).toEqual([(first ?? 0) + 1, (first ?? 0) + 2])
    expect(line(moved, 'DTSTART')).not.toBe(line(made, 'DTSTART'))
  })

  test('there is none of a request that was declined without a yes before', async () => {
    await setClient({ discreet: 'date_and_time' })
    await wantsOne()
    await change(await newAppointment({ status: 'requested' }), ['request_declined'], 'declined')
    await deliverDue()
    expect(await files()).toEqual([null])
  })
})
