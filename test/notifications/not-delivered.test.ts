import { beforeEach, describe, expect, test } from 'vitest'
import { auditRows, cast, cron, freshPortal, mail, newKey, rows, services, submit, textOf, visit } from '../support/portal.ts'
import { freeTimes } from '../house/situation.ts'
import { aFailedEmail, anEmail, badAddress } from './delivery-support.ts'

const list = '/willow/manage/clients'
const page = `${list}/${cast.ana.clientId}/deliveries`
const undelivered = 'Your e-mail to this client was not delivered.'

const rowOfAna = async () => {
  const html = await (await visit('dana', list)).text()
  return /<tr id="client-cli_ana">[\s\S]*?<\/tr>/.exec(html)?.[0] ?? ''
}
const isMarked = async () => (await rowOfAna()).includes(undelivered)
const act = (id: string, what: string, fields: Record<string, string> = {}) =>
  submit('dana', `${page}/${id}/${what}`, { key: newKey(), ...fields })
const fate = (id: string) => rows('SELECT settled_as, settled_by_name FROM outbox WHERE id = ?', id)
const again = (of: string) => rows<Record<string, unknown>>('SELECT * FROM outbox WHERE again_of = ? ORDER BY again_no', of)

/** A confirmed appointment of Ana's, of which an e-mail failed. */
async function confirmedAndNotTold(): Promise<{ appointmentId: string; outboxId: string }> {
  await rows(
    "INSERT OR REPLACE INTO settings (organization_id, key, value, version, changed_at, changed_by, changed_by_name) VALUES ('org_willow', 'notify_request_confirmed', 'on', 1, 1, 'per_dana', 'Dana')",
  )
  const [start] = await freeTimes('ana')
  const asked = await submit('ana', `/willow/my/${cast.ana.clientId}/requests`, {
    therapist: cast.theo.staffId,
    service: services.session,
    forum: 'in_person',
    start,
    key: newKey(),
  })
  const appointmentId = (asked.headers.get('Location') ?? '').split('/').at(-1) as string
  await submit('theo', `/willow/manage/requests/${appointmentId}/confirmation`, { version: 1, key: newKey() })
  const [row] = await rows<{ id: string }>("SELECT id FROM outbox WHERE event = 'request_confirmed' AND about_id = ?", appointmentId)
  await rows(
    "UPDATE outbox SET failed_at = created_at, tries = 10, reason = 'gave_up', sent_to = 'ana@family.example' WHERE id = ?",
    row?.id,
  )
  return { appointmentId, outboxId: row?.id as string }
}

beforeEach(() => freshPortal())

describe('NOT-21 staff see that an e-mail to a client was not delivered', () => {
  test.each([
    ['failed for good', { failed_at: 5, reason: 'E_RECIPIENT_SUPPRESSED' }],
    ['was given up', { failed_at: 5, reason: 'gave_up' }],
    ['is a dead letter', { failed_at: 5, reason: 'dead_letter' }],
    ['came back', { sent_at: 5, returned_at: 6, returned_as: 'bounced' }],
    ['was unwanted', { sent_at: 5, returned_at: 6, returned_as: 'complained' }],
    ['was not even sent, to an address that bounced', { dropped_at: 5, reason: 'bounced' }],
    ['was not even sent, to a suppressed address', { dropped_at: 5, reason: 'suppressed' }],
  ])('NOT-21 it %s: on the row and the page of the client, with the telephone', async (_, fields) => {
    expect(await isMarked()).toBe(false)
    await rows("UPDATE clients SET phone = '+1 212 555 0142' WHERE id = ?", cast.ana.clientId)
    await anEmail(fields)
    const row = await rowOfAna()
    expect(row).toContain(undelivered)
    expect(row).toContain('href="tel:+12125550142"')
    expect(row).toContain(`href="${page}"`)
    const own = await (await visit('dana', `${list}/${cast.ana.clientId}`)).text()
    expect(own).toContain(undelivered)
    expect(own).toContain('href="tel:+12125550142"')
  })

  test.each([
    ['sent', { sent_at: 5 }],
    ['dropped for a reason that is nobody’s fault', { dropped_at: 5, reason: 'switch_off' }],
    ['waiting', {}],
    ['a contact’s', { failed_at: 5, reason: 'gave_up', recipient: 'contact:con_gail' }],
    ['dealt with', { failed_at: 5, reason: 'gave_up', settled_at: 6, settled_as: 'phoned' }],
  ])('NOT-21 not when it is %s', async (_, fields) => {
    await anEmail(fields)
    expect(await isMarked()).toBe(false)
  })

  test('NOT-23 the page of her e-mails names each recipient, where it went, and every outcome', async () => {
    await rows('UPDATE grants SET client_id = ?', cast.ana.clientId)
    await anEmail({ sent_at: 5, sent_to: 'ana@family.example' })
    await anEmail({
      event: 'cancelled',
      failed_at: 5,
      reason: 'gave_up',
      recipient: `contact:${cast.gail.contactId}`,
      sent_to: 'gail@family.example',
    })
    const text = textOf(await (await visit('dana', page)).text())
    expect(text).toMatch(/Appointment moved \d\d:\d\d EST to Ana Pereira, ana@family.example Sent/)
    expect(text).toMatch(/Appointment cancelled \d\d:\d\d EST to Gail[^,]*, gail@family.example/)
  })

  test('NOT-21 the portal’s own trouble is not put on the address', async () => {
    await aFailedEmail({ reason: 'E_DAILY_LIMIT' })
    const text = textOf(await (await visit('dana', page)).text())
    expect(text).toContain('The portal itself could not send e-mails.')
    expect(text).toContain('The address is not at fault. Whoever runs the portal can look up the code E_DAILY_LIMIT .')
  })
})

