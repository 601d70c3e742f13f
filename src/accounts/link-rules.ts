import type { LinkKind } from './entry-schema.ts'

/** A link as its row says: the present one of its kind has not been replaced. */
export interface Shortcut {
  kind: LinkKind
  /** '' for the plain address. */
  suffix: string
  visits: number
  results: number
  createdAt: number
  replacedAt: number | null
  createdByName: string
}

/** A form that was open when its link was replaced can still be sent for a while: nothing typed is lost. */
export const graceOfForms = 60 * 60_000

/** Whether an address is the practice's link: the present one; or, for a form that is sent, one replaced a moment ago. Pure. */
export function linkStands(
  links: Pick<Shortcut, 'kind' | 'suffix' | 'replacedAt'>[],
  { kind, suffix, now, posting }: { kind: LinkKind; suffix: string; now: number; posting: boolean },
): boolean {
  const link = links.find((one) => one.kind === kind && one.suffix === suffix)
  if (!link) return suffix === '' && !links.some((one) => one.kind === kind)
  return link.replacedAt === null || (posting && now - link.replacedAt <= graceOfForms)
}

/** What a request says of itself, as far as counting goes. */
export interface Looking {
  method: string
  isStaff: boolean
  /** Headers, lower case names; '' where it says nothing. */
  purpose: string
  site: string
  htmx: boolean
}

/** Whether a look at a link counts as a visit: a person's, from outside; no prefetch, no staff, no page of ours leading on. Pure. */
export const isVisit = ({ method, isStaff, purpose, site, htmx }: Looking): boolean =>
  method === 'GET' && !isStaff && !/prefetch|preview|prerender/i.test(purpose) && site !== 'same-origin' && !htmx
