import type { ClientCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { Appointment } from '../../src/scheduling/appointments.ts'
import type { Bookable } from '../../src/scheduling/booking.ts'
import { daysOf } from '../../src/scheduling/days.ts'
import { slots as slotsOf, type Slot } from '../../src/scheduling/slots.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { Notice } from '../components/notice.tsx'
import { placeOf, printTime, Time } from '../components/time.tsx'
import { ClientFrame } from '../frames.tsx'
import { firstName, Summary, zoneFor } from './appointment-parts.tsx'
import { Change } from './change-parts.tsx'
import { CallLink } from './new-appointment-page.tsx'
import { Days, Slots } from './slot-list.tsx'

export interface MovePageProps {
  current: ClientCurrent
  appointment: Appointment
  bookable: Bookable
  from?: string | undefined
  /** The time she looks at before she asks for it, epoch ms. */
  chosen?: number
  /** The time she asked for is not free: the nearest that are. */
  taken?: Slot[]
}

/** SCH-20, SCH-41: another time for an appointment: chosen, looked at once more, and then asked for. */
export function MovePage(props: MovePageProps) {
  const { current, appointment, chosen, taken } = props
  const { words, organization, client, mine } = current
  const at = { org: organization.slug, clientId: client.id }
  const title = chosen === undefined ? words.changing.moveTitle : words.changing.reviewTitle
  const action = href(paths.reschedule, { ...at, appointmentId: appointment.id })
  return (
    <ClientFrame sheet="booking.css" current={current} title={title} here="appointments" actsFor={mine} back={action}>
      <p>
        <a href={href(paths.clientRequest, { ...at, requestId: appointment.id })}>{words.changing.seeAppointment}</a>
      </p>
      <h1>{title}</h1>
      {taken && (
        <Notice words={words.components} kind="no" focus>
          {taken.length > 0 ? words.scheduling.taken : words.scheduling.takenNone(organization.phone)}
        </Notice>
      )}
      {taken && <Nearest {...props} taken={taken} action={action} />}
      {!taken && chosen !== undefined && <Review {...props} chosen={chosen} action={action} />}
      {!taken && chosen === undefined && <Choose {...props} action={action} />}
    </ClientFrame>
  )
}

type WithAction = MovePageProps & { action: string }

function Choose({ current, appointment, bookable, from, action }: WithAction) {
  const { words, organization } = current
  const free = slotsOf(bookable.question).filter(({ startsAt }) => startsAt !== appointment.startsAt)
  const days = daysOf(free, bookable, current.now, from)
  if (!days.chosen) {
    return (
      <EmptyState icon="calendar" title={words.changing.noOther} action={<CallLink current={current} />}>
        {words.changing.noOtherHint(organization.phone)}
      </EmptyState>
    )
  }
  const zoneLine = bookable.forum === 'in_person' ? words.scheduling.placeTime : words.scheduling.yourTime
  return (
    <>
      <div class="card">
        <p class="meta">{words.changing.timeNow}</p>
        <Summary current={current} appointment={appointment} zone={zoneFor(current, appointment)} />
      </div>
      <div id="times" class="stack">
        <Days {...{ current, days }} to={(day) => `${action}?from=${day}`} />
        <p class="soft">{zoneLine(placeOf(bookable.zone))}</p>
        <form method="get" action={action} class="stack">
          <p>{words.changing.chooseTime}</p>
          <Slots {...{ current, bookable, slots: days.chosen.slots }} />
        </form>
      </div>
    </>
  )
}

function Review({ current, appointment, bookable, chosen, action }: WithAction & { chosen: number }) {
  const { words, language } = current
  const { startsAt, endsAt } = appointment
  return (
    <div class="card stack">
      <div>
        <p class="meta">{words.changing.timeNow}</p>
        <p>
          <Time at={startsAt} until={endsAt} zone={bookable.zone} language={language} />
        </p>
      </div>
      <div>
        <p class="meta">{words.changing.timeThen}</p>
        <Summary
          current={current}
          appointment={{ ...appointment, startsAt: chosen, endsAt: chosen + endsAt - startsAt }}
          zone={bookable.zone}
        />
      </div>
      <p>{words.changing.stands(firstName(appointment.therapist))}</p>
      <div class="actions">
        <Change request={appointment} action={action}>
          <Button kind="primary" name="start" value={new Date(chosen).toISOString()}>
            {words.changing.askToMove}
          </Button>
        </Change>
        <ButtonLink href={action}>{words.changing.otherTime}</ButtonLink>
      </div>
    </div>
  )
}

function Nearest({ current, bookable, taken, action }: WithAction & { taken: Slot[] }) {
  const { words, language } = current
  return (
    <>
      {taken.length > 0 && (
        <form method="get" action={action}>
          <ul class="actions">
            {taken.map(({ startsAt }) => (
              <li>
                <button class="slot" name="start" value={new Date(startsAt).toISOString()}>
                  {printTime({ at: startsAt, zone: bookable.zone, language })}
                </button>
              </li>
            ))}
          </ul>
        </form>
      )}
      <div class="actions">
        <ButtonLink href={action}>{words.scheduling.seeAll}</ButtonLink>
        <CallLink current={current} />
      </div>
    </>
  )
}
