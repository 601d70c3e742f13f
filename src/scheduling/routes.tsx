import { Hono } from 'hono'
import { clientSchedulingRoutes } from './client-routes.tsx'
import { feedRoutes } from './feed-routes.tsx'
import { requestRoutes } from './request-routes.tsx'
import { staffWaitlistRoutes } from './staff-waitlist-routes.tsx'
import { waitlistRoutes } from './waitlist-routes.tsx'
import type { Portal } from '../web/portal.ts'

/** What clients ask for, and what therapists answer. */
export const schedulingRoutes = new Hono<Portal>()
schedulingRoutes.route('/', clientSchedulingRoutes)
schedulingRoutes.route('/', requestRoutes)
schedulingRoutes.route('/', feedRoutes)
schedulingRoutes.route('/', waitlistRoutes)
schedulingRoutes.route('/', staffWaitlistRoutes)
