import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { allSamples } from '../../views/emails/all-samples.ts'
import { organizations, people, signIns } from '../../src/accounts/schema.ts'
import { signInCode, signInLinkToken } from '../../src/accounts/sign-in-secrets.ts'
import { batch } from '../../src/db.ts'
import { emailService } from '../../src/notifications/email-service.ts'
import { eventNames } from '../../src/notifications/events.ts'
import { notifyAlways, notifyOfHours, notifyStaff, signInEmail } from '../../src/notifications/outbox.ts'
import { staffKinds } from '../../src/notifications/wish-form.ts'
import { services } from '../../src/scheduling/schema.ts'
import { newMail } from './smtp-support.ts'
import { cast, change, currentOf, deliverDue, env, fates, fresh, later, mails, newAppointment, orm, setClient, start } from './support.ts'

const { ana } = cast
/** What must never be read in an e-mail. */
const canaries = [
  'CanarySurname',
  'CanaryService',
  'CanaryTherapist',
  'CanaryNote',
  'CanaryAnswer',
  'CanaryPractice',
  '+19995550000',
  '$',
  'canceled',
  'cancelled',
  'declined',
  'confirmed',
]

beforeEach(() => fresh({ on: [...eventNames], grace: 0 }))

describe.each(['en', 'es'] as const)('in %s', (language) => {
  test.each(['neutral', 'date_and_time'] as const)('NOT-8 no e-mail of any kind says more than it may (%s)', async (discreet) => {
    await orm.update(organizations).set({ name: 'CanaryPractice', phone: '+19995550000', language })
    await orm.update(people).set({ name: 'Ana CanarySurname' }).where(eq(people.id, ana.personId))
    await setClient({ name: 'Ana CanarySurname', discreet, language })
    await orm.update(services).set({ name: 'CanaryService' })
    for (const event of eventNames) {
      const status = event.startsWith('request_') ? 'requested' : 'confirmed'
      const id = await newAppointment({ status, note: 'CanaryNote', answer: 'CanaryAnswer' })
      await change(id, [event])
      const current = await currentOf('ana')
      const about = { id, clientId: ana.clientId, version: 9 }
      await batch(current.db, [
        ...notifyAlways(current, 'request_received', about),
        ...notifyAlways(current, 'request_expired', about),
        ...notifyStaff(current, 'new_request', about, cast.theo.staffId),
      ])
    }
    await deliverDue()
    const sent = await mails()
    expect(new Set(sent.map(({ kind }) => kind)).size).toBe(
      eventNames.length + (eventNames.some((event) => event.startsWith('request_')) ? 3 : 2),
    )
    for (const { kind: _, ...mail } of sent) expect(canaries.filter((canary) => JSON.stringify(mail).includes(canary))).toEqual([])
    const toClient = sent.filter(({ to }) => to === ana.email)
    if (discreet === 'neutral') expect(new Set(toClient.map(({ subject, text, html }) => subject + text + html)).size).toBe(1)
    else for (const { text } of toClient) expect(text).toMatch(/(Date|Fecha): .+ (EST|GMT-5)/)
  })
})

test.each(staffKinds)('NOT-8 a staff member’s %s names no client', async (kind) => {
  await orm.update(people).set({ name: 'Ana CanarySurname' }).where(eq(people.id, ana.personId))
  await setClient({ name: 'Ana CanarySurname' })
  await orm.update(services).set({ name: 'CanaryService' })
  const current = await currentOf('ana')
  if (kind === 'hours_changed') {
    await batch(current.db, notifyOfHours(current, [cast.theo.staffId]))
    later(16 * 60)
  } else {
    const asks = ['new_request', 'request_reminder', 'request_escalated'].includes(kind)
    const id = await newAppointment({ status: asks ? 'requested' : 'confirmed', note: 'CanaryNote' })
    await batch(current.db, notifyStaff(current, kind, { id, clientId: ana.clientId, version: 9 }, cast.theo.staffId))
  }
  await deliverDue()
  const [{ kind: sent, ...mail } = { kind: '' }] = await mails()
  expect(sent).toBe(kind)
  expect(canaries.filter((canary) => JSON.stringify(mail).includes(canary))).toEqual([])
})

