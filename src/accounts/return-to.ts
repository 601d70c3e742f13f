/** Where somebody may be led after signing in: a path of this organization, nothing else (T-23). Anything odd counts as none. */
export function returnTo(path: string | null | undefined, slug: string): string | undefined {
  if (!path || path.length > 300 || !path.startsWith(`/${slug}/`) || !/^\/[\w\-./~%?=&]*$/.test(path) || path.includes('//'))
    return undefined
  const resolved = new URL(path, 'https://portal.invalid')
  return resolved.origin === 'https://portal.invalid' && resolved.pathname.startsWith(`/${slug}/`) ? path : undefined
}
