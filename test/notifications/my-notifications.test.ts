import { beforeEach, describe, expect, test } from 'vitest'
import { auditRows, cast, freshPortal, newKey, rows, submit, textOf, visit } from '../support/portal.ts'

const page = '/willow/my/notifications'
const staffPage = '/willow/manage/notifications'
const everyEvent = [
  'created',
  'rescheduled',
  'staff_changed',
  'cancelled',
  'deleted',
  'request_confirmed',
  'request_declined',
  'request_answer_undone',
]
const asItIs = { kind: ['all', ...everyEvent, 'reminder'], language: 'en', hours_mode: 'practice', quiet_mode: 'practice', version: 0 }
const wishesOf = async (whose: string): Promise<Record<string, string>> =>
  Object.fromEntries(
    (await rows<{ kind: string; value: string }>('SELECT kind, value FROM notification_preferences WHERE whose = ?', whose)).map(
      ({ kind, value }) => [kind, value],
    ),
  )

beforeEach(() => freshPortal())

describe('NOT-4 a client’s own page', () => {
  test('says which kinds the practice sends at all, and what is always sent', async () => {
    const text = textOf(await (await visit('ana', page)).text())
    expect(text).toContain('Kinds that your practice does not send at present')
    expect(text).toContain('Codes and links to sign in, because you have just asked for them')
    expect(text).toContain('As the practice does: 48 hours before and 2 hours before')
  })

  test('keeps what she wants, in one change', async () => {
    const fields = {
      ...asItIs,
      kind: ['all', 'created', 'calendar_file', 'digest', 'reminder'],
      hours_mode: 'own',
      hour: ['24', '168'],
      digest_time: '07:30',
      quiet_mode: 'own',
      quiet_from: '22:00',
      quiet_until: '07:00',
      language: 'es',
    }
    const answer = await submit('ana', page, { ...fields, key: newKey() })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, `${page}?saved=wishes`])
    expect(await wishesOf('per_ana')).toMatchObject({
      all: 'on',
      created: 'on',
      cancelled: 'off',
      calendar_file: 'on',
      reminder: 'on',
      reminder_hours: '[168,24]',
      digest: '450',
      quiet: '1320-420',
      version: '1',
    })
    expect(await rows("SELECT language FROM people WHERE id = 'per_ana'")).toEqual([{ language: 'es' }])
    expect(await auditRows({ action: 'wishes.saved' })).toMatchObject([{ actor_id: 'per_ana', actor_kind: 'person' }])
    const html = await (await visit('ana', `${page}?saved=wishes`)).text()
    expect(textOf(html)).toContain('Guardado.')
    expect(html).toMatch(/id="hour-168"[^>]* checked/)
    expect(html).toMatch(/value="22:00"/)
  })

  test('sent twice it is kept once; of two tabs the second is told', async () => {
    const form = { ...asItIs, key: newKey() }
    for (let i = 0; i < 2; i++) expect((await submit('ana', page, form)).status).toBe(303)
    const late = await submit('ana', page, { ...asItIs, kind: ['all'], key: newKey() })
    expect(late.status).toBe(409)
    expect(textOf(await late.text())).toContain('Not saved: this was changed in another tab')
    expect((await wishesOf('per_ana')).created).toBe('on')
  })

  test.each<[string, Record<string, string | string[]>, string]>([
    ['no beginning', { quiet_mode: 'own', quiet_from: '', quiet_until: '08:00' }, 'Give a time, for example 21:00.'],
    ['no length', { quiet_mode: 'own', quiet_from: '08:00', quiet_until: '08:00' }, 'Give a time that is not the beginning'],
    ['a daily e-mail at no time', { kind: ['all', 'digest'], digest_time: '25:00' }, 'Give a time, for example 08:00.'],
    ['reminders at no time', { hours_mode: 'own' }, 'Choose one to four times, or switch reminders off.'],
    ['too many reminders', { hours_mode: 'own', hour: ['1', '2', '4', '24', '48'] }, 'Choose one to four times, or switch reminders off.'],
  ])('%s: says so at the field, and keeps what was typed', async (_, fields, sentence) => {
    const answer = await submit('ana', page, { ...asItIs, ...fields, language: 'en', key: newKey() })
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(textOf(html)).toContain(sentence)
    if (fields.quiet_until) expect(html).toContain(`value="${fields.quiet_until}"`)
    expect(await wishesOf('per_ana')).toEqual({})
  })

  test('a contact has the page, and no choice of what e-mails say about the client', async () => {
    await rows("UPDATE settings SET value = 'on' WHERE key = 'contact_access'")
    await rows(`INSERT INTO settings (organization_id, key, value, version, changed_at, changed_by, changed_by_name)
      VALUES ('org_willow', 'contact_access', 'on', 1, 1, 'per_dana', 'Dana') ON CONFLICT DO NOTHING`)
    const html = await (await visit('gail', page)).text()
    expect(html).toContain('id="kind-all"')
    expect(html).not.toContain('discretion-')
    expect(html).toContain('The practice has not given you the notices of anybody')
    await rows('UPDATE grants SET permissions = \'["notices"]\'')
    expect(await (await visit('gail', page)).text()).not.toContain('The practice has not given you')
    expect((await submit('gail', `/willow/my/${cast.max.clientId}/discretion`, { discreet: 'no_email', version: 1 })).status).toBe(403)
  })

  test('what was chosen by an e-mail’s link before she had an account still holds, until she says otherwise', async () => {
    await rows("INSERT INTO notification_preferences VALUES ('org_willow', 'client:cli_ana', 'all', 'off', 1)")
    expect(await (await visit('ana', page)).text()).not.toMatch(/id="kind-all"[^>]* checked/)
    await submit('ana', page, { ...asItIs, key: newKey() })
    expect(await (await visit('ana', page)).text()).toMatch(/id="kind-all"[^>]* checked/)
  })

  test('who only works here is led to her own', async () => {
    expect((await visit('theo', page)).headers.get('Location')).toBe(staffPage)
  })
})

describe('NOT-6 a staff member’s own page', () => {
  test('each, once a day or none, and which kinds', async () => {
    const fields = { kind: ['new_request'], notices: 'digest', digest_time: '07:15', quiet_mode: 'none', language: 'en', version: 0 }
    expect((await submit('theo', staffPage, { ...fields, key: newKey() })).status).toBe(303)
    expect(await rows("SELECT email_notices, digest_minutes FROM staff WHERE id = 'sta_theo'")).toEqual([
      { email_notices: 'digest', digest_minutes: 435 },
    ])
    expect(await wishesOf('per_theo')).toMatchObject({ new_request: 'on', offer_taken: 'off', quiet: 'off' })
    const html = await (await visit('theo', staffPage)).text()
    expect(html).toMatch(/<option value="digest" selected/)
    expect(html).toContain('value="07:15"')
    expect(html).not.toContain('id="kind-request_escalated"')
  })

  test('an administrator who is no therapist is not asked about hours of her own', async () => {
    const html = await (await visit('dana', staffPage)).text()
    expect(html).toContain('id="kind-request_escalated"')
    expect(html).not.toContain('id="kind-hours_changed"')
  })
})

test('the page is linked from both frames', async () => {
  expect(await (await visit('ana', '/willow/my/cli_ana/appointments')).text()).toContain(`href="${page}"`)
  expect(await (await visit('theo', '/willow/manage/requests')).text()).toContain(`href="${staffPage}"`)
})
