import { beforeEach, describe, expect, it } from 'vitest'
import {
  attributeOf,
  auditRows,
  cast,
  clockAt,
  clockBy,
  cron,
  db,
  element,
  freshPortal,
  roundTrips,
  rows,
  submit,
  textOf,
  visit,
} from '../support/portal.ts'
import { settingKeys } from '../../src/settings/declarations.ts'
import { switchKeys } from '../../src/settings/switch-keys.ts'
import { switchTo } from '../scheduling/support.ts'
import { history, linesOn, override, page, seqsOn, switchAll } from './history-support.ts'

beforeEach(() => freshPortal())

const rowsRead = (answer: Response): number =>
  Number(/rows[_-]?read=(\d+)/i.exec(answer.headers.get('X-Database') ?? '')?.[1] ?? Number.NaN)
const secondAdministrator = () => rows("UPDATE staff SET administrator = 1 WHERE id = 'sta_theo'")

/** Unrelated entries of the same organization. */
const fillAudit = (count: number) =>
  rows(
    `INSERT INTO audit (organization_id, at, actor_id, actor_name, actor_kind, action, entity_kind, entity_id, request_id)
     SELECT 'org_willow', 1, 'per_' || value, 'Somebody', 'staff', 'appointment.created', 'appointment', 'apt_' || value, 'x' FROM generate_series(1, ?)`.replace(
      'generate_series(1, ?)',
      '(WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < ?) SELECT value FROM n)',
    ),
    count,
  )

/** Entries as a switch that is moved again and again leaves them. */
const manyChanges = (count: number, key = 'hide_location_on_forms') =>
  db().batch(
    Array.from({ length: count }, (_, i) =>
      db()
        .prepare(
          `INSERT INTO audit (organization_id, at, actor_id, actor_name, actor_kind, action, entity_kind, entity_id, entity_version, details, request_id)
     VALUES ('org_willow', ?, 'per_dana', 'Dana Ortiz', 'staff', 'setting.on', 'setting', ?, ?, ?, 'x')`,
        )
        .bind(1_700_000_000_000 + i, key, i + 1, JSON.stringify(i % 2 ? { from: 'on', to: 'off' } : { from: 'off', to: 'on' })),
    ),
  )

