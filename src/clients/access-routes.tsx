import { Hono } from 'hono'
import * as z from 'zod/mini'
import { AccessLogPage } from '../../views/clients/access-log-page.tsx'
import { door } from '../door.tsx'
import { paths } from '../paths.ts'
import { herself } from '../policies.ts'
import { page } from '../web/answer.ts'
import { orElse } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import { openingsFrom, openingsOf } from './openings.ts'

/** Who opened my record: for the client herself, and for nobody who acts for her (SEC-5). */
export const accessRoutes = new Hono<Portal>()

const after = orElse(z.nullable(z.coerce.number().check(z.int(), z.minimum(1))), null)

accessRoutes.get(
  paths.accessLog,
  door(herself, { about: (c) => openingsOf(after.parse(c.req.query('after') ?? null)), onlyShows: true }),
  (c) => {
    const { current, about } = c.var
    return page(c, <AccessLogPage current={current} isFirst={c.req.query('after') === undefined} {...openingsFrom(about)} />)
  },
)
