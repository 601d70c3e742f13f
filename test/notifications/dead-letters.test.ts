import { beforeEach, describe, expect, test } from 'vitest'
import { auditRows, cast, cron, freshPortal, mail, newKey, rows, submit, textOf, visit } from '../support/portal.ts'
import { aFailedEmail, anEmail } from './delivery-support.ts'

const list = '/willow/manage/deliveries'
const shown = async () => textOf(await (await visit('dana', list)).text())
const navigation = async (path = '/willow/manage/clients') =>
  textOf(/<header class="rail">[\s\S]*?<\/header>/.exec(await (await visit('dana', path)).text())?.[0] ?? '')
const signIn = { event: 'sign_in', about_kind: 'sign_in', recipient: 'sign_in', client_id: null }

beforeEach(() => freshPortal())

describe('NOT-21 what the portal has given up on, for administrators', () => {
  test('NOT-21 what kind, to whom, why, when, how often; newest first, and never an address', async () => {
    await aFailedEmail({ tries: 10, reason: 'gave_up', failed_at: Date.parse('2026-12-01T14:05:00Z') })
    await aFailedEmail({ ...signIn, about_id: 'sgn_1', sent_to: 'who@else.example', failed_at: Date.parse('2026-12-01T14:06:00Z') })
    await aFailedEmail({
      event: 'staff_invitation',
      about_kind: 'invitation',
      recipient: 'staff_invitation:sti_1',
      client_id: null,
      sent_to: 'ida@else.example',
      failed_at: Date.parse('2026-12-01T14:07:00Z'),
    })
    await aFailedEmail({
      event: 'passkey_added',
      about_kind: 'person',
      about_id: cast.theo.personId,
      recipient: `person:${cast.theo.personId}`,
      client_id: null,
      failed_at: Date.parse('2026-12-01T14:08:00Z'),
    })
    await aFailedEmail({
      event: 'new_request',
      recipient: `staff:${cast.theo.staffId}`,
      client_id: null,
      failed_at: Date.parse('2026-12-01T14:09:00Z'),
    })
    const text = await shown()
    const said = [
      `New request 09:09 EST to ${cast.theo.name} · tried once`,
      `Notice about an account’s security 09:08 EST to ${cast.theo.name} · tried once`,
      'Invitation to work here 09:07 EST to somebody who was invited to work here · tried once',
      'Code for signing in 09:06 EST to somebody who signs in · tried once',
      'Appointment moved 09:05 EST to Ana Pereira · tried 10 times',
    ]
    expect(
      said.map((one) => text.indexOf(one)).every((at, i, all) => at > 0 && (i === 0 || at > (all[i - 1] as number))),
      text,
    ).toBe(true)
    expect(text).not.toContain('@')
  })

  test('NOT-21 the navigation counts what nobody has dealt with, and only when there is something, and only for administrators', async () => {
    expect(await navigation()).not.toContain('Not delivered')
    const id = await aFailedEmail()
    await aFailedEmail({ settled_at: 5, settled_as: 'phoned' })
    expect(await navigation()).toContain('Not delivered 1 (1 e-mail not delivered)')
    expect(textOf(await (await visit('theo', '/willow/manage/requests')).text())).not.toContain('Not delivered')
    await submit('dana', `${list}/${id}/again`, { key: newKey() })
    expect(await navigation()).not.toContain('Not delivered')
  })

  test('NOT-21 one is tried again, from what is so now; what is not true any more is dropped with its reason', async () => {
    const id = await aFailedEmail({ ...signIn, about_id: 'sgn_gone' })
    expect((await submit('dana', `${list}/${id}/again`, { key: newKey() })).status).toBe(303)
    await cron()
    expect(await rows('SELECT reason FROM outbox WHERE again_of = ?', id)).toEqual([{ reason: 'gone' }])
    expect(await shown()).toContain('Sent again by Dana Ortiz, 1 Dec.')
    expect((await submit('dana', `${list}/${id}/again`, { key: newKey() })).status).toBe(409)
  })

  test('NOT-21 all again, fifty at a time; a double click sends each once', async () => {
    for (let i = 0; i < 60; i++)
      await aFailedEmail({
        event: 'hours_changed',
        about_kind: 'person',
        about_id: `sta_${i}`,
        recipient: `staff:${cast.theo.staffId}`,
        client_id: null,
        failed_at: 100 + i,
      })
    const key = newKey()
    const answers = await Promise.all([submit('dana', `${list}/again`, { key }), submit('dana', `${list}/again`, { key })])
    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    expect(await rows('SELECT count(*) AS n, count(DISTINCT again_of) AS originals FROM outbox WHERE again_of IS NOT NULL')).toEqual([
      { n: 50, originals: 50 },
    ])
    expect(
      await rows(
        'SELECT count(*) AS n FROM outbox WHERE failed_at < 110 AND settled_at IS NULL AND again_of IS NULL AND failed_at IS NOT NULL',
      ),
    ).toEqual([{ n: 10 }])
    await cron()
    expect((await mail()).filter(({ kind }) => kind === 'hours_changed')).toHaveLength(50)
    expect((await auditRows({ action: 'email.sent_again' })).length).toBe(50)
  })

  test('NOT-21 with nothing in it, and in Spanish', async () => {
    await anEmail({ sent_at: 5 })
    expect(await shown()).toContain('Every e-mail went out')
    await rows("UPDATE people SET language = 'es' WHERE id = ?", cast.dana.personId)
    expect(await shown()).toContain('Todos los correos salieron')
  })
})
