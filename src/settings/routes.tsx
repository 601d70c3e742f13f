import { Hono } from 'hono'
import * as z from 'zod'
import { NotificationRow, PortalPage } from '../../views/settings/portal-page.tsx'
import { SettingRow, SettingRows } from '../../views/settings/setting-row.tsx'
import { door } from '../door.tsx'
import { isEvent, switchKey } from '../notifications/events.ts'
import { href, paths } from '../paths.ts'
import { administrators } from '../policies.ts'
import { answer, page, refuse } from '../web/answer.ts'
import { NotFound } from '../web/errors.ts'
import { form, onOff, version } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import { badForm } from '../web/bad-form.tsx'
import { isSettingKey } from './declarations.ts'
import { reload } from './facts.ts'
import { switchNotification, switchSetting } from './switches.ts'

/** Organization > Client Portal. */
export const settingsRoutes = new Hono<Portal>()
const wish = z.object({ value: onOff, version })

settingsRoutes.get(paths.portal, door(administrators), (c) => page(c, <PortalPage current={c.var.current} />))

settingsRoutes.post(paths.setting, door(administrators), form(wish, badForm), async (c) => {
  const { current } = c.var
  const key = c.req.param('key')
  if (!isSettingKey(key)) throw new NotFound()
  const { refusal, facts } = await switchSetting(current, key, c.req.valid('form'))
  if (refusal) {
    const now = await reload(current, refusal)
    const shown = { current: now, facts: now.facts, settingKey: key, conflict: refusal.kind === 'stale' }
    return refuse(c, 409, <PortalPage current={now} {...(shown.conflict && { conflict: key })} />, <SettingRow {...shown} />)
  }
  const back = href(paths.portal, { org: current.organization.slug }, {}, `setting-${key}`)
  return answer(c, back, <SettingRows current={current} facts={facts} settingKey={key} justSwitched={facts !== current.facts} />)
})

settingsRoutes.post(paths.notification, door(administrators), form(wish, badForm), async (c) => {
  const { current } = c.var
  const event = c.req.param('event')
  if (!isEvent(event)) throw new NotFound()
  const { refusal, facts } = await switchNotification(current, switchKey(event), c.req.valid('form'))
  if (refusal) {
    const now = await reload(current, refusal)
    return refuse(c, 409, <PortalPage current={now} conflict={switchKey(event)} />, <NotificationRow current={now} facts={now.facts} event={event} conflict />)
  }
  const back = href(paths.portal, { org: current.organization.slug }, {}, `notification-${event}`)
  return answer(c, back, <NotificationRow current={current} facts={facts} event={event} justSwitched={facts !== current.facts} />)
})
