import { Hono, type Context } from 'hono'
import { CalendarFeedPage } from '../../views/scheduling/calendar-feed-page.tsx'
import type { AboutQueries } from '../accounts/identity.ts'
import { clock } from '../clock.ts'
import type { ClientCurrent, StaffCurrent } from '../current.ts'
import { bySecret, door } from '../door.tsx'
import { href, paths } from '../paths.ts'
import { mayAct, staffMembers, theClient } from '../policies.ts'
import { isEffective } from '../settings/standing.ts'
import { sha256 } from '../tokens.ts'
import { answer, page } from '../web/answer.ts'
import { NotFound } from '../web/errors.ts'
import type { Portal } from '../web/portal.ts'
import { eventOf, type CalendarRow } from './calendar-events.ts'
import { clientFeedQuery, endFeed, feedOf, makeFeed, therapistFeedQuery, type FeedOf } from './feeds.ts'
import { oneEvent, readFeed } from './feed-reading.ts'
import { calendarText } from './ical.ts'

/** Appointments in people's own calendars: one as a file (SCH-41), all of them by a secret address (SCH-42). */
export const feedRoutes = new Hono<Portal>()

const theAppointment: AboutQueries = ({ db, organizationId, params }) => ({ events: oneEvent(db, organizationId, params) })
const ofClient = ({ client }: ClientCurrent): FeedOf => ({ kind: 'client', aboutId: client.id })
const ofTherapist = ({ staff }: StaffCurrent): FeedOf => ({ kind: 'therapist', aboutId: staff.id })

feedRoutes.get(paths.appointmentFile, door(theClient, { about: () => theAppointment }), (c) => {
  const { current, about } = c.var
  const [row] = about.events as CalendarRow[]
  if (!row) throw new NotFound()
  const hides = isEffective('hide_location_on_forms', current.facts)
  const text = calendarText([eventOf(row, current.organization.id, current.words.feeds.eventTitle, hides)])
  return c.body(text, 200, { ...calendarType, 'Content-Disposition': 'attachment; filename="appointment.ics"' })
})

feedRoutes.get(paths.feed, bySecret('whoever has the secret address'), async (c) => {
  const text = await readFeed(c.env, c.var.meter, c.req.param('token') ?? '', clock.now())
  if (text === null) throw new NotFound()
  const tag = `"${await sha256(text)}"`
  if (
    c.req
      .header('If-None-Match')
      ?.split(/\s*,\s*/)
      .includes(tag)
  )
    return c.body(null, 304, { ETag: tag })
  return c.body(text, 200, { ...calendarType, ETag: tag, 'Referrer-Policy': 'no-referrer' })
})

feedRoutes.get(paths.clientFeed, door(mayAct('schedule'), { about: () => clientFeedQuery }), (c) =>
  page(c, <CalendarFeedPage current={c.var.current} feed={feedOf(c.var.about)} />),
)

// A new address, shown this once: it is made by the press itself, so there is nowhere to read it again.
feedRoutes.post(paths.clientFeed, door(mayAct('schedule'), { about: () => clientFeedQuery }), async (c) => {
  const { current, about } = c.var
  const feed = feedOf(about)
  return await showNew(c, current, await makeFeed(current, ofClient(current), feed !== undefined))
})

feedRoutes.post(paths.clientFeedEnd, door(mayAct('schedule')), async (c) => {
  const { current } = c.var
  await endFeed(current, ofClient(current))
  return answer(c, href(paths.clientFeed, { org: current.organization.slug, clientId: current.client.id }))
})

feedRoutes.get(paths.therapistFeed, door(staffMembers, { about: () => therapistFeedQuery }), (c) =>
  page(c, <CalendarFeedPage current={c.var.current} feed={feedOf(c.var.about)} />),
)

feedRoutes.post(paths.therapistFeed, door(staffMembers, { about: () => therapistFeedQuery }), async (c) => {
  const { current, about } = c.var
  const feed = feedOf(about)
  return await showNew(c, current, await makeFeed(current, ofTherapist(current), feed !== undefined))
})

feedRoutes.post(paths.therapistFeedEnd, door(staffMembers), async (c) => {
  const { current } = c.var
  await endFeed(current, ofTherapist(current))
  return answer(c, href(paths.therapistFeed, { org: current.organization.slug }))
})

const showNew = (c: unknown, current: ClientCurrent | StaffCurrent, address: string) =>
  page(c as Context, <CalendarFeedPage current={current} feed={{ createdAt: current.now }} address={address} />)

const calendarType = { 'Content-Type': 'text/calendar; charset=utf-8' }
