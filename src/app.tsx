import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { requestId } from 'hono/request-id'
import { TrieRouter } from 'hono/router/trie-router'
import { accountRoutes } from './accounts/routes.tsx'
import { clientRoutes } from './clients/routes.tsx'
import { newMeter } from './db.ts'
import { doorsOf } from './doors.ts'
import { home } from './home.ts'
import { hookRoutes } from './notifications/hook-routes.tsx'
import { notificationRoutes } from './notifications/routes.tsx'
import { deliveryRoutes } from './notifications/delivery-routes.tsx'
import { noticesRoutes } from './notifications/notices-routes.tsx'
import { paths } from './paths.ts'
import { schedulingRoutes } from './scheduling/routes.tsx'
import { sealingRoutes } from './sealing/routes.tsx'
import { settingsRoutes } from './settings/routes.tsx'
import { keepBookmarks } from './replicas.ts'
import { sameOrigin } from './web/csrf.ts'
import { showError, showNotFound, showTooLarge } from './web/error-pages.tsx'
import { headers } from './web/headers.ts'
import { onlyOurHost } from './web/host.ts'
import type { Portal } from './web/portal.ts'
import { serverTiming } from './web/server-timing.ts'

/** The plan of the house: what every request passes, then the areas in the order of the site map. */
export function portal(more?: (app: Hono<Portal>) => void): Hono<Portal> {
  const app = new Hono<Portal>({ router: new TrieRouter() })

  app.use(requestId({ headerName: '' }))
  app.use(headers)
  app.use(onlyOurHost)
  app.use(async (c, next) => {
    c.set('meter', newMeter())
    await keepBookmarks(c, next)
  })
  if (more) app.use(serverTiming)
  app.use(sameOrigin)
  app.use(bodyLimit({ maxSize: 64 * 1024, onError: showTooLarge }))

  app.get(paths.health, (c) => c.text('ok'))
  app.get(paths.home, home)
  app.route('/', hookRoutes)
  app.route('/', accountRoutes)
  app.route('/', schedulingRoutes)
  app.route('/', notificationRoutes)
  app.route('/', noticesRoutes)
  app.route('/', deliveryRoutes)
  app.route('/', settingsRoutes)
  app.route('/', sealingRoutes)
  app.route('/', clientRoutes)
  doorsOf(app)
  more?.(app)

  app.notFound(showNotFound)
  app.onError(showError)
  return app
}
