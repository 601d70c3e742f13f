import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { people, staff } from '../../src/accounts/schema.ts'
import { audits } from '../../src/audit.ts'
import { contacts, grants } from '../../src/clients/schema.ts'
import { batch } from '../../src/db.ts'
import { addressHash } from '../../src/notifications/mail-to.ts'
import { notifyAlways, notifyStaff, type AlwaysKind, type StaffKind } from '../../src/notifications/outbox.ts'
import { addressHealth, preferences } from '../../src/notifications/schema.ts'
import {
  cast,
  change,
  currentOf,
  deliverDue,
  env,
  fates,
  fresh,
  later,
  mails,
  newAppointment,
  orm,
  setClient,
  start,
  turn,
  willow,
  type ActorName,
} from './support.ts'

const { ana, gail, max } = cast

/** Lets Gail have Ana's notices, too. */
const letGailKnow = (fields: Partial<typeof grants.$inferInsert> = {}) =>
  orm.insert(grants).values({
    organizationId: willow,
    id: 'gra_test',
    contactId: gail.contactId,
    clientId: ana.clientId,
    relationship: 'sister',
    permissions: ['notices'],
    createdAt: start,
    createdBy: 'per_dana',
    ...fields,
  })

/** An appointment of Ana's is cancelled, then something happens, then the e-mail is due. */
async function cancelled(meanwhile: () => Promise<unknown> = async () => {}) {
  const id = await newAppointment()
  await change(id, ['cancelled'], 'cancelled')
  await meanwhile()
  later(61)
  await deliverDue()
  return { to: (await mails()).map((mail) => mail.to).toSorted(), fates: await fates(id) }
}

beforeEach(async () => {
  await fresh({ on: ['cancelled'] })
  await turn('contact_access', 'on')
})

describe('NOT-4 who gets it is decided when it is sent', () => {
  test('the client and contacts with notices', async () => {
    await letGailKnow()
    expect((await cancelled()).to).toEqual([ana.email, gail.email])
  })

  test('a contact without notices: only the client', async () => {
    await letGailKnow({ permissions: ['forms', 'schedule'] })
    expect((await cancelled()).to).toEqual([ana.email])
  })

  test.each<[string, () => Promise<unknown>, string]>([
    ['a revoked grant', () => orm.update(grants).set({ revokedAt: start }).where(eq(grants.id, 'gra_test')), 'no_grant'],
    [
      'a grant that ended',
      () =>
        orm
          .update(grants)
          .set({ validUntilAt: start + 1 })
          .where(eq(grants.id, 'gra_test')),
      'no_grant',
    ],
    [
      'notices taken out of the grant',
      () =>
        orm
          .update(grants)
          .set({ permissions: ['schedule'] })
          .where(eq(grants.id, 'gra_test')),
      'no_grant',
    ],
    ['contact access switched off', () => turn('contact_access', 'off'), 'contact_access'],
    ['a sign-in that was closed', () => orm.update(people).set({ disabledAt: start }).where(eq(people.id, gail.personId)), 'no_address'],
    [
      'the same address as the client',
      () => orm.update(people).set({ email: ana.email }).where(eq(people.id, gail.personId)),
      'same_address',
    ],
  ])('%s: not the contact, and the audit says why', async (_, meanwhile, reason) => {
    await letGailKnow()
    const outcome = await cancelled(meanwhile)
    expect(outcome).toEqual({ to: [ana.email], fates: ['sent', reason] })
    const dropped = await orm.select().from(audits).where(eq(audits.action, 'email.dropped'))
    expect(dropped.map(({ details, actorKind }) => [details.reason, details.event, actorKind])).toEqual([[reason, 'cancelled', 'system']])
  })

  test.each<[string, () => Promise<unknown>, string]>([
    ['archived', () => setClient({ archivedAt: start }), 'archived'],
    ['merged', () => setClient({ mergedInto: cast.bo.clientId }), 'merged'],
    ['no e-mail wanted', () => setClient({ discreet: 'no_email' }), 'no_email'],
    [
      'her own preference',
      () =>
        orm.insert(preferences).values({ organizationId: willow, whose: ana.personId, kind: 'cancelled', value: 'off', changedAt: start }),
      'preference',
    ],
    [
      'an address that bounced',
      async () =>
        orm
          .insert(addressHealth)
          .values({ organizationId: willow, emailHash: await addressHash({ env }, ana.email), state: 'bounced', sinceAt: start }),
      'bounced',
    ],
  ])('a client: %s', async (_, meanwhile, reason) => {
    expect(await cancelled(meanwhile)).toEqual({ to: [], fates: [reason] })
  })

  test('a client without an account is written to where she is on file', async () => {
    const id = await newAppointment({ clientId: cast.nell.clientId })
    await change(id, ['cancelled'], 'cancelled')
    later(61)
    await deliverDue()
    expect((await mails()).map(({ to }) => to)).toEqual([cast.nell.email])
  })

  test('in her own language: the person’s, else the client’s, else the organization’s', async () => {
    await setClient({ language: 'es' })
    await cancelled()
    await orm.update(people).set({ language: 'en' }).where(eq(people.id, ana.personId))
    await cancelled()
    expect((await mails()).map(({ subject }) => subject)).toEqual(['Tiene un aviso nuevo', 'You have a new notice'])
  })
})

