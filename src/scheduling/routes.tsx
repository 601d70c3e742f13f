import { Hono } from 'hono'
import { changeRoutes } from './change-routes.tsx'
import { clientSchedulingRoutes } from './client-routes.tsx'
import { locationRoutes } from './location-routes.tsx'
import { hoursRoutes } from './hours-routes.tsx'
import { practiceHoursRoutes } from './practice-hours-routes.tsx'
import { counterOfferRoutes } from './counter-offer-routes.tsx'
import { feedRoutes } from './feed-routes.tsx'
import { requestRoutes } from './request-routes.tsx'
import { roomRoutes } from './room-routes.tsx'
import { serviceRoutes } from './service-routes.tsx'
import { seriesChangeRoutes } from './series-change-routes.tsx'
import { seriesRoutes } from './series-routes.tsx'
import { standingClientRoutes } from './standing-client-routes.tsx'
import { standingRoutes } from './standing-routes.tsx'
import { calendarRoutes } from './calendar-routes.tsx'
import { staffAppointmentRoutes } from './staff-appointment-routes.tsx'
import { videoRoomRoutes } from './video-room-routes.tsx'
import { staffWaitlistRoutes } from './staff-waitlist-routes.tsx'
import { waitlistRoutes } from './waitlist-routes.tsx'
import type { Portal } from '../web/portal.ts'

/** What clients ask for, and what therapists answer. */
export const schedulingRoutes = new Hono<Portal>()
schedulingRoutes.route('/', clientSchedulingRoutes)
schedulingRoutes.route('/', changeRoutes)
schedulingRoutes.route('/', counterOfferRoutes)
schedulingRoutes.route('/', videoRoomRoutes)
schedulingRoutes.route('/', requestRoutes)
schedulingRoutes.route('/', serviceRoutes)
schedulingRoutes.route('/', locationRoutes)
schedulingRoutes.route('/', roomRoutes)
schedulingRoutes.route('/', practiceHoursRoutes)
schedulingRoutes.route('/', hoursRoutes)
schedulingRoutes.route('/', seriesRoutes)
schedulingRoutes.route('/', seriesChangeRoutes)
schedulingRoutes.route('/', standingClientRoutes)
schedulingRoutes.route('/', standingRoutes)
schedulingRoutes.route('/', staffAppointmentRoutes)
schedulingRoutes.route('/', calendarRoutes)
schedulingRoutes.route('/', feedRoutes)
schedulingRoutes.route('/', waitlistRoutes)
schedulingRoutes.route('/', staffWaitlistRoutes)
