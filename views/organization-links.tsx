import type { Current } from '../src/current.ts'
import { href, paths } from '../src/paths.ts'
import { NavLink } from './components/frame-parts.tsx'

/** Which entry of the staff's rail is the page that is open. */
export type StaffPage =
  | 'requests'
  | 'calendar'
  | 'hours'
  | 'clients'
  | 'portal'
  | 'staff'
  | 'links'
  | 'services'
  | 'locations'
  | 'notices'
  | 'deliveries'

/** What an administrator sets up for the practice, in the rail. */
export function OrganizationLinks({ current, here }: { current: Current; here?: StaffPage | undefined }) {
  const { words, organization } = current
  const org = { org: organization.slug }
  return (
    <>
      <p class="rail-heading">{words.frame.organization}</p>
      <NavLink to={href(paths.portal, org)} icon="settings" here={here === 'portal'}>
        {words.frame.clientPortal}
      </NavLink>
      <NavLink to={href(paths.seats, org)} icon="person" here={here === 'staff'}>
        {words.seats.title}
      </NavLink>
      <NavLink to={href(paths.links, org)} icon="link" here={here === 'links'}>
        {words.frame.links}
      </NavLink>
      <NavLink to={href(paths.services, org)} icon="menu" here={here === 'services'}>
        {words.practice.services}
      </NavLink>
      <NavLink to={href(paths.locations, org)} icon="place" here={here === 'locations'}>
        {words.practice.locations}
      </NavLink>
    </>
  )
}
