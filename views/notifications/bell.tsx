import type { Current } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { NavLink } from '../components/frame-parts.tsx'
import { Icon } from '../components/icon.tsx'

/** NOT-5: what is new since the last visit, on every page of a client. A route answers with it alone along with something else (`oob`). */
export function Bell({ current, here = false, oob = false }: { current: Current; here?: boolean; oob?: boolean }) {
  const { words, organization, client, news } = current
  if (!client) return <></>
  return (
    <a
      id="bell"
      class="button plain bell"
      href={href(paths.notices, { org: organization.slug, clientId: client.id })}
      data-news={news.client}
      {...(here && { 'aria-current': 'page' })}
      {...(oob && { 'hx-swap-oob': 'true' })}
    >
      <Icon name="bell" />
      <span class="visually-hidden">{words.notices.bell}</span>
      <News count={news.client} said={words.notices.unseen(news.client)} />
    </a>
  )
}

/** What is new to her as staff, beside the requests. */
export function StaffBell({ current, here = false }: { current: Current; here?: boolean }) {
  const { words, organization } = current
  return (
    <NavLink to={href(paths.staffNotices, { org: organization.slug })} icon="bell" here={here}>
      <span class="rail-word">{words.notices.bell}</span>
      <StaffBellCount current={current} />
    </NavLink>
  )
}

/** The number beside it; a route sends it along with what it answers (`oob`). */
export function StaffBellCount({ current: { words, news }, oob = false }: { current: Current; oob?: boolean }) {
  return (
    <span id="staff-bell" class="count-slot" {...(oob && { 'hx-swap-oob': 'true' })}>
      <News count={news.staff} said={words.notices.unseen(news.staff)} />
    </span>
  )
}

/** The number, and what it counts in words. */
export function News({ count, said }: { count: number; said: string }) {
  if (count === 0) return <></>
  return (
    <span class="count-badge">
      <span aria-hidden="true">{count >= 100 ? '99+' : count}</span>
      <span class="visually-hidden"> ({said})</span>
    </span>
  )
}
