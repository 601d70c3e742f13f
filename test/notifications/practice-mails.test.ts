import { beforeEach, describe, expect, test } from 'vitest'
import { auditRows, freshPortal, newKey, rows, submit, textOf, visit } from '../support/portal.ts'

const page = '/willow/manage/portal/emails'
const asItIs = { sender_name: 'Client portal', language: 'en', grace: '60', reminders: '48, 2', quiet_from: '', quiet_until: '' }
interface Stored {
  sender_name: string
  language: string
  grace_seconds: number
  reminder_hours: string
  quiet_hours: string
  version: number
}
const stored = async (): Promise<Stored> =>
  (
    await rows<Stored>(
      "SELECT sender_name, language, grace_seconds, reminder_hours, quiet_hours, version FROM organizations WHERE id = 'org_willow'",
    )
  )[0] as Stored
const save = async (fields: Record<string, string>, version?: number) =>
  submit('dana', page, { ...asItIs, ...fields, version: version ?? (await stored()).version, key: newKey() })

beforeEach(() => freshPortal())

describe('NOT-3 NOT-7 NOT-8 the practice’s own page of e-mails', () => {
  test('is linked from Client Portal, warns of a telling name and says what a grace of 0 means', async () => {
    expect(await (await visit('dana', '/willow/manage/portal')).text()).toContain(`href="${page}"`)
    const text = textOf(await (await visit('dana', page)).text())
    expect(text).toContain('tells whoever sees the mailbox that somebody is in care')
    expect(text).toContain('With 0 every change is e-mailed at once')
    expect((await visit('theo', page)).status).toBe(403)
  })

  test('saves all of it at once, with who and when, and takes it back', async () => {
    const before = await stored()
    const saved = await save({
      sender_name: 'Front desk',
      language: 'es',
      grace: '0',
      reminders: '2, 24,24',
      quiet_from: '21:00',
      quiet_until: '08:00',
    })
    expect([saved.status, saved.headers.get('Location')]).toEqual([303, `${page}?done=saved`])
    const after = { sender_name: 'Front desk', language: 'es', grace_seconds: 0, reminder_hours: '[24,2]', quiet_hours: '1260-480' }
    expect(await stored()).toMatchObject(after)
    expect(await auditRows({ action: 'organization.mails' })).toMatchObject([{ actor_id: 'per_dana', entity_version: before.version + 1 }])
    const undone = await submit('dana', `${page}/undo`, { version: before.version + 1, key: newKey() })
    expect([undone.status, undone.headers.get('Location')]).toEqual([303, `${page}?done=undone`])
    expect(await stored()).toEqual({ ...before, version: before.version + 2 })
    expect((await submit('dana', `${page}/undo`, { version: before.version + 2, key: newKey() })).status).toBe(409)
  })

  test('SET-5 a stale form changes nothing', async () => {
    const { version } = await stored()
    await save({ grace: '30' })
    const late = await save({ grace: '90' }, version)
    expect(late.status).toBe(409)
    expect(textOf(await late.text())).toContain('somebody else changed the practice meanwhile')
    expect((await stored()).grace_seconds).toBe(30)
  })

  test('no reminders at all can be wanted', async () => {
    await save({ reminders: '' })
    expect((await stored()).reminder_hours).toBe('[]')
  })

  test.each<[string, Record<string, string>, string]>([
    ['no sender', { sender_name: '' }, 'Give a name of 1 to 60 characters'],
    ['a sender that is an address', { sender_name: 'desk <desk@else.example>' }, 'Give a name of 1 to 60 characters'],
    ['too long a grace', { grace: '601' }, 'Give a whole number from 0 to 600.'],
    ['a grace that is no number', { grace: '1.5' }, 'Give a whole number from 0 to 600.'],
    ['five reminders', { reminders: '1 2 3 4 5' }, 'Give up to four whole numbers'],
    ['a reminder in three weeks', { reminders: '500' }, 'Give up to four whole numbers'],
    ['half of quiet hours', { quiet_from: '21:00' }, 'Give both times, and not the same twice; or none.'],
    ['the other half', { quiet_until: '08:00' }, 'Give both times, or none.'],
  ])('%s: says so at the field, keeps what was typed, changes nothing', async (_, fields, sentence) => {
    const before = await stored()
    const answer = await save(fields)
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(textOf(html)).toContain(sentence)
    for (const value of Object.values(fields)) expect(html).toContain(`value="${value.replaceAll('<', '&lt;').replaceAll('>', '&gt;')}"`)
    expect(await stored()).toEqual(before)
  })
})
