import type { Context } from 'hono'
import { asset } from './assets.ts'

type Html = Parameters<Context['html']>[0]

// Helpers take any `Context`: the type of a door's variables says more than Portal and would not fit.

/** htmx asks for a piece of the page, not for a page. Decided here and nowhere else. */
export const isPartial = (c: Context): boolean => c.req.header('HX-Request-Type') === 'partial'

/**
 * A whole page. It names its own stylesheet in a header, so that an edge with Early Hints can send for it before the page is made. Not to
 * htmx: the page it stands on has its stylesheet, and browsers fetch what a header of any answer names, and complain when it is not used.
 */
export async function page(c: Context, html: Html, status: PageStatus = 200) {
  const text = String(await html)
  const [, sheet = asset('app.css')] = /<link rel="stylesheet" href="([^"]+)"/.exec(text) ?? []
  if (!c.req.header('HX-Request')) c.header('Link', `<${sheet}>; rel=preload; as=style`)
  return c.html(`<!doctype html>${text}`, status)
}

type PageStatus = 200 | 400 | 403 | 404 | 409 | 410 | 413 | 422 | 429 | 500 | 503

/** A change that worked: the fragment to htmx, 303 to everyone else. Without a fragment htmx is led to the page, too. */
export function answer(c: Context, location: string, fragment?: Html) {
  if (!isPartial(c)) return c.redirect(location, 303)
  if (fragment) return c.html(fragment)
  c.header('HX-Redirect', location)
  return c.body(null, 204)
}

/** A change that did not: the same form with its reason, whole or as a fragment. 422 for bad input, 409 for a rule or a race. */
export const refuse = (c: Context, status: 409 | 422, whole: Html, fragment: Html) =>
  isPartial(c) ? c.html(fragment, status) : page(c, whole, status)

/** Leads elsewhere: htmx follows redirects out of sight, so it is told by header. */
export function lead(c: Context, location: string) {
  if (!c.req.header('HX-Request')) return c.redirect(location, 303)
  c.header('HX-Redirect', location)
  return c.body(null, 401)
}
