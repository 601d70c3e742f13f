import { beforeEach, describe, expect, it } from 'vitest'
import { auditRows, cast, element, freshPortal, locations, newKey, rows, services, submit, textOf, visit } from '../support/portal.ts'
import { requested } from './support.ts'
import { aService, done, look, post, servicesPage, valueOf } from './set-up-support.ts'

const session = `${servicesPage}/${services.session}`
const thursdayTen = '2026-12-03T15:00:00.000Z'

beforeEach(() => freshPortal())

describe('SCH-1 services', () => {
  it('SCH-1 a new service is saved as it was written, the last in the list, with one audit entry', async () => {
    const path = await done(servicesPage, aService)
    const [saved] = await rows('SELECT * FROM services WHERE name = ?', 'Couples')
    expect(saved).toMatchObject({
      organization_id: 'org_willow',
      duration_minutes: 90,
      price_cents: 18050,
      in_person: 1,
      telehealth: 1,
      buffer_before_minutes: 5,
      buffer_after_minutes: 10,
      bookable_online: 1,
      for_new_clients: 1,
      for_existing_clients: 1,
      version: 1,
    })
    expect(path).toBe(`${servicesPage}/${saved?.id}`)
    expect(await auditRows({ entity_kind: 'service' })).toMatchObject([
      { action: 'service.created', entity_version: 1, actor_name: 'Dana Ortiz' },
    ])
    expect(await order()).toEqual(['Session', 'Intake', 'Couples'])
    expect(textOf(await look(servicesPage))).toContain('90 minutes · $180.50 · In person or by video')
  })

  it.each([
    ['name', { name: '  ' }, 'Write a name'],
    ['name', { name: 'x'.repeat(81) }, 'Write a name'],
    ['duration', { duration: '9' }, 'from 10 to 480'],
    ['duration', { duration: '481' }, 'from 10 to 480'],
    ['duration', { duration: '50.5' }, 'from 10 to 480'],
    ['price', { price: '-1' }, 'Write a price'],
    ['price', { price: '1.234' }, 'Write a price'],
    ['price', { price: 'free' }, 'Write a price'],
    ['buffer_before', { buffer_before: '241' }, 'minutes before'],
    ['buffer_after', { buffer_after: '' }, 'minutes after'],
    ['for_whom', { new_clients: '', existing_clients: '' }, 'Choose who can ask'],
    ['forums', { forums: 'by letter' }, 'Choose how'],
  ])('SCH-1 bad input at %s is a sentence there, and what was typed stays: %j', async (field, bad, sentence) => {
    const answer = await post(servicesPage, { ...aService, name: 'Kept as typed', ...bad })
    const html = await answer.text()
    expect(answer.status).toBe(422)
    expect(textOf(element(html, `${field}-error`))).toContain(sentence)
    expect(html).toContain(`href="#${field}"`)
    if (!('name' in bad)) expect(valueOf(html, 'name')).toBe('Kept as typed')
    for (const [name, value] of Object.entries(bad)) if (value !== '' && name !== 'forums') expect(valueOf(html, name)).toBe(value)
    expect(await order()).toEqual(['Session', 'Intake'])
  })

  it('SCH-1 the limits themselves are good: 10 and 480 minutes, no price', async () => {
    await done(servicesPage, { ...aService, duration: '10', price: '0' })
    await done(servicesPage, { ...aService, duration: '480', price: '99,5' })
    expect(await rows("SELECT duration_minutes, price_cents FROM services WHERE name = 'Couples' ORDER BY duration_minutes")).toEqual([
      { duration_minutes: 10, price_cents: 0 },
      { duration_minutes: 480, price_cents: 9950 },
    ])
  })

  it('SCH-25 a stale form is a 409 that keeps what was typed, and can then be saved knowingly', async () => {
    await done(session, { ...aService, name: 'Quicker', version: 1 })
    const answer = await post(session, { ...aService, name: 'Slower', version: 1 })
    const html = await answer.text()
    expect(answer.status).toBe(409)
    expect(textOf(html)).toContain('somebody changed this meanwhile')
    expect(valueOf(html, 'name')).toBe('Slower')
    expect(await order()).toEqual(['Quicker', 'Intake'])
    await done(session, { ...aService, name: 'Slower', version: 2 })
    expect(await order()).toEqual(['Slower', 'Intake'])
  })

  it('SCH-25 two at once with one version: one is saved, the other is told; the same form twice is one change', async () => {
    const answers = await Promise.all(['A', 'B', 'C'].map((name) => post(session, { ...aService, name, version: 1 })))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409, 409])
    const fields = { ...aService, key: newKey() }
    expect((await submit('dana', servicesPage, fields)).headers.get('Location')).toBe(
      (await submit('dana', servicesPage, fields)).headers.get('Location'),
    )
    expect(await rows("SELECT id FROM services WHERE name = 'Couples'")).toHaveLength(1)
  })

  it('SCH-3 a change counts for new requests only: what exists keeps its time and buffers, and the page says so', async () => {
    const id = await requested(thursdayTen)
    const before = await rows('SELECT starts_at, ends_at, blocked_from, blocked_until, version FROM appointments WHERE id = ?', id)
    await done(session, { ...aService, version: 1 })
    expect(await rows('SELECT starts_at, ends_at, blocked_from, blocked_until, version FROM appointments WHERE id = ?', id)).toEqual(before)
    expect(textOf(await look(session))).toContain('counts for new requests')
    const next = await requested('2026-12-04T15:00:00.000Z')
    expect(
      await rows('SELECT ends_at - starts_at AS length, starts_at - blocked_from AS before FROM appointments WHERE id = ?', next),
    ).toEqual([{ length: 90 * 60_000, before: 5 * 60_000 }])
  })

  it('SCH-1 who may have it: online or not, new clients, existing clients, by video or in person', async () => {
    await done(session, { ...aService, new_clients: '', version: 1 })
    expect(await offeredTo('ana')).toBe(true)
    expect(textOf(await (await visit(null, '/willow/book/theo')).text())).not.toContain('Couples')
    await done(session, { ...aService, existing_clients: '', version: 2 })
    expect(await offeredTo('ana')).toBe(false)
    await done(session, { ...aService, bookable_online: '', version: 3 })
    expect(await offeredTo('ana')).toBe(false)
    await done(session, { ...aService, forums: 'telehealth', version: 4 })
    expect(await (await visit('ana', askFor('in_person'))).text()).not.toContain('name="start"')
    expect(await (await visit('ana', askFor('telehealth'))).text()).toContain('name="start"')
  })

  it('SCH-1 up and down: clients see them in that order; the first has no way up, the last none down', async () => {
    await done(servicesPage, aService)
    const html = await look(servicesPage)
    expect(element(html, `service-${services.session}`)).not.toContain('Move Session up')
    expect(element(html, `service-${services.session}`)).toContain('Move Session down')
    await done(`${session}/position`, { direction: 'down', version: 1 })
    expect(await order()).toEqual(['Intake', 'Session', 'Couples'])
    await done(`${session}/position`, { direction: 'down', version: 2 })
    expect(await order()).toEqual(['Intake', 'Couples', 'Session'])
    await done(`${session}/position`, { direction: 'down', version: 3 }) // it is the last already
    await done(`${session}/position`, { direction: 'up', version: 3 })
    expect(await order()).toEqual(['Intake', 'Session', 'Couples'])
    expect((await post(`${session}/position`, { direction: 'up', version: 1 })).status).toBe(409)
    expect((await post(`${session}/position`, { direction: 'sideways', version: 4 })).status).toBe(422)
    expect(await auditRows({ action: 'service.moved' })).toHaveLength(3)
  })

  it('SCH-3 archiving says first how much is ahead, changes nothing of it, and can be taken back', async () => {
    const id = await requested(thursdayTen)
    const asked = await post(`${session}/archive`, { version: 1 })
    expect(asked.status).toBe(409)
    expect(textOf(await asked.text())).toContain('One open request is for it: it stays')
    expect(await rows('SELECT archived_at FROM services WHERE id = ?', services.session)).toEqual([{ archived_at: null }])
    await done(`${session}/archive`, { version: 1, confirm: 1 })
    expect(await rows('SELECT status FROM appointments WHERE id = ?', id)).toEqual([{ status: 'requested' }])
    expect(await offeredTo('bo')).toBe(false)
    expect((await post(`${session}/archive`, { version: 2, confirm: 1 })).status).toBe(409)
    await done(`${session}/return`, { version: 2 })
    expect(await offeredTo('bo')).toBe(true)
    expect(await order()).toEqual(['Intake', 'Session'])
    expect(await auditRows({ entity_id: services.session })).toMatchObject([
      { action: 'service.archived', entity_version: 2, details: { openRequests: 1, ahead: 0 } },
      { action: 'service.returned', entity_version: 3 },
    ])
  })

  it('SCH-1 without services the page says what will appear, and what to do', async () => {
    await rows('UPDATE services SET archived_at = 1')
    const html = await look(servicesPage)
    expect(textOf(html)).toContain('No services yet')
    expect(html).toContain(`href="${servicesPage}/new"`)
  })
})

