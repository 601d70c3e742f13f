import { Hono } from 'hono'
import { changeRoutes } from './change-routes.tsx'
import { clientSchedulingRoutes } from './client-routes.tsx'
import { counterOfferRoutes } from './counter-offer-routes.tsx'
import { requestRoutes } from './request-routes.tsx'
import { videoRoomRoutes } from './video-room-routes.tsx'
import type { Portal } from '../web/portal.ts'

/** What clients ask for, and what therapists answer. */
export const schedulingRoutes = new Hono<Portal>()
schedulingRoutes.route('/', clientSchedulingRoutes)
schedulingRoutes.route('/', changeRoutes)
schedulingRoutes.route('/', counterOfferRoutes)
schedulingRoutes.route('/', videoRoomRoutes)
schedulingRoutes.route('/', requestRoutes)