test('NOT-8 headers say that a machine wrote; both parts have the same link, and no image or script', async () => {
  const id = await newAppointment()
  await change(id, ['rescheduled'])
  await deliverDue()
  const [mail] = await mails()
  expect(mail?.headers).toEqual({
    'Auto-Submitted': 'auto-generated',
    'X-Auto-Response-Suppress': 'All',
    'List-Unsubscribe': expect.stringMatching(/^<https:\/\/\S+\/willow\/unsubscribe\/[\w.-]+>$/),
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  })
  expect(mail?.text).toContain(`${env.PUBLIC_ORIGIN}/willow/my/${ana.clientId}/appointments`)
  expect(mail?.html).toContain(`href="${env.PUBLIC_ORIGIN}/willow/my/${ana.clientId}/appointments"`)
  expect(mail?.html).not.toMatch(/<img|<script|<link|src=|url\(|@import/)
})

describe('a sign-in', () => {
  async function asked(email: string, fields: Partial<typeof signIns.$inferInsert> = {}) {
    const current = await currentOf('system')
    const hash = 'a'.repeat(63)
    await orm.insert(signIns).values({
      id: 'sgn_1',
      organizationId: 'org_willow',
      email,
      browserHash: 'b',
      codeHash: `${hash}1`,
      linkHash: `${hash}2`,
      language: 'en',
      sharedComputer: false,
      createdAt: start,
      expiresAt: start + 600_000,
      tries: 0,
      ...fields,
    })
    await batch(current.db, signInEmail(current, 'sgn_1'))
    await deliverDue()
    return { mail: (await mails())[0], fates: await fates('sgn_1') }
  }

  test('ACC-1 NOT-6 the e-mail holds a code and a link, made from the row’s id', async () => {
    const { mail } = await asked(ana.email)
    expect(mail?.to).toBe(ana.email)
    expect(/\b\d{6}\b/.exec(mail?.text ?? '')?.[0]).toBe(await signInCode(env.PORTAL_SECRET, 'sgn_1'))
    expect(mail?.text).toContain(`${env.PUBLIC_ORIGIN}/willow/login/link/${await signInLinkToken(env.PORTAL_SECRET, 'sgn_1')}`)
    expect(mail?.subject).not.toMatch(/\d/)
  })

  test.each<[string, string, Partial<typeof signIns.$inferInsert>, string]>([
    ['an address that nobody has', 'stranger@family.example', {}, 'no_account'],
    ['a code that was used', ana.email, { usedAt: start }, 'used'],
    ['a code that ended', ana.email, { expiresAt: start }, 'expired'],
  ])('ACC-1 %s: no e-mail', async (_, email, fields, reason) => {
    expect(await asked(email, fields)).toEqual({ mail: undefined, fates: [reason] })
  })

  test('ACC-1 a person who was disabled: no e-mail', async () => {
    await orm.update(people).set({ disabledAt: start }).where(eq(people.id, ana.personId))
    expect((await asked(ana.email)).fates).toEqual(['no_account'])
  })
})

describe('T-15 header injection', () => {
  const names = [
    'Ana\r\nBcc: evil@evil.example',
    '\r\nBcc:evil@evil.example',
    'Ana\u2028Bcc: evil@evil.example',
    'https://evil.example/ Ana',
    '<img/src=x> Ana',
    'Ana\u0000',
  ]

  test.each(names)('T-15 a name %j adds no recipient, no header and no link', async (name) => {
    await orm.update(people).set({ name }).where(eq(people.id, ana.personId))
    await setClient({ discreet: 'date_and_time' }) // whoever chose to see more gets the practice's own name
    await orm.update(organizations).set({ senderName: `${name}, "x" <evil@evil.example>` })
    const send = vi.spyOn(env.EMAIL, 'send').mockResolvedValue({ messageId: 'm1' })
    const id = await newAppointment()
    await change(id, ['rescheduled'])
    await deliverDue(emailService)
    const [mail] = send.mock.calls[0] as unknown as [
      { to: string; from: { name: string; email: string }; subject: string; headers: object; text: string; html: string },
    ]
    send.mockRestore()
    expect(mail.to).toBe(ana.email)
    expect(mail.from.email).toBe(env.EMAIL_FROM)
    expect(mail.from.name + mail.subject).not.toMatch(/[\p{C}\u2028<>"@,;:]/u)
    expect(Object.keys(mail.headers)).toEqual(['Auto-Submitted', 'X-Auto-Response-Suppress', 'List-Unsubscribe', 'List-Unsubscribe-Post'])
    expect(mail.text + mail.html).not.toMatch(/evil|<img/)
  })

  test.each(['ana@family.example, evil@evil.example', 'ana@family.example\r\nbcc:evil@evil.example', '<evil@evil.example>', 'ana'])(
    'T-15 an address %j is none',
    async (email) => {
      await orm.update(people).set({ email: email.toLowerCase().trim() }).where(eq(people.id, ana.personId))
      const id = await newAppointment()
      await change(id, ['rescheduled'])
      await deliverDue()
      expect(await fates(id)).toEqual(['no_address'])
    },
  )
})

test('NOT-22 the e-mail service’s codes are kept, its words are not', async () => {
  const send = vi.spyOn(env.EMAIL, 'send')
  const mail = { idempotencyKey: 'o', kind: 'k', to: 'a@b.example', senderName: 'Portal', subject: 's', text: 't', html: 'h', headers: {} }
  send.mockRejectedValueOnce(Object.assign(new Error('a@b.example is suppressed'), { code: 'E_RECIPIENT_SUPPRESSED' }))
  expect(await emailService.send(env, mail)).toEqual({ failed: 'E_RECIPIENT_SUPPRESSED', permanent: true, address: 'suppressed' })
  send.mockRejectedValueOnce(Object.assign(new Error('slow down'), { code: 'E_RATE_LIMIT_EXCEEDED' }))
  expect(await emailService.send(env, mail)).toEqual({ failed: 'E_RATE_LIMIT_EXCEEDED', permanent: false })
  send.mockRejectedValueOnce(new Error('a@b.example: what?'))
  expect(await emailService.send(env, mail)).toEqual({ failed: 'E_UNKNOWN', permanent: false })
  send.mockRestore()
})

test('NOT-8 the e-mail service is handed an attachment as bytes; its real local self takes it', async () => {
  const send = vi.spyOn(env.EMAIL, 'send')
  const attachments = [{ filename: 'appointment.ics', type: 'text/calendar', content: 'SUMMARY:Cita, ñ' }]
  expect(await emailService.send(env, newMail({ attachments }))).toEqual({ id: expect.any(String) })
  const [handed] = send.mock.calls[0] as unknown as [{ attachments: { content: Uint8Array; disposition: string; filename: string }[] }]
  send.mockRestore()
  expect(handed.attachments).toMatchObject([{ disposition: 'attachment', filename: 'appointment.ics', type: 'text/calendar' }])
  expect(new TextDecoder().decode(handed.attachments[0]?.content)).toBe('SUMMARY:Cita, ñ')
})

test('NOT-24 every template has a text and an HTML part in both languages', async () => {
  for (const { render } of allSamples) {
    const [en, es] = [await render('en'), await render('es')]
    expect(en.subject).not.toBe(es.subject)
    // What proves somebody again has no link, only its code: it counts where it was asked for.
    for (const { text, html } of [en, es]) expect(html).toContain((/https:\/\/\S+/.exec(text) ?? /\b\d{6}\b/.exec(text))?.[0])
  }
})