describe('SCH-1 who offers it, and where', () => {
  const where = (staffId: string) => `location_${staffId}`

  it('SCH-1 is chosen by boxes and locations, and shown to clients at once', async () => {
    expect(element(await look(session), `offers-${cast.theo.staffId}`)).toContain('checked')
    await done(`${session}/offerings`, { therapist: cast.tess.staffId, [where(cast.tess.staffId)]: locations.main, version: 1 })
    expect(await rows('SELECT staff_id, location_id FROM offerings WHERE service_id = ?', services.session)).toEqual([
      { staff_id: cast.tess.staffId, location_id: locations.main },
    ])
    expect(await offeredTo('bo')).toBe(false)
    await done(`${session}/offerings`, { therapist: [cast.tess.staffId, cast.theo.staffId], [where(cast.theo.staffId)]: '', version: 2 })
    expect(await offeredTo('bo')).toBe(true)
    expect(await (await visit('bo', askFor('in_person', 'bo'))).text()).not.toContain('name="start"') // by video only
    expect(await auditRows({ action: 'service.offerings' })).toMatchObject([
      { details: { set: '', ended: cast.theo.staffId } },
      { details: { set: cast.theo.staffId, ended: '' } },
    ])
  })

  it('SCH-1 what is in person only needs a location; one that is not there is refused, and the choice stays', async () => {
    await done(session, { ...aService, forums: 'in_person', version: 1 })
    const fields = { therapist: cast.theo.staffId, version: 2 }
    const none = await post(`${session}/offerings`, { ...fields, [where(cast.theo.staffId)]: '' })
    expect(none.status).toBe(422)
    const html = await none.text()
    expect(textOf(element(html, `location-${cast.theo.staffId}-error`))).toContain('Choose a location for Theo Lindqvist')
    expect(element(html, `offers-${cast.tess.staffId}`)).not.toContain('checked')
    for (const stranger of [locations.cedar, 'loc_none'])
      expect((await post(`${session}/offerings`, { ...fields, [where(cast.theo.staffId)]: stranger })).status).toBe(422)
    expect(await rows('SELECT staff_id FROM offerings WHERE service_id = ?', services.session)).toHaveLength(2)
  })

  it('SCH-25 a stale choice is a 409 that keeps it', async () => {
    await done(session, { ...aService, version: 1 })
    const answer = await post(`${session}/offerings`, { therapist: cast.tess.staffId, [where(cast.tess.staffId)]: '', version: 1 })
    const html = await answer.text()
    expect(answer.status).toBe(409)
    expect(element(html, `offers-${cast.tess.staffId}`)).toContain('checked')
    expect(element(html, `offers-${cast.theo.staffId}`)).not.toContain('checked')
  })

  it('SCH-1 somebody who is no therapist, or of elsewhere, cannot be made to offer it', async () => {
    await done(`${session}/offerings`, { therapist: [cast.theo.staffId, cast.dana.staffId, cast.amir.staffId], version: 1 })
    expect(await rows('SELECT staff_id FROM offerings WHERE service_id = ?', services.session)).toEqual([{ staff_id: cast.theo.staffId }])
  })
})

