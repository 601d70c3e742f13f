import { beforeEach, describe, expect, test } from 'vitest'
import {
  attributeOf,
  auditRows,
  cast,
  freshPortal,
  hidden,
  newKey,
  roundTrips,
  rows,
  services,
  submit,
  textOf,
  visit,
} from '../support/portal.ts'
import { add, idsOn, list, organizationOf, pageOf } from './support.ts'

beforeEach(() => freshPortal())

const ana = cast.ana.clientId
const rowOf = (clientId: string | null, key = 'self_scheduling') => `client-${clientId}-${key}`
const address = (clientId: string | null, key = 'self_scheduling') => `${list}/${clientId}/settings/${key}`
const off = { value: 'off', version: 0 }
const stored = () => rows('SELECT client_id, key, value, version FROM client_overrides WHERE client_id = ?', ana)

describe('SET-40 SET-32 a client is restricted', () => {
  test('SET-40 SET-3 the row to htmx, back to the row to everyone else', async () => {
    const part = await submit('dana', address(ana), off, { htmx: true })
    const html = await part.text()
    expect(part.status).toBe(200)
    expect([
      attributeOf(html, rowOf(ana), 'data-effective'),
      hidden(html, rowOf(ana), 'version'),
      hidden(html, rowOf(ana), 'value'),
    ]).toEqual(['off', '1', 'inherit'])
    expect(textOf(html)).toContain('Scheduling: now off. Undo')
    const whole = await submit('dana', address(ana), { value: 'inherit', version: 1 })
    expect(whole.status).toBe(303)
    const back = whole.headers.get('Location') as string
    expect(back.endsWith(`#${rowOf(ana)}`)).toBe(true)
    const page = await pageOf('dana', back)
    expect(idsOn(page)[0]).toBe(ana)
    expect(attributeOf(page, rowOf(ana), 'data-effective')).toBe('on')
  })

  test('SET-32 SEC-5 stored as off, then as inherit, each with its audit entry', async () => {
    await submit('dana', address(ana), off)
    expect(await stored()).toEqual([{ client_id: ana, key: 'self_scheduling', value: 'off', version: 1 }])
    await submit('dana', address(ana), { value: 'inherit', version: 1 })
    expect(await stored()).toEqual([{ client_id: ana, key: 'self_scheduling', value: 'inherit', version: 2 }])
    const audit = await auditRows({ entity_kind: 'override' })
    expect(audit.map(({ action, entity_version, details }) => [action, entity_version, details.from, details.to])).toEqual([
      ['override.off', 1, 'inherit', 'off'],
      ['override.inherit', 2, 'off', 'inherit'],
    ])
  })

  test('SPD-1 in two round trips', async () => {
    expect(roundTrips(await submit('dana', address(ana), off))).toBe(2)
    expect(roundTrips(await submit('dana', address(ana), { value: 'inherit', version: 1 }, { htmx: true }))).toBe(2)
  })

  test('SET-30 SET-31 she cannot schedule any more, and can again afterwards', async () => {
    const slots = `/willow/my/${ana}/appointments/new`
    expect((await visit('ana', slots)).status).toBe(200)
    await submit('dana', address(ana), off)
    expect((await visit('ana', slots)).status).toBe(409)
    await submit('dana', address(ana), { value: 'inherit', version: 1 })
    expect((await visit('ana', slots)).status).toBe(200)
  })

  test('SET-2 SET-40 nobody else is', async () => {
    await submit('dana', address(ana), off)
    expect(attributeOf(await pageOf('dana', list), rowOf(cast.bo.clientId), 'data-effective')).toBe('on')
  })
})

describe('SET-5 two administrators', () => {
  test('SET-5 a stale switch is refused: the row as it is, and who changed it', async () => {
    await submit('dana', address(ana), off)
    for (const htmx of [true, false]) {
      const answer = await submit('dana', address(ana), off, { htmx })
      const html = await answer.text()
      expect(answer.status).toBe(409)
      expect(roundTrips(answer)).toBe(2)
      expect(hidden(html, rowOf(ana), 'version')).toBe('1')
      expect(textOf(html)).toContain('Not saved: Dana Ortiz changed this meanwhile. It is off now.')
    }
    expect(await auditRows({ entity_kind: 'override' })).toHaveLength(1)
  })

  test('SET-5 of several at once one is saved', async () => {
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => submit('dana', address(ana), off, { htmx: true })))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409, 409])
    expect(await stored()).toEqual([{ client_id: ana, key: 'self_scheduling', value: 'off', version: 1 }])
  })

  test('SET-40 what is so already changes nothing and is remembered by nobody', async () => {
    const answer = await submit('dana', address(ana), { value: 'inherit', version: 0 }, { htmx: true })
    expect(answer.status).toBe(200)
    expect(textOf(await answer.text())).not.toContain('Undo')
    expect([await stored(), await auditRows({ entity_kind: 'override' })]).toEqual([[], []])
  })
})

