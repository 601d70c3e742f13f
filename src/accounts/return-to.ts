/** Where somebody may be led after signing in: a path of this organization, nothing else (T-23). Anything odd counts as none. */
export function returnTo(path: string | null | undefined, slug: string): string | undefined {
  if (!path || path.length > 300 || !path.startsWith(`/${slug}/`) || !/^\/[\w\-./~%?=&]*$/.test(path) || path.includes('//'))
    return undefined
  const resolved = new URL(path, 'https://portal.invalid')
  return resolved.origin === 'https://portal.invalid' && resolved.pathname.startsWith(`/${slug}/`) ? path : undefined
}

/** A path of ours, or the front door: never another site (T-23). For the pages that belong to no organization. */
export const ownPath = (path: string | null | undefined): string =>
  path && path.length <= 300 && /^\/[\w-][\w\-./~?=&#%]*$/.test(path) && !path.includes('//') && resolvesHome(path) ? path : '/'

function resolvesHome(path: string): boolean {
  const resolved = new URL(path, 'https://portal.invalid')
  return resolved.origin === 'https://portal.invalid' && !/%(?:0|2f|5c)/i.test(resolved.pathname)
}
