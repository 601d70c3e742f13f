import type { Context } from 'hono'
import { NotFound } from './web/errors.ts'
import type { Portal } from './web/portal.ts'

/** The bare address belongs to no practice; a deployment with one practice may point it there (HOME_ORGANIZATION). */
export function home(c: Context<Portal>) {
  const slug = c.env.HOME_ORGANIZATION
  if (!slug) throw new NotFound()
  return c.redirect(`/${slug}/login`, 303)
}
