import { Hono } from 'hono'
import { clientSchedulingRoutes } from './client-routes.tsx'
import { requestRoutes } from './request-routes.tsx'
import { seriesRoutes } from './series-routes.tsx'
import { standingClientRoutes } from './standing-client-routes.tsx'
import { standingRoutes } from './standing-routes.tsx'
import type { Portal } from '../web/portal.ts'

/** What clients ask for, and what therapists answer. */
export const schedulingRoutes = new Hono<Portal>()
schedulingRoutes.route('/', clientSchedulingRoutes)
schedulingRoutes.route('/', requestRoutes)
schedulingRoutes.route('/', seriesRoutes)
schedulingRoutes.route('/', standingClientRoutes)
schedulingRoutes.route('/', standingRoutes)