describe('NOT-21 sending again', () => {
  test('NOT-21 is a new e-mail, written from what is so now, and the mark goes', async () => {
    const { outboxId } = await confirmedAndNotTold()
    expect(await isMarked()).toBe(true)
    const answer = await act(outboxId, 'again')
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, `${page}#delivery-${outboxId}`])
    await cron()
    expect((await mail()).filter(({ kind }) => kind === 'request_confirmed').map(({ to }) => to)).toEqual(['ana@family.example'])
    expect(await again(outboxId)).toMatchObject([{ again_no: 1, recipient: 'client:cli_ana', client_id: 'cli_ana', reason: null }])
    expect(await fate(outboxId)).toEqual([{ settled_as: 'again', settled_by_name: 'Dana Ortiz' }])
    expect(await isMarked()).toBe(false)
    expect(await auditRows({ action: 'email.sent_again' })).toMatchObject([{ entity_id: outboxId }])
  })

  test('NOT-21 twice at once sends once: the form’s key, and another key', async () => {
    const { outboxId } = await confirmedAndNotTold()
    const key = newKey()
    const answers = await Promise.all([act(outboxId, 'again', { key }), act(outboxId, 'again', { key }), act(outboxId, 'again')])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 303, 409].toSorted())
    await cron()
    expect(await again(outboxId)).toHaveLength(1)
    expect((await mail()).filter(({ kind }) => kind === 'request_confirmed')).toHaveLength(1)
  })

  test('NOT-21 that failed again can be sent again: every try is a row of the same original', async () => {
    const { outboxId } = await confirmedAndNotTold()
    await act(outboxId, 'again')
    await rows("UPDATE outbox SET failed_at = 5, sent_at = NULL, dropped_at = NULL, reason = 'gave_up' WHERE again_of = ?", outboxId)
    expect(await isMarked()).toBe(true)
    const [first] = await again(outboxId)
    expect((await act(first?.['id'] as string, 'again')).status).toBe(303)
    expect((await again(outboxId)).map(({ again_no }) => again_no)).toEqual([1, 2])
  })

  test('NOT-21 is refused with the reason when it would not be true any more', async () => {
    const { appointmentId, outboxId } = await confirmedAndNotTold()
    await submit('theo', `/willow/manage/requests/${appointmentId}/undo`, { version: 2, key: newKey() })
    const answer = await act(outboxId, 'again')
    expect(answer.status).toBe(409)
    expect(textOf(await answer.text())).toContain('Not sent again, because it would not be true any more. It was taken back.')
    expect(await again(outboxId)).toEqual([])
    expect(await isMarked()).toBe(true)
  })

  test('NOT-21 what became untrue on its way is dropped, too', async () => {
    const { appointmentId, outboxId } = await confirmedAndNotTold()
    await act(outboxId, 'again')
    await rows("UPDATE appointments SET status = 'cancelled', version = version + 1 WHERE id = ?", appointmentId)
    await rows('UPDATE outbox SET sent_at = NULL, leased_until = 0 WHERE again_of = ?', outboxId)
    await cron()
    expect(await again(outboxId)).toMatchObject([{ reason: 'undone', sent_at: null }])
  })

  test('NOT-21 to an address that is known to be bad only after somebody says that it works again', async () => {
    const { outboxId } = await confirmedAndNotTold()
    await badAddress('ana@family.example')
    const before = await (await visit('dana', page)).text()
    expect(before).toContain('The address works again')
    expect(before).not.toContain(`${outboxId}/again`)
    expect((await act(outboxId, 'address')).status).toBe(303)
    expect(await auditRows({ action: 'email.address_cleared' })).toMatchObject([{ entity_id: outboxId }])
    expect(await rows('SELECT cleared_at IS NOT NULL AS cleared FROM address_health')).toEqual([{ cleared: 1 }])
    expect((await act(outboxId, 'address')).status).toBe(409)
    expect((await act(outboxId, 'again')).status).toBe(303)
    await cron()
    expect((await mail()).filter(({ kind }) => kind === 'request_confirmed')).toHaveLength(1)
  })

  test('NOT-21 an e-mail that was dropped for its address says which, and that one can be cleared', async () => {
    await badAddress('ana@family.example', 'complained')
    const { outboxId } = await confirmedAndNotTold()
    await rows('UPDATE outbox SET failed_at = NULL, tries = 0, reason = NULL, sent_to = NULL WHERE id = ?', outboxId)
    await rows('UPDATE outbox SET due_at = 0 WHERE id = ?', outboxId)
    await cron()
    expect(await rows('SELECT sent_to, reason FROM outbox WHERE id = ?', outboxId)).toEqual([
      { sent_to: 'ana@family.example', reason: 'complained' },
    ])
    expect((await act(outboxId, 'address')).status).toBe(303)
  })

  test('SEC-1 not another client’s, and not another practice’s', async () => {
    const id = await aFailedEmail({ client_id: cast.bo.clientId, recipient: `client:${cast.bo.clientId}` })
    for (const what of ['again', 'phone-note', 'address']) expect((await act(id, what)).status, what).toBe(404)
    expect((await submit('amir', `/cedar/manage/deliveries/${id}/again`, { key: newKey() })).status).toBe(404)
    expect(await again(id)).toEqual([])
  })
})

