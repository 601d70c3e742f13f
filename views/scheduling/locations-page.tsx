import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { ListedLocation } from '../../src/scheduling/locations.ts'
import { Badge } from '../components/badge.tsx'
import { ButtonLink } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { placeOf } from '../components/time.tsx'
import { StaffFrame } from '../frames.tsx'

export interface LocationsPageProps {
  current: StaffCurrent
  locations: ListedLocation[]
}

/** Organization > Locations: where clients come to (SCH-1). */
export function LocationsPage({ current, locations }: LocationsPageProps) {
  const { words, organization } = current
  const org = { org: organization.slug }
  const shown = locations.filter(({ archivedAt }) => archivedAt === null)
  const archived = locations.filter(({ archivedAt }) => archivedAt !== null)
  const add = (
    <ButtonLink kind="primary" icon="add" href={href(paths.newLocation, org)}>
      {words.practice.addLocation}
    </ButtonLink>
  )
  return (
    <StaffFrame
      current={current}
      title={words.practice.locations}
      here="locations"
      back={href(paths.locations, org)}
      sheet="scheduling.css"
    >
      <header class="page-head">
        <h1>{words.practice.locations}</h1>
        {shown.length > 0 && add}
      </header>
      <p class="lead">{words.practice.locationsIntro}</p>
      {shown.length === 0 ? (
        <EmptyState icon="place" title={words.practice.noLocations} action={add}>
          {words.practice.noLocationsHint}
        </EmptyState>
      ) : (
        <Rows {...{ current }} locations={shown} />
      )}
      {archived.length > 0 && (
        <section aria-labelledby="archived-heading">
          <h2 id="archived-heading">{words.practice.archived}</h2>
          <Rows {...{ current }} locations={archived} />
        </section>
      )}
    </StaffFrame>
  )
}

function Rows({ current: { words, organization }, locations }: LocationsPageProps) {
  return (
    <ul class="rows">
      {locations.map(({ id, name, address, zone, hideAddress, rooms }) => (
        <li id={`location-${id}`} class="set-up-row">
          <div>
            <p class="switch-label">
              <a href={href(paths.location, { org: organization.slug, locationId: id })}>{name}</a>{' '}
              {hideAddress && <Badge>{words.practice.addressHidden}</Badge>}
            </p>
            {address && <p class="hint">{address}</p>}
            <p class="hint">
              {placeOf(zone)} · {words.practice.roomCount(rooms)}
            </p>
          </div>
        </li>
      ))}
    </ul>
  )
}