describe('NOT-5 the past', () => {
  test('what had begun when it was changed is not mailed', async () => {
    const id = await newAppointment({ startsAt: start - 1000 })
    await change(id, ['cancelled'], 'cancelled')
    later(61)
    await deliverDue()
    expect(await fates(id)).toEqual(['past'])
  })

  test('what ended while the e-mail waited is not mailed', async () => {
    const id = await newAppointment({ startsAt: start + 1000 })
    await change(id, ['cancelled'], 'cancelled')
    later(2 * 3600)
    await deliverDue()
    expect(await fates(id)).toEqual(['past'])
  })
})

describe('NOT-6 without a switch', () => {
  async function always(kind: AlwaysKind, who: ActorName, fields: Parameters<typeof newAppointment>[0] = {}) {
    const id = await newAppointment({ status: 'requested', ...fields })
    const current = await currentOf(who)
    await batch(current.db, notifyAlways(current, kind, { id, clientId: fields.clientId ?? ana.clientId, version: 1 }))
    await deliverDue()
    return (await mails()).map((mail) => [mail.kind, mail.to])
  }

  test.each(['request_received', 'request_expired'] as const)('%s goes out at once, all switches off', async (kind) => {
    await turn('cancelled', 'off')
    expect(await always(kind, 'ana')).toEqual([[kind, ana.email]])
  })

  test('the contact who asked for a child without an address hears that we have it', async () => {
    const asked = { clientId: max.clientId, createdBy: gail.personId, createdByKind: 'contact' as const }
    expect(await always('request_received', 'gail', asked)).toEqual([['request_received', gail.email]])
  })

  async function toStaff(kind: StaffKind, status: 'requested' | 'withdrawn') {
    const id = await newAppointment({ status })
    const current = await currentOf('ana')
    await batch(current.db, notifyStaff(current, kind, { id, clientId: ana.clientId, version: 1 }, cast.theo.staffId))
    await deliverDue()
    return { to: (await mails()).map((mail) => mail.to), fates: await fates(id), text: (await mails())[0]?.text ?? '' }
  }

  test.each(['new_request', 'request_reminder', 'cancelled_by_client', 'withdrawn_by_client'] as const)(
    '%s goes to the therapist, without the client',
    async (kind) => {
      const { to, text } = await toStaff(kind, 'requested')
      expect(to).toEqual([cast.theo.email])
      expect(text).toContain(`${env.PUBLIC_ORIGIN}/willow/manage/requests`)
      expect(text).not.toMatch(/Ana|Pereira|cli_ana/)
    },
  )

  test.each<[string, Partial<typeof staff.$inferInsert>, string]>([
    ['no single e-mails', { emailNotices: 'digest' }, 'preference'],
    ['none at all', { emailNotices: 'none' }, 'preference'],
    ['no longer here', { deactivatedAt: start }, 'inactive'],
  ])('the therapist’s own preference: %s', async (_, fields, reason) => {
    await orm.update(staff).set(fields).where(eq(staff.id, cast.theo.staffId))
    expect((await toStaff('new_request', 'requested')).fates).toEqual([reason])
  })

  test('a request that was withdrawn before the e-mail went out asks for no answer', async () => {
    expect((await toStaff('new_request', 'withdrawn')).fates).toEqual(['overtaken'])
  })
})

test('NOT-4 a contact without a sign-in gets it where she is on file', async () => {
  await orm
    .insert(contacts)
    .values({ organizationId: willow, id: 'con_file', name: 'Rosa Vega', email: 'rosa@family.example', createdAt: start })
  await letGailKnow({ contactId: 'con_file' })
  expect((await cancelled()).to).toEqual([ana.email, 'rosa@family.example'])
})