describe('the history', () => {
  it('SET-8 says when, who, what, from what to what, newest first', async () => {
    await switchTo('contact_access', 'on')
    await clockBy(65)
    await switchTo('notify_created', 'on')
    const [first, second] = linesOn(await history())
    expect(first).toMatch(
      /^1 Dec, 11:05 EST Dana Ortiz E-mail the client when someone creates an appointment from Off to On Put back to Off/,
    )
    expect(second).toMatch(/^1 Dec, 10:00 EST Dana Ortiz Allow Client Portal Access for Client Contacts from Off to On Put back to Off/)
  })

  it('SET-8 a time of another year says its year, also on New Year’s Day', async () => {
    await clockAt('2026-12-31T22:00:00Z')
    await switchTo('contact_access', 'on')
    expect(linesOn(await history())[0]).toContain('31 Dec, 17:00 EST')
    await clockAt('2027-01-01T17:00:00Z')
    expect(linesOn(await history())[0]).toContain('31 Dec 2026, 17:00 EST')
  })

  it('SET-8 an override names its client, and leads to her', async () => {
    await override(cast.ana.clientId, 'self_scheduling', 'off')
    const html = await history()
    expect(linesOn(html)[0]).toMatch(
      /Scheduling through Client Portal for Ana Pereira from As for everyone to Off Put back to as for everyone/,
    )
    const [, to = ''] = /href="(\/willow\/manage\/clients[^"]*)">Ana Pereira/.exec(html) ?? []
    expect(textOf(await (await visit('dana', to.replaceAll('&amp;', '&'))).text())).toContain('Ana Pereira')
  })

  it('SET-7 SET-8 what took effect is listed as the portal’s', async () => {
    await switchTo('self_scheduling', 'off')
    await clockBy(1)
    await cron()
    expect(linesOn(await history())[0]).toMatch(
      /The portal Allow Clients Self-Scheduling through Client Portal What was in flight has been settled$/,
    )
  })

  it('SET-8 SET-52 a change of seats is listed with whose it is', async () => {
    await rows(
      `INSERT INTO audit (organization_id, at, actor_id, actor_name, actor_kind, action, entity_kind, entity_id, entity_version, details, request_id)
       VALUES ('org_willow', 1764600000000, 'per_dana', 'Dana Ortiz', 'staff', 'seat.off', 'seat', 'sta_theo', 7, '{"from":"on","to":"off"}', 'x')`,
    )
    expect(linesOn(await history())[0]).toMatch(/Seat of Theo Lindqvist from On to Off$/)
  })

  it('SET-8 of one setting: its own entries, its overrides and what it did, nothing else', async () => {
    await switchAll('contact_access', 'display_insurance', 'notify_created')
    await override(cast.ana.clientId, 'contact_access', 'off')
    expect(linesOn(await history('?key=contact_access'))).toHaveLength(2)
    expect(linesOn(await history('?key=notify_created'))).toHaveLength(1)
    expect(linesOn(await history('?key=overrides'))).toHaveLength(1)
    expect(linesOn(await history('?key=nonsense'))).toHaveLength(5) // and the demo data’s own
  })

  it('SET-8 of one person, by her id; those who ever changed something are the choice', async () => {
    await secondAdministrator()
    await switchTo('contact_access', 'on')
    const version = /name="version" value="(\d+)"/.exec(
      element(await (await visit('theo', '/willow/manage/portal')).text(), 'setting-display_insurance'),
    )?.[1]
    await submit('theo', '/willow/manage/portal/settings/display_insurance', { value: 'on', version })
    const html = await history('?person=per_theo')
    expect(linesOn(html)).toHaveLength(1)
    expect([...element(html, 'person').matchAll(/<option value="([^"]*)"/g)].map(([, id]) => id)).toEqual(['', 'per_dana', 'per_theo'])
    expect(element(html, 'person')).toMatch(/value="per_theo" selected/)
    expect(linesOn(await history('?person=per_theo&key=contact_access'))).toEqual([])
  })

  it('SET-8 comes in pages of fifty, by keyset: every entry once, filters kept', async () => {
    await manyChanges(120)
    await switchTo('contact_access', 'on')
    const seen: number[] = []
    let next: string | undefined = `${page}?key=hide_location_on_forms`
    while (next) {
      const html: string = await (await visit('dana', next)).text()
      seen.push(...seqsOn(html))
      next = /<a href="([^"]*after=\d+[^"]*)" class="button quiet"/.exec(html)?.[1]?.replaceAll('&amp;', '&')
    }
    expect(seen).toHaveLength(120)
    expect(seen).toEqual([...new Set(seen)].toSorted((a, b) => b - a))
    expect(textOf(await history(`?key=hide_location_on_forms&after=${seen[49]}`))).toContain('Newest')
  })

  it('SET-8 a row of the settings page leads to its history as soon as it has one; a setting to what it is about', async () => {
    await switchAll('contact_access', 'notify_created')
    const html = await (await visit('dana', '/willow/manage/portal')).text()
    expect(element(html, 'setting-contact_access')).toContain(`href="${page}?key=contact_access"`)
    expect(element(html, 'notification-created')).toContain(`href="${page}?key=notify_created"`)
    expect(element(html, 'notification-cancelled')).not.toContain(page)
    for (const key of settingKeys) expect(element(html, `setting-${key}`)).toContain(`href="/willow/manage/portal/help#${key}"`)
  })

  it('an empty history says what will be here; an empty filter leads back to everything', async () => {
    await rows("DELETE FROM settings WHERE organization_id = 'org_cedar'")
    expect(textOf(await (await visit('amir', '/cedar/manage/portal/history')).text())).toContain('Nothing has been changed yet')
    await switchTo('contact_access', 'on')
    expect(textOf(await history('?key=client_signup&after=1'))).toContain('No such change')
  })

  it('SEC-7 forged filters count as none', async () => {
    await switchTo('contact_access', 'on')
    for (const query of [
      '?after=x',
      '?after=-1',
      '?after=1e99',
      "?person=' OR 1=1",
      '?key=__proto__',
      '?key=%00',
      `?person=${'x'.repeat(5000)}`,
    ])
      expect((await visit('dana', page + query)).status, query).toBe(200)
  })

  it('UX-4 is complete in Spanish', async () => {
    await switchTo('contact_access', 'on')
    await submit('dana', '/account/language', { language: 'es', back: '/' })
    const html = await history()
    expect(html).toContain('lang="es"')
    expect(linesOn(html)[0]).toMatch(/1 dic, 10:00 EST Dana Ortiz Permitir el acceso .* de Desactivado a Activado Volver a desactivar/)
  })
})

