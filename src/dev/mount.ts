import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { NotFound } from '../web/errors.ts'
import type { Portal } from '../web/portal.ts'
import { mountEmailGallery } from './email-gallery.tsx'
import { mountMailbox } from './mailbox.tsx'
import { developmentRoutes } from './routes.tsx'

/** Everything under /dev. Reached only from dev.ts, after the list of doors is closed: these have one door, and it is this. */
export function mountDevelopment(app: Hono<Portal>): void {
  app.use('/dev/*', onlyAtHome)
  app.route('/', developmentRoutes)
  mountMailbox(app)
  mountEmailGallery(app)
}

/** Whoever deploys the development Worker by mistake gives nobody a way to become anybody: it is there on one's own machine only. */
const onlyAtHome = createMiddleware<Portal>(async (c, next) => {
  const { hostname } = new URL(c.env.PUBLIC_ORIGIN)
  if (!/^(127\.0\.0\.1|\[::1\]|localhost|.+\.(test|localhost))$/.test(hostname)) throw new NotFound()
  await next()
})