describe('NOT-21 phone instead', () => {
  test('NOT-21 who, when and a note; it settles what did not arrive before, and nothing after', async () => {
    const before = await aFailedEmail({ created_at: 100 })
    const id = await aFailedEmail({ created_at: 200 })
    const after = await aFailedEmail({ created_at: 300 })
    const contacts = await aFailedEmail({ created_at: 100, recipient: 'contact:con_gail' })
    expect((await act(id, 'phone-note', { note: 'Told her about the letter.' })).status).toBe(303)
    const settled = [{ settled_as: 'phoned', settled_by_name: 'Dana Ortiz' }]
    expect([await fate(before), await fate(id)]).toEqual([settled, settled])
    expect([await fate(after), await fate(contacts)]).toEqual([
      [{ settled_as: null, settled_by_name: null }],
      [{ settled_as: null, settled_by_name: null }],
    ])
    expect(await isMarked()).toBe(true)
    await act(after, 'phone-note')
    expect(await isMarked()).toBe(false)
    const text = textOf(await (await visit('dana', page)).text())
    expect(text).toContain('Reached by phone: Dana Ortiz, 1 Dec. Told her about the letter.')
  })

  test('SEC-4 the audit knows of it, without the note', async () => {
    const id = await aFailedEmail()
    await act(id, 'phone-note', { note: 'canary-of-the-note' })
    const entries = await auditRows({ action: 'email.phoned_instead' })
    expect(entries).toMatchObject([{ entity_id: id, actor_name: 'Dana Ortiz' }])
    expect(JSON.stringify(await auditRows())).not.toContain('canary-of-the-note')
  })

  test('NOT-21 a note that is too long stands in its field again', async () => {
    const id = await aFailedEmail()
    const note = 'x'.repeat(201)
    const answer = await act(id, 'phone-note', { note })
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(html).toContain('Please write at most 200 characters.')
    expect(html).toContain(`value="${note}"`)
    expect(await rows('SELECT * FROM phone_notes')).toEqual([])
  })

  test('NOT-21 two at once: one is told that somebody was quicker', async () => {
    const id = await aFailedEmail()
    const answers = await Promise.all([act(id, 'phone-note'), act(id, 'again')])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409])
    const late = await act(id, 'phone-note')
    expect([late.status, textOf(await late.text())]).toEqual([409, expect.stringContaining('Somebody has dealt with this meanwhile.')])
  })
})

describe('NOT-21 another address', () => {
  test('NOT-21 settles what could not be delivered to the old one; not what failed for the portal’s own reasons, nor a contact’s', async () => {
    const bad = await aFailedEmail()
    const returned = await anEmail({ sent_at: 5, sent_to: 'ana@family.example', returned_at: 6, returned_as: 'bounced' })
    const portals = await aFailedEmail({ reason: 'E_DAILY_LIMIT' })
    const contacts = await aFailedEmail({ recipient: 'contact:con_gail' })
    await submit('ana', '/account/email', { email: 'ana.new@family.example' })
    await cron()
    const link = /\/willow\/my\/email\/[\w-]+/.exec((await mail()).findLast(({ kind }) => kind === 'email_change')?.text ?? '')?.[0]
    const answer = await submit('ana', link ?? '', {})
    expect(answer.status, textOf(await answer.text())).toBe(303)
    const as = async (id: string) => (await fate(id)).map(({ settled_as }) => settled_as)
    expect([await as(bad), await as(returned), await as(portals), await as(contacts)]).toEqual([['address'], ['address'], [null], [null]])
  })
})
