import { beforeEach, describe, expect, it } from 'vitest'
import { zoneNamed } from '../../src/scheduling/zone-names.ts'
import { auditRows, cast, element, freshPortal, locations, rows, services, submit, textOf, visit } from '../support/portal.ts'
import { requested } from './support.ts'
import { aLocation, done, locationsPage, look, post, valueOf } from './set-up-support.ts'

const main = `${locationsPage}/${locations.main}`
const thursdayTen = '2026-12-03T15:00:00.000Z'

beforeEach(() => freshPortal())

describe('SCH-1 locations', () => {
  it('SCH-1 a new location is saved as it was written, its zone as the runtime calls it', async () => {
    const path = await done(locationsPage, { ...aLocation, zone: ' chicago ', hide_address: '1' })
    const [saved] = await rows("SELECT * FROM locations WHERE name = 'Annex'")
    expect(saved).toMatchObject({
      organization_id: 'org_willow',
      address: aLocation.address,
      zone: 'America/Chicago',
      hide_address: 1,
      version: 1,
    })
    expect(path).toBe(`${locationsPage}/${saved?.id}`)
    expect(await auditRows({ entity_kind: 'location' })).toMatchObject([{ action: 'location.created', entity_version: 1 }])
    expect(textOf(await look(locationsPage))).toMatch(/Annex Address hidden 20 Larch Street, New York Chicago · No rooms set up/)
  })

  it.each([
    ['name', { name: '' }],
    ['address', { address: 'x'.repeat(301) }],
    ['zone', { zone: 'America/Willowtown' }],
    ['zone', { zone: '' }],
    ['zone', { zone: '+05:00' }],
  ])('SCH-1 bad input at %s is a sentence there, and what was typed stays: %j', async (field, bad) => {
    const answer = await post(locationsPage, { ...aLocation, name: 'Kept as typed', ...bad })
    const html = await answer.text()
    expect(answer.status).toBe(422)
    expect(element(html, `${field}-error`)).not.toBe('')
    if (field !== 'name') expect(valueOf(html, 'name')).toBe('Kept as typed')
    if ('zone' in bad) expect(valueOf(html, 'zone')).toBe(bad.zone)
    expect(await rows("SELECT id FROM locations WHERE organization_id = 'org_willow'")).toHaveLength(1)
  })

  it('SCH-25 a stale form is a 409 that keeps what was typed', async () => {
    await done(main, { ...aLocation, name: 'Quicker', version: 1 })
    const answer = await post(main, { ...aLocation, name: 'Slower', version: 1 })
    expect(answer.status).toBe(409)
    expect(valueOf(await answer.text(), 'name')).toBe('Slower')
    expect(await rows('SELECT name, version FROM locations WHERE id = ?', locations.main)).toEqual([{ name: 'Quicker', version: 2 }])
  })

  it('SCH-1 `hide address`: clients see the name and not where it is', async () => {
    const id = await requested(thursdayTen, { forum: 'in_person' })
    const page = `/willow/my/${cast.ana.clientId}/requests/${id}`
    expect(textOf(await (await visit('ana', page)).text())).toContain('18 Larch Street')
    await done(main, { name: 'Willow House', address: '18 Larch Street', zone: 'America/New_York', hide_address: '1', version: 1 })
    const hidden = textOf(await (await visit('ana', page)).text())
    expect(hidden).toContain('Willow House')
    expect(hidden).not.toContain('18 Larch Street')
  })

  it('SCH-3 archiving says first what it meets; appointments stay, by video stays on offer, and it can be taken back', async () => {
    const id = await requested(thursdayTen, { forum: 'in_person' })
    const asked = await post(`${main}/archive`, { version: 1 })
    const html = textOf(await asked.text())
    expect(asked.status).toBe(409)
    expect(html).toContain('One open request is for it')
    expect(html).toContain('2 therapists offer something here')
    await done(`${main}/archive`, { version: 1, confirm: 1 })
    expect(await rows('SELECT status, location_id FROM appointments WHERE id = ?', id)).toEqual([
      { status: 'requested', location_id: locations.main },
    ])
    expect(await times('in_person')).toBe(false)
    expect(await times('telehealth')).toBe(true)
    expect(textOf(await look(`/willow/manage/services/${services.session}`))).toContain(
      'Willow House is archived: nothing is offered there.',
    )
    await rows("UPDATE services SET telehealth = 0 WHERE id = 'svc_session'")
    expect(await (await visit('bo', '/willow/my/cli_bo/appointments/new?therapist=sta_theo')).text()).not.toContain(services.session)
    await rows("UPDATE services SET telehealth = 1 WHERE id = 'svc_session'")
    await done(`${main}/return`, { version: 2 })
    expect(await times('in_person')).toBe(true)
  })

  it('SCH-1 without locations the page says what will appear, and what to do', async () => {
    await rows('UPDATE locations SET archived_at = 1')
    const html = await look(locationsPage)
    expect(textOf(html)).toContain('No locations yet')
    expect(html).toContain(`href="${locationsPage}/new"`)
  })

  it('SEC-1 therapists are refused, and a location of elsewhere does not exist', async () => {
    expect((await visit('theo', locationsPage)).status).toBe(403)
    for (const path of ['', '/archive', '/return', '/rooms'])
      expect((await submit('amir', `/cedar/manage/locations/${locations.main}${path}`, { ...aLocation, version: 1 })).status).toBe(404)
    expect((await post(`${locationsPage}/${locations.cedar}`, { ...aLocation, version: 1 })).status).toBe(404)
  })
})

