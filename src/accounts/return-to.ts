/**
 * Where somebody may be led after signing in: a path of this organization or of her own account, nothing else (T-23). Anything
 * odd counts as none.
 */
export function returnTo(path: string | null | undefined, slug: string): string | undefined {
  const isHers = (one: string) => one.startsWith(`/${slug}/`) || one.startsWith('/account/')
  if (!path || path.length > 300 || !isHers(path) || !/^\/[\w\-./~%?=&]*$/.test(path) || path.includes('//')) return undefined
  return staysHome(path) && isHers(new URL(path, home).pathname) ? path : undefined
}

/** A path of ours, or the front door: never another site (T-23). For the pages that belong to no organization. */
export const ownPath = (path: string | null | undefined): string =>
  path && path.length <= 300 && /^\/[\w-][\w\-./~?=&#%]*$/.test(path) && !path.includes('//') && staysHome(path) ? path : '/'

const home = 'https://portal.invalid'

/** As a browser resolves it, and without what some server on the way might read as a slash or the end of a line. */
function staysHome(path: string): boolean {
  const { origin, pathname } = new URL(path, home)
  return origin === home && !/%(?:0|2f|5c)/i.test(pathname)
}
