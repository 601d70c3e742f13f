import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  auditRows,
  clockAt,
  clockBy,
  element,
  freshPortal,
  hidden,
  rows,
  roundTrips,
  submit,
  textOf,
  tuesday,
  visit,
} from '../support/portal.ts'
import { choicesAt, differences, momentOf } from '../../src/settings/as-of.ts'
import { declarationOf, isSettingKey, settingKeys } from '../../src/settings/declarations.ts'
import { switchKeys } from '../../src/settings/switch-keys.ts'
import { requested, switchTo } from '../scheduling/support.ts'
import { history, page, switchAll, valueOf } from './history-support.ts'

beforeEach(() => freshPortal())

/** What the page says of a switch: then, and now. */
const saidOf = (html: string, key: string): (string | undefined)[] =>
  [...element(html, `was-${key}`).matchAll(/<td[^>]*>(.*?)<\/td>/gs)].slice(0, 2).map(([, cell = '']) => textOf(cell))
const asOf = (at: string) => history(`?at=${at}`)
const stateForm = (html: string) => {
  const [form = ''] = /<form[^>]*class="card stack"(?:(?!<\/form>).)*name="seen".*?<\/form>/s.exec(html) ?? []
  return {
    at: /name="at" value="([^"]*)"/.exec(form)?.[1] ?? '',
    seen: /name="seen" value="([^"]*)"/.exec(form)?.[1] ?? '',
    text: textOf(form),
  }
}
const putStateBack = async (at: string, more: Record<string, string> = {}) => {
  const form = stateForm(await asOf(at))
  return await submit('dana', page, { at: form.at, seen: form.seen, ...more })
}

describe('what was on at 14:05 on 3 May?', () => {
  it('SET-8 every switch as it was chosen then, beside what is chosen now', async () => {
    await clockAt('2026-05-03T17:00:00Z')
    await switchAll('contact_access', 'notify_created')
    await clockAt('2026-05-03T18:30:00Z')
    await switchAll('-contact_access', '-client_signup', 'display_insurance')
    await clockAt(tuesday)
    const html = await asOf('2026-05-03T14:05')
    expect(textOf(html)).toContain('At this time: 3 May, 14:05 EDT')
    expect([...html.matchAll(/<tr id="was-(\w+)"/g)].map(([, key]) => key)).toEqual(switchKeys)
    expect(switchKeys).toHaveLength(18)
    expect(saidOf(html, 'contact_access')).toEqual(['On', 'Off'])
    expect(saidOf(html, 'notify_created')).toEqual(['On', 'On'])
    expect(saidOf(html, 'client_signup')).toEqual(['On', 'Off'])
    expect(saidOf(html, 'display_insurance')).toEqual(['Off', 'On'])
    expect(saidOf(html, 'hide_location_on_forms')).toEqual(['Off', 'Off'])
    expect(textOf(element(html, 'was-contact_access'))).toMatch(/Dana Ortiz, 3 May, 14:30 EDT$/)
  })

  it('SET-8 a change at that very instant has happened; one a millisecond later has not', async () => {
    await clockAt('2026-05-03T18:05:00.000Z')
    await switchTo('contact_access', 'on')
    await clockAt('2026-05-03T18:06:00.001Z')
    await switchTo('contact_access', 'off')
    await clockAt(tuesday)
    expect(saidOf(await asOf('2026-05-03T14:04'), 'contact_access')[0]).toBe('Off')
    expect(saidOf(await asOf('2026-05-03T14:05'), 'contact_access')[0]).toBe('On')
    expect(saidOf(await asOf('2026-05-03T14:06'), 'contact_access')[0]).toBe('On')
    expect(saidOf(await asOf('2026-05-03T14:07'), 'contact_access')[0]).toBe('Off')
  })

  it('SET-8 SET-19 says what had no effect, reckoned with the plan of now, and says so', async () => {
    await switchAll('cancel_within_24h', '-self_scheduling')
    await clockBy(10)
    await switchTo('self_scheduling', 'on')
    await clockBy(10)
    const html = await asOf('2026-12-01T10:05')
    expect(saidOf(html, 'cancel_within_24h')).toEqual(['On, without effect', 'On'])
    expect(textOf(html)).toContain('with the plan, card processing and seats you have now')
  })

  it('SET-8 the form’s own date and time mean the same; without them it asks', async () => {
    await switchTo('contact_access', 'on')
    expect(textOf(await history('?date=2026-12-01&time=09:59'))).toContain('At this time: 1 Dec, 09:59 EST')
    const empty = await visit('dana', `${page}?at=`)
    expect([empty.status, textOf(await empty.text())]).toEqual([200, expect.stringContaining('Choose a date and a time')])
    const html = await asOf('2026-12-01T09:59')
    expect([hidden(`<p id="x">${html}</p>`, 'x', 'date'), hidden(`<p id="x">${html}</p>`, 'x', 'time')]).toEqual(['2026-12-01', '09:59'])
  })

  it.each([
    ['2026-03-08T02:30', 'The clock went forward then'],
    ['2027-12-01T10:00', 'That time has not come yet'],
    ['2026-02-30T10:00', 'Please give a date and a time'],
    ['2026-12-01T24:00', 'Please give a date and a time'],
    ['yesterday', 'Please give a date and a time'],
    ['<script>', 'Please give a date and a time'],
  ])('SET-8 SEC-7 %s: %s', async (at, sentence) => {
    const answer = await visit('dana', `${page}?at=${encodeURIComponent(at)}`)
    expect([answer.status, textOf(await answer.text())]).toEqual([422, expect.stringContaining(sentence)])
  })

  it('SET-8 an hour that happened twice is shown as the first, with the way to the second', async () => {
    await clockAt('2026-11-01T05:45:00Z')
    await switchTo('contact_access', 'on')
    await clockAt(tuesday)
    const first = await asOf('2026-11-01T01:30')
    expect(textOf(first)).toContain('showed this time twice. This is the first.')
    expect(saidOf(first, 'contact_access')[0]).toBe('Off')
    const [, second = ''] = /href="([^"]*at=[^"]*Z)"/.exec(first) ?? []
    const html = await (await visit('dana', second)).text()
    expect(textOf(html)).toContain('At this time: 1 Nov, 01:30 EST')
    expect(saidOf(html, 'contact_access')[0]).toBe('On')
  })
})

