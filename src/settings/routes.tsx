import { Hono } from 'hono'
import * as z from 'zod/mini'
import { NotificationRow, PortalPage } from '../../views/settings/portal-page.tsx'
import { SettingRow, SettingRows } from '../../views/settings/setting-row.tsx'
import type { AboutQueries } from '../accounts/identity.ts'
import type { Shortcut } from '../accounts/link-rules.ts'
import { shortcutQueries } from '../accounts/links.ts'
import type { StaffCurrent } from '../current.ts'
import { door } from '../door.tsx'
import { isEvent, switchKey } from '../notifications/events.ts'
import { waitingEmails } from '../notifications/in-flight.ts'
import { href, paths } from '../paths.ts'
import { administrators } from '../policies.ts'
import { answer, page, refuse } from '../web/answer.ts'
import { NotFound } from '../web/errors.ts'
import { form, onOff, version } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import { badForm } from '../web/bad-form.tsx'
import { declarationOf, isSettingKey } from './declarations.ts'
import type { InFlight } from './declare.ts'
import { reload } from './facts.ts'
import { historyRoutes } from './history-routes.tsx'
import { countInFlight, impactOf } from './impact.ts'
import { type Impact } from './impact-lines.ts'
import { scheduleRoutes } from './schedule-routes.tsx'
import { shownSchedules, type Schedule } from './schedules.ts'
import { isUndo, switchNotification, switchSetting, type Wish } from './switches.ts'

/** Organization > Client Portal. */
export const settingsRoutes = new Hono<Portal>()
const wish = z.object({ value: onOff, version, confirm: z.optional(z.literal('1')), undo: z.optional(z.literal('1')) })

settingsRoutes.get(paths.portal, door(administrators, { about: () => besides(() => ({})) }), (c) =>
  page(c, <PortalPage current={c.var.current} {...shownBesides(c.var.about)} />),
)

settingsRoutes.post(
  paths.setting,
  door(administrators, { about: (c) => besides(countInFlight(inFlightOf(c.req.param('key')))) }),
  form(wish, badForm),
  async (c) => {
    const { current, about } = c.var
    const key = c.req.param('key')
    if (!isSettingKey(key)) throw new NotFound()
    const { refusal, facts } = await switchSetting(
      current,
      key,
      wishOf(current, key, c.req.valid('form'), impactOf(inFlightOf(key), about)),
    )
    if (refusal) {
      const now = await reload(current, refusal)
      return refuse(
        c,
        409,
        <PortalPage current={now} {...shownBesides(about)} refused={{ key, refusal }} />,
        <SettingRow current={now} facts={now.facts} settingKey={key} refusal={refusal} />,
      )
    }
    const back = href(paths.portal, { org: current.organization.slug }, {}, `setting-${key}`)
    return answer(c, back, <SettingRows current={current} facts={facts} settingKey={key} justSwitched={facts !== current.facts} />)
  },
)

settingsRoutes.post(
  paths.notification,
  door(administrators, { about: (c) => besides(countInFlight(emailsOf(c.req.param('event')))) }),
  form(wish, badForm),
  async (c) => {
    const { current, about } = c.var
    const event = c.req.param('event')
    if (!isEvent(event)) throw new NotFound()
    const key = switchKey(event)
    const { refusal, facts } = await switchNotification(
      current,
      key,
      wishOf(current, key, c.req.valid('form'), impactOf(emailsOf(event), about)),
    )
    if (refusal) {
      const now = await reload(current, refusal)
      return refuse(
        c,
        409,
        <PortalPage current={now} {...shownBesides(about)} refused={{ key, refusal }} />,
        <NotificationRow current={now} facts={now.facts} event={event} refusal={refusal} />,
      )
    }
    const back = href(paths.portal, { org: current.organization.slug }, {}, `notification-${event}`)
    return answer(c, back, <NotificationRow current={current} facts={facts} event={event} justSwitched={facts !== current.facts} />)
  },
)

settingsRoutes.route('/', historyRoutes)
settingsRoutes.route('/', scheduleRoutes)

/** What the page shows besides the settings; the page that answers a refusal, too. */
const besides =
  (about: AboutQueries): AboutQueries =>
  (at) => ({ ...about(at), ...shownSchedules(at), ...shortcutQueries(at) })
const shownBesides = (about: Record<string, unknown>) => about as { schedules: Schedule[]; links: Shortcut[] }
const inFlightOf = (key: string | undefined): InFlight[] => (key && isSettingKey(key) ? declarationOf(key).inFlight : [])
const emailsOf = (event: string | undefined): InFlight[] => (event && isEvent(event) ? [waitingEmails(event)] : [])

/** What she asks for. Nothing is asked back when she has seen the impact, or takes back what she has just done (SET-4, SET-7). */
function wishOf(current: StaffCurrent, key: string, { value, version: seen, confirm, undo }: z.infer<typeof wish>, impact: Impact): Wish {
  const choice = current.facts.choices[key]
  const sure = confirm === '1' || isUndo(undo === '1', choice ? { at: choice.changedAt } : null, current.now)
  return { value, version: seen, impact: sure ? [] : impact }
}
