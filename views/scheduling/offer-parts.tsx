import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { Appointment } from '../../src/scheduling/appointments.ts'
import type { Slot } from '../../src/scheduling/slots.ts'
import { Button } from '../components/button.tsx'
import { printTime, Time } from '../components/time.tsx'

interface PartProps {
  current: StaffCurrent
  request: Appointment
}

/** SCH-20: a wish to move says from where. */
export function MoveLine({ current: { words, language }, request: { movedFromAt, zone } }: PartProps) {
  if (movedFromAt === null) return <></>
  return (
    <p>
      {words.changing.wantsToMove} <Time at={movedFromAt} zone={zone} language={language} /> {words.changing.wantsTo}
    </p>
  )
}

/** SCH-23: what was offered instead, and until when it waits for the client. */
export function OfferLine({ current: { words, language }, request, offered }: PartProps & { offered: { startsAt: number }[] }) {
  const { offeredAt, answerByAt, zone, client } = request
  if (offeredAt === null) return <></>
  return (
    <div>
      {offered.length > 0 && (
        <>
          <p>{words.changing.offered(client)}</p>
          <ul>
            {offered.map(({ startsAt }) => (
              <li>
                <Time at={startsAt} zone={zone} language={language} />
              </li>
            ))}
          </ul>
        </>
      )}
      {answerByAt !== null && (
        <p class="meta">
          {words.changing.waitsFor(client)} <Time at={answerByAt} zone={zone} language={language} form="weekday" />
        </p>
      )}
    </div>
  )
}

/** The time is taken: the nearest free ones, ticked, to be offered with one press. Stands in the row's own form. */
export function Others({ current, request, others }: PartProps & { others: Slot[] }) {
  const { words, organization } = current
  if (others.length === 0 || request.status !== 'requested') return <></>
  return (
    <fieldset class="field">
      <legend>{words.changing.nearest}</legend>
      <OfferBoxes {...{ current, request, others }} ticked />
      <Button formaction={href(paths.counterOffer, { org: organization.slug, requestId: request.id })}>{words.changing.offerThese}</Button>
    </fieldset>
  )
}

/** Times to be ticked. */
export function OfferBoxes({ current: { language }, request, others, ticked }: PartProps & { others: Slot[]; ticked: boolean | number[] }) {
  return (
    <>
      {others.map(({ startsAt }) => (
        <div class="check">
          <input
            type="checkbox"
            id={`offer-${request.id}-${startsAt}`}
            name="offer"
            value={new Date(startsAt).toISOString()}
            checked={ticked === true || (ticked !== false && ticked.includes(startsAt))}
          />
          <label for={`offer-${request.id}-${startsAt}`}>{printTime({ at: startsAt, zone: request.zone, language })}</label>
        </div>
      ))}
    </>
  )
}

/** The nearest free times in words, where nothing can be offered any more. */
export function Nearest({ current: { words, language }, request, others }: PartProps & { others: Slot[] }) {
  if (others.length === 0) return <></>
  return (
    <>
      {' '}
      {words.changing.nearest}: {others.map(({ startsAt }) => printTime({ at: startsAt, zone: request.zone, language })).join('; ')}.
    </>
  )
}