describe('SET-6 a switch that cannot be used', () => {
  const forged = async (clientId: string | null, key: string, htmx = true) => {
    const answer = await submit('dana', address(clientId, key), off, { htmx })
    return [answer.status, attributeOf(await answer.text(), rowOf(clientId, key), 'data-reason')]
  }

  test('SET-6 SET-40 is greyed org_off while the feature is off for everyone, and refused when forged', async () => {
    const page = await pageOf('dana', list)
    for (const key of ['client_payments', 'secure_messaging', 'display_insurance', 'contact_access']) {
      expect(attributeOf(page, rowOf(ana, key), 'data-reason'), key).toBe('org_off')
      expect(await forged(ana, key), key).toEqual([409, 'org_off'])
    }
    expect(await forged(ana, 'display_insurance', false)).toEqual([409, 'org_off'])
    expect(attributeOf(page, rowOf(ana), 'data-reason')).toBeNull()
    expect(await stored()).toEqual([])
  })

  test('SET-6 is greyed no_portal_account for a client for whom nobody can sign in', async () => {
    const page = await pageOf('dana', list)
    for (const { clientId } of [cast.nell, cast.max]) {
      expect(attributeOf(page, rowOf(clientId), 'data-reason')).toBe('no_portal_account')
      expect(await forged(clientId, 'self_scheduling')).toEqual([409, 'no_portal_account'])
    }
  })

  test('SET-6 SET-17 works for a minor without account whose parent may enter', async () => {
    await submit('dana', '/willow/manage/portal/settings/contact_access', { value: 'on', version: 0 })
    const page = await pageOf('dana', list)
    expect(attributeOf(page, rowOf(cast.max.clientId), 'data-reason')).toBeNull()
    expect(attributeOf(page, rowOf(cast.nell.clientId), 'data-reason')).toBe('no_portal_account')
    expect((await submit('dana', address(cast.max.clientId), off)).status).toBe(303)
    await rows('UPDATE grants SET revoked_at = 1')
    expect(attributeOf(await pageOf('dana', list), rowOf(cast.max.clientId), 'data-reason')).toBe('no_portal_account')
  })

  test('SET-43 is greyed for an archived client', async () => {
    await rows('UPDATE clients SET archived_at = 1 WHERE id = ?', ana)
    const page = await pageOf('dana', `${list}?filter=archived`)
    expect([attributeOf(page, rowOf(ana), 'data-reason'), attributeOf(page, rowOf(ana), 'data-effective')]).toEqual(['archived', 'off'])
    expect(await forged(ana, 'self_scheduling')).toEqual([409, 'archived'])
    expect(await forged(ana, 'self_scheduling', false)).toEqual([409, 'archived'])
  })
})

describe('SET-7 an off-switch that meets something of hers', () => {
  /** Ana's page of the list, and her own: the same question in both places. */
  const places = [
    ['the list', address(ana)],
    ['her page', `${address(ana)}?on=page`],
  ] as const
  beforeEach(async () => {
    const page = await pageOf(
      'ana',
      `/willow/my/${ana}/appointments/new?therapist=${cast.theo.staffId}&service=${services.session}&from=2026-12-08`,
    )
    const [, start = ''] = /name="start" value="([^"]*)"/.exec(page) ?? []
    await submit('ana', `/willow/my/${ana}/requests`, {
      therapist: cast.theo.staffId,
      service: services.session,
      forum: 'in_person',
      start,
      key: newKey(),
    })
  })

  test.each(places)('SET-7 asks first, with what becomes of it, and one press confirms: %s', async (_, path) => {
    for (const htmx of [true, false]) {
      const asked = await submit('dana', path, off, { htmx })
      const html = await asked.text()
      expect([asked.status, textOf(html).includes('1 open request stays with its therapist.')]).toEqual([409, true])
      expect(html).toMatch(/name="confirm" value="1"/)
    }
    expect(await stored()).toEqual([])
    expect((await submit('dana', path, { ...off, confirm: 1 })).status).toBe(303)
    expect(await stored()).toHaveLength(1)
  })

  test('SET-7 SET-2 what others have in flight is not hers, and on asks nothing', async () => {
    expect((await submit('dana', address(cast.bo.clientId), off)).status).toBe(303)
    await submit('dana', address(ana), { ...off, confirm: 1 })
    expect((await submit('dana', address(ana), { value: 'inherit', version: 1 })).status).toBe(303)
  })

  test('SET-4 taking back an "as for everyone" of a moment ago asks nothing', async () => {
    await submit('dana', address(ana), { ...off, confirm: 1 })
    await submit('dana', address(ana), { value: 'inherit', version: 1 })
    expect((await submit('dana', address(ana), { value: 'off', version: 2, undo: 1 })).status).toBe(303)
  })
})

describe('SEC-1 what is not there', () => {
  test('SEC-1 unknown setting, client of another practice, merged and missing client: one answer, to the byte', async () => {
    await add({ id: 'twice', name: 'Ana Twice', mergedInto: ana ?? '' }, { id: 'far', name: 'Far', organization: organizationOf('cyd') })
    const [missing, ...others] = await Promise.all(
      [
        address('nobody'),
        address('far'),
        address(cast.cyd.clientId),
        address('twice'),
        address(ana, 'no_such_setting'),
        address(ana, 'schedule_within_24h'),
        address(ana, '__proto__'),
      ].map(async (path) => {
        const answer = await submit('dana', path, off)
        return `${answer.status} ${await answer.text()}`
      }),
    )
    expect(missing?.startsWith('404 ')).toBe(true)
    for (const other of others) expect(other).toBe(missing)
  })

  test('SET-1 SEC-1 others than administrators are refused, and the attempt is audited', async () => {
    for (const who of ['theo', 'ana'] as const) expect((await submit(who, address(ana), off)).status, who).toBe(403)
    for (const who of ['amir', 'cyd'] as const) expect((await submit(who, address(ana), off)).status, who).toBe(404)
    expect((await auditRows({ action: 'denied' })).map(({ actor_id }) => actor_id)).toEqual(['per_theo', 'per_ana', 'per_amir', 'per_cyd'])
    expect(await stored()).toEqual([])
  })

  test.each([{}, { value: 'on', version: '0' }, { value: 'off' }, { value: 'off', version: '-1' }, { value: 'off', version: 'x' }])(
    'SEC-7 a form we never send: %j',
    async (fields) => {
      expect((await submit('dana', address(ana), fields as Record<string, string>)).status).toBe(422)
    },
  )
})
