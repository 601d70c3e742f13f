import { Hono } from 'hono'
import * as z from 'zod/mini'
import { Bell, StaffBellCount } from '../../views/notifications/bell.tsx'
import { NoticesPage } from '../../views/notifications/notices-page.tsx'
import { Seen } from '../../views/notifications/seen-form.tsx'
import { StaffNoticesPage } from '../../views/notifications/staff-notices-page.tsx'
import { door } from '../door.tsx'
import { href, paths } from '../paths.ts'
import { staffMembers, theClient } from '../policies.ts'
import { answer, page } from '../web/answer.ts'
import { badForm } from '../web/bad-form.tsx'
import { form } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import { cursorFrom } from './deliveries-cursor.ts'
import { noticePage, noticesOfClient } from './notices-list.ts'
import { sawClientNotices, sawStaffNotices } from './notices-seen.ts'
import { noticesOfStaff, staffNoticePage } from './staff-notices.ts'

/** The bell: what is new to a client, a contact, a staff member (NOT-5). */
export const noticesRoutes = new Hono<Portal>()

/** Up to which instant it was read: the newest that stood on the page. */
const seeing = z.object({ until: z.coerce.number().check(z.int(), z.minimum(0), z.maximum(8.64e15)) })

noticesRoutes.get(
  paths.notices,
  door(theClient, { about: (c) => noticesOfClient(cursorFrom(c.req.query())), onlyShows: true }),
  async (c) => {
    const { current, about } = c.var
    return await page(c, <NoticesPage current={current} page={await noticePage(current, about.notices, cursorFrom(c.req.query()))} />)
  },
)

noticesRoutes.post(paths.noticesSeen, door(theClient), form(seeing, badForm), async (c) => {
  const { current } = c.var
  const count = await sawClientNotices(current, c.req.valid('form').until)
  const now = { ...current, news: { ...current.news, client: count } }
  const location = href(paths.notices, { org: current.organization.slug, clientId: current.client.id })
  return answer(
    c,
    location,
    <Seen current={now}>
      <Bell current={now} here oob />
    </Seen>,
  )
})

noticesRoutes.get(paths.staffNotices, door(staffMembers), async (c) => {
  const { current } = c.var
  const cursor = cursorFrom(c.req.query())
  return await page(c, <StaffNoticesPage current={current} page={staffNoticePage(await noticesOfStaff(current, cursor), cursor)} />)
})

noticesRoutes.post(paths.staffNoticesSeen, door(staffMembers), form(seeing, badForm), async (c) => {
  const { current } = c.var
  const count = await sawStaffNotices(current, c.req.valid('form').until)
  const now = { ...current, news: { ...current.news, staff: count } }
  return answer(
    c,
    href(paths.staffNotices, { org: current.organization.slug }),
    <Seen current={now}>
      <StaffBellCount current={now} oob />
    </Seen>,
  )
})
