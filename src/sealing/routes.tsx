import { Hono } from 'hono'
import { AuditPage } from '../../views/sealing/audit-page.tsx'
import { door } from '../door.tsx'
import { paths } from '../paths.ts'
import { administrators } from '../policies.ts'
import { page } from '../web/answer.ts'
import type { Portal } from '../web/portal.ts'
import { anchorText } from './anchor.ts'
import { anchorOfOne, lastSealFrom, lastSealQuery } from './last-seal.ts'

/** That the audit is sealed, and the proof of it to keep elsewhere (SEC-5). */
export const sealingRoutes = new Hono<Portal>()

const theLastSeal = { about: () => lastSealQuery, onlyShows: true } as const

sealingRoutes.get(paths.audit, door(administrators, theLastSeal), (c) => {
  const { current, about } = c.var
  return page(c, <AuditPage current={current} last={lastSealFrom(about, current.organization)} />)
})

// A GET: it holds counts and digests, nothing of anybody, and changes nothing.
sealingRoutes.get(paths.auditAnchor, door(administrators, theLastSeal), (c) => {
  const { current, about } = c.var
  const { organization, now } = current
  const name = `audit-anchor-${organization.slug}-${new Date(now).toISOString().slice(0, 10)}.json`
  return c.body(anchorText(anchorOfOne(lastSealFrom(about, organization), now)), 200, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}"`,
  })
})