it('SPD-2 a page sends ahead for the stylesheet it has, and for no other', async () => {
  const page = await visit('dana', servicesPage)
  const [, sheet] = /<link rel="stylesheet" href="([^"]+)"/.exec(await page.text()) ?? []
  expect(sheet).toContain('scheduling')
  expect(page.headers.get('Link')).toBe(`<${sheet}>; rel=preload; as=style`)
})

it('SPD-2 T-35 htmx is sent no stylesheet: the page it stands on has its own, and another would be fetched for nothing', async () => {
  const page = await visit('dana', servicesPage, { headers: { 'HX-Request': 'true', 'HX-Request-Type': 'full' } })
  expect([page.status, page.headers.get('Link')]).toEqual([200, null])
})

it('SEC-1 therapists are refused, and a service of elsewhere does not exist', async () => {
  expect((await visit('theo', servicesPage)).status).toBe(403)
  for (const path of ['', '/offerings', '/archive', '/return', '/position'])
    expect(
      (await submit('amir', `/cedar/manage/services/${services.session}${path}`, { ...aService, direction: 'up', version: 1 })).status,
    ).toBe(404)
})

const askFor = (forum: string, who: 'ana' | 'bo' = 'ana') =>
  `/willow/my/${cast[who].clientId}/appointments/new?therapist=sta_theo&service=${services.session}&forum=${forum}&from=2026-12-03`

/** Whether Theo's page of times has the service for this client. */
const offeredTo = async (who: 'ana' | 'bo') =>
  (await (await visit(who, `/willow/my/${cast[who].clientId}/appointments/new?therapist=sta_theo`)).text()).includes(services.session)

/** The names in the list, as they stand there. */
async function order(): Promise<string[]> {
  const html = await look(servicesPage)
  return [...html.matchAll(/<li id="service-[^"]*".*?<a [^>]*>([^<]+)<\/a>/gs)].map(([, name]) => name ?? '')
}
