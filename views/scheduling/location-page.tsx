import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { LocationFile } from '../../src/scheduling/locations.ts'
import type { Problem } from '../../src/web/forms.ts'
import { Badge } from '../components/badge.tsx'
import { StaffFrame } from '../frames.tsx'
import { LocationForm } from './location-form.tsx'
import { RoomsSection, type RoomShown } from './rooms-section.tsx'
import { ArchiveForm, staying } from './set-up-parts.tsx'

export interface LocationPageProps {
  current: StaffCurrent
  /** Null for a new one. */
  location: LocationFile | null
  formKey: string
  problem?: Problem
  /** The room whose form comes back. */
  room?: RoomShown
  /** What was not saved because somebody was quicker. */
  stale?: 'fields' | 'rooms' | 'archive'
  /** The id of the location or the room whose archive meets something: is it meant? */
  asks?: string
}

/** One location: what it is, its rooms, what is offered there, and its end (SCH-1). */
export function LocationPage({ current, location, formKey, problem, room, stale, asks }: LocationPageProps) {
  const { words, organization } = current
  const org = organization.slug
  const title = location?.name ?? words.practice.addLocation
  const here = location ? href(paths.location, { org, locationId: location.id }) : href(paths.newLocation, { org })
  return (
    <StaffFrame current={current} title={title} here="locations" back={here} sheet="scheduling.css">
      <p>
        <a href={href(paths.locations, { org })}>{words.practice.locations}</a>
      </p>
      <h1>
        {title} {location?.archivedAt != null && <Badge>{words.practice.archived}</Badge>}
      </h1>
      {!location && <p class="lead">{words.practice.newLocationIntro}</p>}
      <LocationForm {...{ current, location, formKey, problem }} stale={stale === 'fields'} />
      {location && <RoomsSection {...{ current, location, formKey, room, asks }} stale={stale === 'rooms'} />}
      {location && <Offers {...{ current, location }} />}
      {location && (
        <ArchiveForm
          {...{ current, formKey }}
          name={location.name}
          version={location.version}
          archivedAt={location.archivedAt}
          at={{
            archive: href(paths.locationArchive, { org, locationId: location.id }),
            bringBack: href(paths.locationReturn, { org, locationId: location.id }),
            page: here,
          }}
          does={words.practice.archiveLocation}
          isArchived={words.practice.locationIsArchived}
          asks={asks === location.id ? meets(current, location) : undefined}
          stale={stale === 'archive'}
        />
      )}
    </StaffFrame>
  )
}

const meets = (current: StaffCurrent, location: LocationFile): string[] => [
  ...staying(current, location),
  ...(location.offers.length > 0 ? [current.words.practice.therapistsLose(location.offers.length)] : []),
]

/** Who offers what here: read only, it is chosen on the page of a service. */
function Offers({ current: { words }, location }: { current: StaffCurrent; location: LocationFile }) {
  return (
    <section aria-labelledby="offers-heading">
      <h2 id="offers-heading">{words.practice.offersHere}</h2>
      {location.offers.length === 0 ? (
        <p>{words.practice.nothingHere}</p>
      ) : (
        <ul class="bullets">
          {location.offers.map(({ therapist, services }) => (
            <li>
              {therapist}: {services}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