describe('SCH-1 rooms of a location', () => {
  const add = async (name: string) => {
    await done(`${main}/rooms`, { name })
    return (await rows<{ id: string }>('SELECT id FROM rooms WHERE name = ?', name))[0]?.id ?? ''
  }

  it('SCH-1 are added, renamed, archived and brought back, each with its audit entry', async () => {
    const id = await add('Larch')
    await done(`${main}/rooms/${id}/name`, { name: 'Maple', version: 1 })
    await done(`${main}/rooms/${id}/archive`, { version: 2 })
    expect(textOf(element(await look(main), `room-${id}`))).toContain('Maple Archived')
    await done(`${main}/rooms/${id}/return`, { version: 3 })
    expect(await rows('SELECT name, archived_at, version FROM rooms')).toEqual([{ name: 'Maple', archived_at: null, version: 4 }])
    expect((await auditRows({ entity_id: id })).map(({ action }) => action)).toEqual(
      ['created', 'renamed', 'archived', 'returned'].map((what) => `room.${what}`),
    )
  })

  it('SCH-1 no name, or the name of another: a sentence at the field, and what was typed stays', async () => {
    const [larch, maple] = [await add('Larch'), await add('Maple')]
    const twice = await post(`${main}/rooms`, { name: 'larch' })
    const html = await twice.text()
    expect(twice.status).toBe(422)
    expect(textOf(element(html, 'new-room-error'))).toContain('Another room here has this name')
    expect(valueOf(html, 'new-room')).toBe('larch')
    expect((await post(`${main}/rooms`, { name: ' ' })).status).toBe(422)
    const renamed = await post(`${main}/rooms/${maple}/name`, { name: 'Larch', version: 1 })
    expect(renamed.status).toBe(422)
    expect(valueOf(await renamed.text(), `name-${maple}`)).toBe('Larch')
    await done(`${main}/rooms/${larch}/archive`, { version: 1 })
    await done(`${main}/rooms`, { name: 'Larch' })
    expect((await post(`${main}/rooms/${larch}/return`, { version: 2 })).status).toBe(409)
  })

  it('SCH-25 a stale rename is a 409 that keeps what was typed', async () => {
    const id = await add('Larch')
    await done(`${main}/rooms/${id}/name`, { name: 'Maple', version: 1 })
    const answer = await post(`${main}/rooms/${id}/name`, { name: 'Birch', version: 1 })
    expect(answer.status).toBe(409)
    expect(valueOf(await answer.text(), `name-${id}`)).toBe('Birch')
  })

  it('SCH-3 a room with something ahead is archived only with a yes, and what is in it stays there', async () => {
    const id = await add('Larch')
    const appointment = await requested(thursdayTen, { forum: 'in_person' })
    const asked = await post(`${main}/rooms/${id}/archive`, { version: 1 })
    expect(asked.status).toBe(409)
    expect(textOf(await asked.text())).toContain('Archive Larch? Nothing new is put into it. One open request is for it: it stays')
    await done(`${main}/rooms/${id}/archive`, { version: 1, confirm: 1 })
    expect(await rows('SELECT room_id FROM appointments WHERE id = ?', appointment)).toEqual([{ room_id: id }])
  })

  it('SEC-1 a room of another location does not exist', async () => {
    const id = await add('Larch')
    const other = await done(locationsPage, aLocation)
    expect((await post(`${other}/rooms/${id}/archive`, { version: 1 })).status).toBe(404)
  })
})

describe('SCH-1 a zone as it is written', () => {
  it.each([
    ['America/New_York', 'America/New_York'],
    [' america/new york ', 'America/New_York'],
    ['New York', 'America/New_York'],
    ['madrid', 'Europe/Madrid'],
    ['US/Eastern', 'America/New_York'],
    ['utc', 'UTC'],
  ])('"%s" is %s', (text, zone) => {
    expect(zoneNamed(text)).toBe(zone)
  })

  it.each(['', 'Willowtown', 'America/Willowtown', '+05:00', 'EST5', 'x'.repeat(60), '../etc'])('"%s" is none', (text) => {
    expect(zoneNamed(text)).toBe(null)
  })
})

/** Whether Theo's page has times for Bo. */
const times = async (forum: string) =>
  (
    await (
      await visit('bo', `/willow/my/cli_bo/appointments/new?therapist=sta_theo&service=${services.session}&forum=${forum}&from=2026-12-03`)
    ).text()
  ).includes('name="start"')