describe('whose history it is', () => {
  it('SEC-1 SET-1 is for administrators', async () => {
    await switchTo('contact_access', 'on')
    expect((await visit('theo', page)).status).toBe(403)
    expect((await visit('ana', page)).status).toBe(403)
    expect((await visit('amir', page)).status).toBe(404)
    expect((await visit(null, page)).headers.get('Location')).toContain('/willow/login')
    expect((await visit('theo', '/willow/manage/portal/help')).status).toBe(403)
    expect((await auditRows({ action: 'denied' })).map(({ actor_id }) => actor_id)).toEqual(['per_theo', 'per_ana', 'per_amir', 'per_theo'])
  })

  it('SEC-1 SET-2 another organization sees none of it, by no filter', async () => {
    await switchTo('contact_access', 'on')
    await override(cast.ana.clientId, 'contact_access', 'off')
    for (const query of ['', '?key=contact_access', '?key=overrides', '?person=per_dana', '?at=2026-12-01T06:59']) {
      const html = await (await visit('amir', `/cedar/manage/portal/history${query}`)).text()
      expect(seqsOn(html), query).toEqual([])
      expect(html, query).not.toMatch(/Dana|Ana Pereira/)
    }
  })
})

describe('SPD-1 what it costs', () => {
  it('SPD-1 two round trips, whatever is asked', async () => {
    await switchAll('contact_access', 'notify_created')
    for (const query of ['', '?key=contact_access', '?person=per_dana', '?key=overrides', '?at=2026-12-01T09:00'])
      expect(roundTrips(await visit('dana', page + query)), query).toBeLessThanOrEqual(2)
    expect(roundTrips(await visit('dana', '/willow/manage/portal/help'))).toBe(1)
  })

  it('SPD-1 no entry of anything else is read: the same cost among ten thousand', async () => {
    await switchAll('contact_access', 'display_insurance', 'notify_created')
    const queries = ['', '?key=contact_access', '?person=per_dana', '?key=overrides', '?at=2026-12-01T09:00']
    const costs = async () => await Promise.all(queries.map(async (query) => rowsRead(await visit('dana', page + query))))
    const before = await costs()
    await fillAudit(10_000)
    expect(await costs()).toEqual(before)
    expect(Math.max(...before)).toBeLessThan(150)
  })

  it('SPD-1 a page of one setting reads no more when the others have a long history', async () => {
    await switchTo('contact_access', 'on')
    const before = rowsRead(await visit('dana', `${page}?key=contact_access`))
    await manyChanges(500)
    expect(rowsRead(await visit('dana', `${page}?key=contact_access`))).toBe(before)
    expect(rowsRead(await visit('dana', page))).toBeLessThan(250)
    expect(rowsRead(await visit('dana', `${page}?key=overrides`))).toBeLessThan(60)
    expect(rowsRead(await visit('dana', `${page}?at=2026-12-01T09:00`))).toBeLessThan(150)
  })
})

describe('the help page', () => {
  it('SET-9 says of every setting what it does, needs and does to things in flight, from its declaration', async () => {
    const html = await (await visit('dana', '/willow/manage/portal/help')).text()
    const about = textOf(element(html, 'self_scheduling'))
    expect(about).toContain('Needs: A plan that includes it. A subscribed therapist')
    expect(about).toContain('Can be turned off for one client')
    expect(about).toContain('Open requests stay with their therapists. Held times are released.')
    expect(textOf(element(html, 'cancel_within_24h'))).toContain('“Allow Clients Self-Scheduling through Client Portal”, turned on.')
    expect(textOf(element(html, 'client_signup'))).toContain('At first: On')
    expect(textOf(html)).toContain('E-mails that wait are not sent.')
    expect(textOf(element(html, 'notify_created'))).toContain('Off, until somebody turns it on.')
    for (const key of switchKeys) expect(attributeOf(html, key, 'id')).toBe(key)
    expect(attributeOf(html, 'client_payments', 'class')).toContain('card')
  })
})
