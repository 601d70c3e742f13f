import { Hono, type Context } from 'hono'
import * as z from 'zod/mini'
import { SettingSchedule, type SettingScheduleProps } from '../../views/settings/schedule.tsx'
import { SchedulePage } from '../../views/settings/schedule-page.tsx'
import type { AboutQueries } from '../accounts/identity.ts'
import type { StaffCurrent } from '../current.ts'
import { door } from '../door.tsx'
import { href, paths } from '../paths.ts'
import { administrators } from '../policies.ts'
import { answer, isPartial, page, refuse } from '../web/answer.ts'
import { badForm } from '../web/bad-form.tsx'
import { NotFound } from '../web/errors.ts'
import { form, idempotencyKey, onOff } from '../web/forms.ts'
import { newKey } from '../web/new-key.ts'
import type { Portal } from '../web/portal.ts'
import { declarationOf, isSettingKey, type SettingKey } from './declarations.ts'
import { countInFlight, impactOf } from './impact.ts'
import { linesOf } from './impact-lines.ts'
import {
  cancelSchedule,
  listSchedules,
  scheduleAtHand,
  scheduleSwitch,
  shownSchedules,
  type Schedule,
  type ScheduleRefusal,
} from './schedules.ts'
import { timesMeant } from './schedule-times.ts'

/** Switches for a date: Organization > Client Portal, below each setting. */
export const scheduleRoutes = new Hono<Portal>()

const typed = z._default(z.string().check(z.trim(), z.maxLength(10)), '')
const wish = z.object({ value: onOff, date: typed, time: typed, backDate: typed, backTime: typed, key: z.optional(idempotencyKey) })

scheduleRoutes.get(paths.schedules, door(administrators, { about: (c) => facts(c.req.param('key')) }), (c) => {
  const shown = opened(c, settingOf(c))
  return isPartial(c) ? c.html(<SettingSchedule {...shown} />) : page(c, <SchedulePage {...shown} />)
})

scheduleRoutes.post(paths.schedules, door(administrators, { about: (c) => facts(c.req.param('key')) }), form(wish, badForm), async (c) => {
  const { current, about } = c.var
  const key = settingOf(c)
  const asked = c.req.valid('form')
  const meant = timesMeant(current.organization.zone, asked, current.now)
  if ('problems' in meant) return await refused(c, 422, opened(c, key, { typed: asked, problems: meant.problems }))
  const location = backTo(current, key)
  const { refusal, schedules } = await scheduleSwitch(current, key, {
    schedules: about.schedules as Schedule[],
    value: asked.value,
    times: meant.times,
    location,
  })
  if (refusal)
    return await refused(c, 409, { ...opened(c, key, { typed: asked }), said: { text: sentenceOf(current, refusal), kind: 'no' } })
  return answer(
    c,
    location,
    <SettingSchedule
      current={current}
      settingKey={key}
      schedules={schedules}
      said={{ text: current.words.schedules.planned, kind: 'ok' }}
    />,
  )
})

scheduleRoutes.post(paths.scheduleCancellation, door(administrators, { about: () => scheduleAtHand }), async (c) => {
  const { current, about } = c.var
  const [schedule] = about.schedule as Schedule[]
  if (!schedule || !isSettingKey(schedule.key)) throw new NotFound()
  const { key, id } = schedule
  const before = about.schedules as Schedule[]
  const refusal = await cancelSchedule(current, schedule, before)
  if (refusal) {
    const shown = {
      current,
      settingKey: key,
      schedules: await listSchedules(current),
      said: { text: current.words.schedules.happened, kind: 'no' as const },
    }
    return await refused(c, 409, shown)
  }
  const left = before.filter((other) => other.id !== id && other.backOf !== id)
  return answer(
    c,
    backTo(current, key),
    <SettingSchedule current={current} settingKey={key} schedules={left} said={{ text: current.words.schedules.cancelled, kind: 'ok' }} />,
  )
})

/** Read with the identity: what is scheduled, and what an off-switch would meet now. */
const facts =
  (key: string | undefined): AboutQueries =>
  (at) => ({ ...shownSchedules(at), ...countInFlight(kindsOf(key))({ ...at, fields: { value: 'off' } }) })
const kindsOf = (key: string | undefined) => (key && isSettingKey(key) ? declarationOf(key).inFlight : [])

type Opened = NonNullable<SettingScheduleProps['opened']>

/** The schedule of a setting with its form open. */
function opened(c: Context, key: SettingKey, more: Pick<Opened, 'typed' | 'problems'> = {}): SettingScheduleProps {
  const { current, about } = c.var as unknown as { current: StaffCurrent; about: Record<string, unknown> }
  const meets = linesOf(impactOf(kindsOf(key), about), current.language)
  return { current, settingKey: key, schedules: about.schedules as Schedule[], opened: { formKey: newKey(), meets, ...more } }
}

const refused = (c: Context, status: 409 | 422, shown: SettingScheduleProps) =>
  refuse(c, status, <SchedulePage {...shown} />, <SettingSchedule {...shown} />)

function settingOf(c: Context): SettingKey {
  const key = c.req.param('key') ?? ''
  if (!isSettingKey(key)) throw new NotFound()
  return key
}

const sentenceOf = ({ words }: StaffCurrent, { kind }: ScheduleRefusal): string =>
  kind === 'too_many' ? words.schedules.tooMany : words.schedules.cannot
const backTo = (current: StaffCurrent, key: SettingKey): string =>
  href(paths.portal, { org: current.organization.slug }, {}, `setting-${key}`)