describe('putting back the whole state', () => {
  it('SET-8 one press changes what differs, one audit entry each, in one batch', async () => {
    await switchAll('contact_access', 'notify_created')
    await clockBy(30)
    await switchAll('-contact_access', '-client_signup', '-notify_created', 'display_insurance')
    await clockBy(30)
    const form = stateForm(await asOf('2026-12-01T10:10'))
    expect(form.text).toMatch(
      /Access for Client Contacts: On .*New Invitation Link: On .*creates an appointment: On .*Display Insurance Info: Off/,
    )
    const answer = await putStateBack('2026-12-01T10:10')
    expect([answer.status, answer.headers.get('Location'), roundTrips(answer)]).toEqual([303, page, 2])
    expect(await Promise.all(['contact_access', 'client_signup', 'notify_created', 'display_insurance'].map(valueOf))).toEqual([
      'on',
      'on',
      'on',
      'off',
    ])
    const put = (await auditRows()).filter(({ details }) => 'asOf' in details)
    expect(put.map(({ entity_id, details }) => [entity_id, details.asOf])).toEqual(
      ['contact_access', 'client_signup', 'notify_created', 'display_insurance'].map((key) => [key, Date.parse('2026-12-01T15:10:00Z')]),
    )
    expect(textOf(await history())).toContain('Put back as it was on 1 Dec, 10:10 EST')
    expect(textOf(await asOf('2026-12-01T10:10'))).toContain('Nothing is different now.')
  })

  it('SET-8 SET-13 a parent comes on before what depends on it, and goes off after', async () => {
    await switchAll('display_insurance', 'add_insurance_payers')
    await clockBy(30)
    await switchAll('-add_insurance_payers', '-display_insurance')
    await clockBy(30)
    expect((await putStateBack('2026-12-01T10:10')).status).toBe(303)
    expect([await valueOf('display_insurance'), await valueOf('add_insurance_payers')]).toEqual(['on', 'on'])
    await clockBy(30)
    expect((await putStateBack('2026-12-01T10:40')).status).toBe(303)
    expect([await valueOf('display_insurance'), await valueOf('add_insurance_payers')]).toEqual(['off', 'off'])
  })

  it('SET-6 SET-8 what cannot be is listed with its reason and left as it is', async () => {
    await switchAll('secure_messaging', 'contact_access')
    await clockBy(30)
    await switchAll('-secure_messaging', '-contact_access')
    await rows("UPDATE organizations SET plan = 'essentials' WHERE id = 'org_willow'")
    await clockBy(30)
    const form = stateForm(await asOf('2026-12-01T10:10'))
    expect(form.text).toMatch(
      /Access for Client Contacts: On These stay as they are now: Allow Secure Messaging through Client Portal. Your plan does not include it/,
    )
    expect((await putStateBack('2026-12-01T10:10')).status).toBe(303)
    expect([await valueOf('contact_access'), await valueOf('secure_messaging')]).toEqual(['on', 'off'])
  })

  it('SET-5 SET-8 one switch that moved meanwhile refuses all of it', async () => {
    await switchAll('contact_access', 'display_insurance')
    await clockBy(30)
    await switchAll('-contact_access', '-display_insurance')
    await clockBy(30)
    const { at, seen } = stateForm(await asOf('2026-12-01T10:10'))
    await switchAll('contact_access', '-contact_access')
    const answer = await submit('dana', page, { at, seen })
    expect([answer.status, textOf(await answer.text())]).toEqual([
      409,
      expect.stringContaining('Not put back: somebody changed a setting meanwhile.'),
    ])
    expect(await valueOf('display_insurance')).toBe('off')
    await switchTo('hide_location_on_forms', 'on')
    expect(
      (await submit('dana', page, { at, seen: stateForm(await asOf('2026-12-01T10:10')).seen.replace(/hide_location_on_forms\.\d+/, '') }))
        .status,
    ).toBe(409)
  })

  it('SET-7 SET-8 asks first when something is in flight', async () => {
    await switchAll('-self_scheduling')
    await clockBy(30)
    await switchTo('self_scheduling', 'on')
    await requested('2026-12-03T15:00:00.000Z')
    await clockBy(30)
    const asked = await putStateBack('2026-12-01T10:10')
    const html = await asked.text()
    expect([asked.status, textOf(html)]).toEqual([409, expect.stringContaining('1 open request stays with its therapist.')])
    expect(await valueOf('self_scheduling')).toBe('on')
    const { at, seen } = stateForm(html)
    expect((await submit('dana', page, { at, seen, confirm: '1' })).status).toBe(303)
    expect(await valueOf('self_scheduling')).toBe('off')
  })

  it('SET-8 nothing to put back is no change', async () => {
    expect((await submit('dana', page, { at: '2026-12-01T14:00Z', seen: '' })).status).toBe(303)
    expect(await auditRows({ entity_kind: 'setting' })).toEqual([])
    expect((await submit('dana', page, { at: 'yesterday', seen: '' })).status).toBe(422)
    expect((await submit('dana', page, {})).status).toBe(422)
  })
})

