import { Hono } from 'hono'
import type { Portal } from '../web/portal.ts'
import { discretionRoutes } from './discretion-routes.tsx'
import { practiceMailsRoutes } from './practice-mails-routes.tsx'
import { unsubscribeRoutes } from './unsubscribe-routes.tsx'
import { wishRoutes } from './wish-routes.tsx'

/** Which e-mails people get, and what they may say. */
export const notificationRoutes = new Hono<Portal>()

notificationRoutes.route('/', wishRoutes)
notificationRoutes.route('/', discretionRoutes)
notificationRoutes.route('/', unsubscribeRoutes)
notificationRoutes.route('/', practiceMailsRoutes)
