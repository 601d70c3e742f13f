import { beforeEach, describe, expect, test } from 'vitest'
import { cast, freshPortal, rows, submit, textOf, visit } from '../support/portal.ts'
import { anEmail } from './delivery-support.ts'

const ana = `/willow/my/${cast.ana.clientId}`
const at = (time: string) => Date.parse(`2026-12-01T${time}:00Z`)
const toHer = { sent_at: at('14:10'), sent_to: 'ana@family.example', created_at: at('14:10') }
const sent = async (path = `${ana}/sent`, who: 'ana' | 'gail' = 'ana') => textOf(await (await visit(who, path)).text())

beforeEach(() => freshPortal())

describe('NOT-23 sent to you', () => {
  test('NOT-23 what kind, when, to which address, with what outcome; nothing of what it was about', async () => {
    await anEmail(toHer)
    const page = await sent()
    expect(page).toContain('Tue 1 Dec Appointment moved 09:10 EST to ana@family.example Sent')
    expect(page).not.toContain('Theo')
    expect(page).not.toContain('apt_')
  })

  test('NOT-23 why something was not sent, did not arrive, or waits, in plain words', async () => {
    await anEmail({ event: 'created', dropped_at: at('14:20'), reason: 'preference', created_at: at('14:20') })
    await anEmail({ event: 'cancelled', failed_at: at('14:21'), reason: 'E_DAILY_LIMIT', created_at: at('14:21') })
    await anEmail({ event: 'request_confirmed', ...toHer, created_at: at('14:22'), returned_at: at('14:30'), returned_as: 'bounced' })
    await anEmail({ event: 'request_declined', created_at: at('14:23'), due_at: at('20:00') })
    await anEmail({ event: 'created+staff_changed', created_at: at('14:24'), tries: 2, reason: 'E_UNKNOWN', leased_until: at('15:30') })
    const page = await sent()
    expect(page).toContain('New appointment 09:20 EST E-mails of this kind are not wanted. Not sent')
    expect(page).toContain('Appointment cancelled 09:21 EST The portal itself could not send e-mails. Not delivered')
    expect(page).toContain('Request confirmed 09:22 EST to ana@family.example It came back, or the mail provider gave up on it. Came back')
    expect(page).toContain('Request declined 09:23 EST Waiting not before Tue 1 Dec, 15:00 EST')
    expect(page).toContain(
      'New appointment · Another therapist 09:24 EST The portal itself could not send e-mails. Trying again next try Tue 1 Dec, 10:30 EST',
    )
    expect(page).not.toContain('E_')
  })

  test('NOT-23 what a restore kept from being sent again has words of its own, in both languages', async () => {
    await anEmail({ event: 'created', dropped_at: at('14:20'), reason: 'restored', created_at: at('14:20') })
    expect(await sent()).toContain('The portal was put back to an earlier state: it may have been sent before that. Not sent')
    await rows("UPDATE people SET language = 'es' WHERE id = ?", cast.ana.personId)
    expect(await sent()).toContain('El portal se restableció a un estado anterior: puede que ya se hubiera enviado. No enviado')
  })

  test('NOT-23 a client never sees what went to a contact, nor a contact what went to her or to another contact', async () => {
    await rows(
      "INSERT OR REPLACE INTO settings (organization_id, key, value, version, changed_at, changed_by, changed_by_name) VALUES ('org_willow', 'contact_access', 'on', 1, 1, 'per_dana', 'Dana')",
    )
    await rows('UPDATE grants SET client_id = ?', cast.ana.clientId)
    await anEmail(toHer)
    await anEmail({ ...toHer, event: 'cancelled', recipient: `contact:${cast.gail.contactId}`, sent_to: 'gail@family.example' })
    await anEmail({ ...toHer, event: 'created', recipient: 'contact:con_else', sent_to: 'else@family.example' })
    const hers = await sent()
    expect(hers).toContain('ana@family.example')
    expect(hers).not.toContain('gail@')
    expect(hers).not.toContain('else@')
    const gails = await sent(`${ana}/sent`, 'gail')
    expect(gails).toContain('to gail@family.example')
    expect(gails).not.toContain('ana@')
    expect(gails).not.toContain('else@')
  })

  test('NOT-23 an invitation that brought her here is hers, too', async () => {
    await anEmail({ ...toHer, event: 'invitation', about_kind: 'invitation', recipient: 'invitation:inv_1' })
    expect(await sent()).toContain('Invitation to the portal')
  })

  test('NOT-23 fifty at a time, there and back, and nothing is said twice or lost', async () => {
    for (let i = 0; i < 120; i++) await anEmail({ ...toHer, created_at: at('10:00') + Math.floor(i / 2) })
    const seen: string[] = []
    let path: string | undefined = `${ana}/sent`
    let last = ''
    while (path) {
      last = await (await visit('ana', path)).text()
      seen.push(...[...last.matchAll(/id="delivery-(\w+)"/g)].map(([, id]) => id as string))
      path = /href="([^"]*older=[^"]*)"/.exec(last)?.[1]?.replaceAll('&amp;', '&')
    }
    expect([seen.length, new Set(seen).size]).toEqual([120, 120])
    const back = /href="([^"]*newer=[^"]*)"/.exec(last)?.[1] ?? ''
    const before = await (await visit('ana', back)).text()
    expect([...before.matchAll(/id="delivery-(\w+)"/g)].map(([, id]) => id)).toEqual(seen.slice(50, 100))
  })

  test('NOT-23 in Spanish, and with nothing in it yet', async () => {
    await rows("UPDATE people SET language = 'es' WHERE id = ?", cast.ana.personId)
    await rows('DELETE FROM outbox')
    expect(await sent()).toContain('Aún no se ha enviado nada')
    await anEmail(toHer)
    expect(await sent()).toContain('Cita cambiada de hora 09:10 EST a ana@family.example Enviado')
  })

  test('LNK-5 what was sent for a record that was merged into hers is in her list, and goes back with it', async () => {
    await rows(
      "INSERT INTO clients (organization_id, id, name, sort_name, email, created_at) VALUES ('org_willow', 'cli_twin', 'Ana Pereira', 'pereira ana', NULL, 1)",
    )
    const id = await anEmail({ ...toHer, client_id: 'cli_twin', recipient: 'client:cli_twin', event: 'cancelled' })
    const key = () => crypto.randomUUID()
    const versions = `1.1`
    const pair = `/willow/manage/clients/duplicates/${cast.ana.clientId}/cli_twin`
    const merged = await submit('dana', `${pair}/merge`, { keep: cast.ana.clientId, versions, key: key() })
    expect(merged.status).toBe(303)
    expect(await sent()).toContain('Appointment cancelled')
    const [{ id: mergeId } = { id: '' }] = await rows<{ id: string }>('SELECT id FROM merges')
    expect((await submit('dana', `/willow/manage/clients/merges/${mergeId}/undo`, { version: 1, key: key() })).status).toBe(303)
    expect(await rows('SELECT client_id, recipient FROM outbox WHERE id = ?', id)).toEqual([
      { client_id: 'cli_twin', recipient: 'client:cli_twin' },
    ])
    expect(await sent()).not.toContain('Appointment cancelled')
  })
})