describe('SET-8 as a property', () => {
  const anHour = 60
  const step = fc.record({ key: fc.constantFrom(...switchKeys), minutes: fc.integer({ min: 1, max: 3 * anHour }) })

  it('SET-8 whatever is switched whenever, the answer for any minute is that of a list kept by hand', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 4, maxLength: 14 }),
        fc.array(fc.nat({ max: 2000 }), { minLength: 3, maxLength: 5 }),
        async (steps, asked) => {
          await freshPortal('2026-03-07T12:00:00Z') // the night before a clock change
          await rows("UPDATE organizations SET card_processing = 'enabled' WHERE id = 'org_willow'")
          const beginning = await shown()
          const log: { at: number; key: string; value: 'on' | 'off' }[] = []
          let now = Date.parse('2026-03-07T12:00:00Z')
          for (const { key, minutes } of steps) {
            now += minutes * 60_000
            await clockAt(new Date(now).toISOString())
            const value = await flip(key)
            if (value) log.push({ at: now, key, value })
          }
          for (const minutes of asked) {
            const at = Math.min(Date.parse('2026-03-07T12:00:00Z') + minutes * 60_000, now)
            const html = await asOf(`${new Date(at).toISOString().slice(0, 16)}Z`)
            const expected = Object.fromEntries(
              switchKeys.map((key) => [key, log.findLast((change) => change.key === key && change.at <= at)?.value ?? beginning[key]]),
            )
            expect(Object.fromEntries(switchKeys.map((key) => [key, saidOf(html, key)[0]?.toLowerCase().split(',')[0]]))).toEqual(expected)
          }
        },
      ),
      { numRuns: 12 },
    )
  })

  async function shown(): Promise<Record<string, string>> {
    const chosen = await rows<{ key: string; value: string }>("SELECT key, value FROM settings WHERE organization_id = 'org_willow'")
    const defaults = Object.fromEntries(switchKeys.map((key) => [key, isSettingKey(key) ? declarationOf(key).default : 'off']))
    return { ...defaults, ...Object.fromEntries(chosen.map(({ key, value }) => [key, value])) }
  }

  /** Switches to the other state, unless the switch is greyed. */
  async function flip(key: string): Promise<'on' | 'off' | null> {
    const row = key.startsWith('notify_') ? `notification-${key.slice(7)}` : `setting-${key}`
    const at = key.startsWith('notify_') ? `notifications/${key.slice(7)}` : `settings/${key}`
    const html = await (await visit('dana', '/willow/manage/portal')).text()
    const value = hidden(html, row, 'value') as 'on' | 'off'
    const { status } = await submit('dana', `/willow/manage/portal/${at}`, { value, version: hidden(html, row, 'version'), confirm: '1' })
    return status === 303 ? value : null
  }

  const facts = fc.record({
    choices: fc.dictionary(
      fc.constantFrom(...switchKeys),
      fc.constantFrom('on' as const, 'off' as const).map((value) => ({ value, version: 1, changedAt: 1, changedByName: '' })),
    ),
    plan: fc.constantFrom('everything', 'essentials'),
    cardProcessing: fc.constantFrom('enabled' as const, 'not_connected' as const),
    subscribedTherapists: fc.constant(1),
    overrides: fc.constant({}),
  })
  const states = fc.record(Object.fromEntries(switchKeys.map((key) => [key, fc.constantFrom('on' as const, 'off' as const)])))

  it('SET-6 SET-8 a list of differences leaves out nothing, and each step is one that anybody could switch', () => {
    fc.assert(
      fc.property(facts, states, (now, then) => {
        const list = differences(now, then)
        const chosen = choicesAt(now, [])
        expect(new Set(list.map(({ key }) => key))).toEqual(new Set(switchKeys.filter((key) => chosen[key] !== then[key])))
        for (const { key, reason } of list.filter(({ key: one }) => isSettingKey(one) && declarationOf(one).needs.length === 0))
          expect([key, reason]).toEqual([key, null])
        const order = (key: string) => list.findIndex((one) => one.key === key)
        for (const key of settingKeys)
          for (const need of declarationOf(key).needs) {
            if (need.kind !== 'parent' || order(key) < 0 || order(need.key) < 0) continue
            expect(order(need.key) < order(key)).toBe(then[need.key] === 'on')
          }
      }),
      { seed: 8, numRuns: 500 },
    )
  })

  it('SET-8 every minute of a year is one instant, two, or none; read back, it is the same', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 366 * 1440 }),
        fc.constantFrom('America/New_York', 'Europe/Madrid', 'Australia/Lord_Howe', 'Asia/Kolkata'),
        (minute, zone) => {
          const at = Date.parse('2026-01-01T00:00:00Z') + minute * 60_000
          const parts = Object.fromEntries(
            new Intl.DateTimeFormat('en-CA', {
              timeZone: zone,
              hourCycle: 'h23',
              year: 'numeric',
              month: '2-digit',
              day: '2-digit',
              hour: '2-digit',
              minute: '2-digit',
            })
              .formatToParts(at)
              .map(({ type, value }) => [type, value]),
          )
          const moment = momentOf(`${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`, zone, Number.MAX_SAFE_INTEGER)
          expect('problem' in moment ? [] : [moment.at, moment.other]).toContain(at)
        },
      ),
      { numRuns: 400 },
    )
  })
})
