import { Hono } from 'hono'
import { ClientSchedulePage } from '../../views/scheduling/client-schedule-page.tsx'
import { CalendarPage } from '../../views/scheduling/calendar-page.tsx'
import { noteOpening } from '../clients/openings.ts'
import { door } from '../door.tsx'
import { paths } from '../paths.ts'
import { staffMembers } from '../policies.ts'
import { page } from '../web/answer.ts'
import type { Portal } from '../web/portal.ts'
import { isView } from './calendar-dates.ts'
import { findCalendar } from './calendar.ts'
import { findClientSchedule } from './client-schedule.ts'

/** The staff's calendar: day, week, agenda (SCH-40); and what one client has in it. */
export const calendarRoutes = new Hono<Portal>()

calendarRoutes.get(paths.calendar, door(staffMembers), async (c) => {
  const { view, date } = c.req.query()
  const staff = (c.req.queries('staff') ?? []).slice(0, 50)
  const calendar = await findCalendar(c.var.current, { view: isView(view) ? view : 'week', date, staff })
  return await page(c, <CalendarPage current={c.var.current} calendar={calendar} />)
})

calendarRoutes.get(paths.clientSchedule, door(staffMembers), async (c) => {
  const { current } = c.var
  const schedule = await findClientSchedule(current, c.req.param('clientId'))
  noteOpening(c, current, 'appointments', [schedule.id])
  return await page(c, <ClientSchedulePage current={current} schedule={schedule} />)
})
