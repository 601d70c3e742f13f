import { availability, locations as locationTable, offerings, services as serviceTable } from '../scheduling/schema.ts'
import { cast, locations, organizations, services } from './cast.ts'
import { auditsOf, rowsFor, type Rows } from './rows.ts'

const { id: organizationId, zone } = organizations.willow
const therapists = [cast.theo, cast.tess]
const weekdays = [1, 2, 3, 4, 5]

/** What Willow House offers, where and when. */
export function practice(at: number): Rows[] {
  const places = [
    { organizationId, id: locations.main, name: 'Willow House', address: '18 Larch Street, New York, NY 10012', zone, hideAddress: false },
    {
      organizationId: organizations.cedar.id,
      id: locations.cedar,
      name: 'Cedar Street',
      address: '407 Cedar Street, Portland, OR 97205',
      zone: organizations.cedar.zone,
      hideAddress: false,
    },
  ]
  const windows = therapists.flatMap(({ staffId }) =>
    weekdays.map((weekday) => ({
      organizationId,
      id: `avl_${staffId.slice(4)}_${weekday}`,
      staffId,
      weekday,
      fromMinute: 9 * 60,
      toMinute: 17 * 60,
      everyWeeks: 1,
    })),
  )
  const offered = [service(services.session, 'Session', 50, 15_000, 1), service(services.intake, 'Intake', 80, 20_000, 2)]
  return [
    rowsFor(locationTable, places),
    rowsFor(serviceTable, offered),
    rowsFor(
      offerings,
      therapists.flatMap(({ staffId }) =>
        Object.values(services).map((serviceId) => ({ organizationId, staffId, serviceId, locationId: locations.main })),
      ),
    ),
    rowsFor(availability, windows),
    auditsOf([
      ...places.map(({ id, ...place }) => ({ organizationId: place.organizationId, kind: 'location', id, at })),
      ...offered.map(({ id }) => ({ organizationId, kind: 'service', id, at })),
      ...windows.map(({ id }) => ({ organizationId, kind: 'availability', id, at })),
    ]),
  ]
}

const service = (id: string, name: string, durationMinutes: number, priceCents: number, sort: number) => ({
  organizationId,
  id,
  name,
  durationMinutes,
  priceCents,
  inPerson: true,
  telehealth: true,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
  bookableOnline: true,
  forNewClients: true,
  forExistingClients: true,
  sort,
})
