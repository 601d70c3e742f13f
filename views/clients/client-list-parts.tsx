import { cursorOf } from '../../src/clients/cursor.ts'
import type { Asked, ClientPage } from '../../src/clients/directory.ts'
import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { ButtonLink } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { Pager, type PageTurn } from '../components/pager.tsx'

/** Why the list is empty, and what to do about it. */
export function Nobody({ current: { words, organization }, asked }: { current: StaffCurrent; asked: Asked }) {
  const org = { org: organization.slug }
  const { none, nobodyFound, nobodyListed, showAll } = words.clients
  const everybody = <ButtonLink href={href(paths.clients, org)}>{showAll}</ButtonLink>
  if (asked.typed !== '')
    return (
      <EmptyState icon="search" title={nobodyFound.title(asked.typed)} action={everybody}>
        {nobodyFound.text}
      </EmptyState>
    )
  if (asked.list !== 'all')
    return (
      <EmptyState icon="people" title={nobodyListed.title} action={everybody}>
        {nobodyListed.text}
      </EmptyState>
    )
  return (
    <EmptyState
      icon="people"
      title={none.title}
      action={<ButtonLink href={href(paths.portal, org, {}, 'links')}>{none.action}</ButtonLink>}
    >
      {none.text}
    </EmptyState>
  )
}

/** The pages before and after, in the order of names. A search is turned by a form, because it holds a name. */
export function Turns({
  current: { words, organization },
  page: { asked, clients, hasPrevious, hasNext },
}: {
  current: StaffCurrent
  page: ClientPage
}) {
  const org = { org: organization.slug }
  const [first, last] = [clients[0], clients.at(-1)]
  const turn = (at: { after: string } | { before: string }): PageTurn =>
    asked.typed === ''
      ? { href: href(paths.clients, org, { filter: filterOf(asked.list), ...at }) }
      : { action: href(paths.clientSearch, org), fields: { q: asked.typed, filter: asked.list, ...at } }
  return (
    <Pager
      words={{ ...words.components, newer: words.clients.previous, older: words.clients.next }}
      newer={hasPrevious && first ? turn({ before: cursorOf(first.id) }) : undefined}
      older={hasNext && last ? turn({ after: cursorOf(last.id) }) : undefined}
    />
  )
}

/** How a list is named in an address: not at all when it is everybody. */
export const filterOf = (list: Asked['list']): string | undefined => (list === 'all' ? undefined : list)
