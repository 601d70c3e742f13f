import type { Current } from '../current.ts'
import { href, paths } from '../paths.ts'
import { ownPath } from './return-to.ts'

/** Where somebody goes on after proving herself: a path of ours that she came for, else where she belongs. */
export function landing({ organization }: Pick<Current, 'organization'>, next: string | undefined): string {
  const path = ownPath(next)
  return path === '/' ? href(paths.my, { org: organization.slug }) : path
}
