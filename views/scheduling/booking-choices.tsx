import type { Child } from 'hono/jsx'
import type { Current } from '../../src/current.ts'
import type { Bookable, Booking } from '../../src/scheduling/booking.ts'
import { firstAvailable, offeringToo } from '../../src/scheduling/first-available.ts'
import { forumsOf } from '../../src/scheduling/forums.ts'
import { Button } from '../components/button.tsx'
import { SelectField } from '../components/field.tsx'
import { alone } from './appointment-parts.tsx'

export interface ChoicesProps {
  current: Pick<Current, 'words'>
  choices: Booking['choices']
  bookable: Bookable
  /** The page itself. */
  action: string
  /** Whether "First available" is chosen; without it the page does not have it (SCH-11). */
  first?: boolean
  /** What the address says besides. */
  children?: Child
}

/** The selects, left out where there is one choice. What is chosen decides what else there is to choose, so they are replaced with the times. */
export function Choices({ current, choices, bookable, action, first, children }: ChoicesProps) {
  const { words } = current
  const { choice, forum } = bookable
  const therapists = [...new Map(choices.map(({ staffId, therapist }) => [staffId, therapist]))]
  const services = first
    ? [...new Map(choices.map((one) => [one.serviceId, one])).values()]
    : choices.filter(({ staffId }) => staffId === choice.staffId)
  const forums = first
    ? forumsOf(choice).concat(...choices.filter(({ serviceId }) => serviceId === choice.serviceId).map(forumsOf))
    : forumsOf(choice)
  const places = [...new Set(forums)]
  if (therapists.length < 2 && services.length < 2 && places.length < 2) return <></>
  const offersFirst = first !== undefined && offeringToo(choices, choice.serviceId, forum).length > 1
  return (
    <form
      method="get"
      action={action}
      class="choices"
      hx-get={action}
      hx-trigger="change"
      hx-target="#booking"
      hx-select="#booking"
      hx-swap="outerHTML"
    >
      {children}
      {therapists.length > 1 && (
        <SelectField
          label={words.scheduling.withWhomLabel}
          name="therapist"
          value={first ? firstAvailable : choice.staffId}
          options={[
            ...(offersFirst ? [{ value: firstAvailable, label: words.booking.first }] : []),
            ...therapists.map(([value, label]) => ({ value, label })),
          ]}
        />
      )}
      {services.length > 1 && (
        <SelectField
          label={words.scheduling.what}
          name="service"
          value={choice.serviceId}
          options={services.map(({ serviceId, service, durationMinutes }) => ({
            value: serviceId,
            label: words.scheduling.minutes(service, durationMinutes),
          }))}
        />
      )}
      {places.length > 1 && (
        <SelectField
          label={words.scheduling.where}
          name="forum"
          value={forum}
          options={places.map((value) => ({ value, label: alone(words.scheduling.forum[value]) }))}
        />
      )}
      <noscript>
        <Button>{words.scheduling.show}</Button>
      </noscript>
    </form>
  )
}
