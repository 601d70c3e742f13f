import type { ClientCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { isAbsorbed } from '../../src/scheduling/absorbed.ts'
import type { Appointment } from '../../src/scheduling/appointments.ts'
import type { AroundRequest } from '../../src/scheduling/client-request.ts'
import type { OfferedTime } from '../../src/scheduling/counter-offers.ts'
import { freeToChangeUntil } from '../../src/scheduling/lateness.ts'
import { isEffective } from '../../src/settings/standing.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { Notice } from '../components/notice.tsx'
import { printTime, Time } from '../components/time.tsx'
import { Change } from './change-parts.tsx'
import { Chosen } from './new-appointment-page.tsx'

interface PartProps {
  current: ClientCurrent
  request: Appointment
}

/** SCH-41: the policy in one live sentence, computed from the rules: "Free to change until Tue 14 May, 17:00 EDT your time". */
export function FreeUntil({ current, request, zone }: PartProps & { zone: string }) {
  const { words, language, facts, client } = current
  const until = freeToChangeUntil(request.startsAt, isEffective('cancel_within_24h', facts))
  return (
    <>
      {words.changing.freeUntil} <Time at={until} zone={zone} language={language} />
      {request.forum === 'telehealth' && client.zone !== null && ` ${words.changing.yourTimeIs}`}.
    </>
  )
}

/** SCH-20: from where a wish moves what; of an appointment, where it is asked to go. */
export function Movement({ current, request, zone, wish }: PartProps & { zone: string; wish: AroundRequest['wish'] }) {
  const { words, language, organization, client } = current
  const at = { org: organization.slug, clientId: client.id }
  if (isAbsorbed(request)) return <p>{words.changing.movedTo}</p>
  if (request.movedFromAt !== null) {
    return (
      <p>
        {words.changing.moves} <Time at={request.movedFromAt} zone={zone} language={language} /> {words.changing.wantsTo}
      </p>
    )
  }
  if (wish === null) return <></>
  return (
    <Notice words={words.components} kind="wait">
      {words.changing.waitsForMove} <Time at={wish.startsAt} zone={zone} language={language} />.{' '}
      <a href={href(paths.clientRequest, { ...at, requestId: wish.id })}>{words.changing.seeWish}</a>
    </Notice>
  )
}

/** SCH-23: the times that were offered, each one press. */
export function Offers({ current, request, zone, offers }: PartProps & { zone: string; offers: OfferedTime[] }) {
  const { words, language, organization, client } = current
  const at = { org: organization.slug, clientId: client.id, requestId: request.id }
  return (
    <section class="card stack">
      <p>{words.changing.offersText}</p>
      <ul class="stack">
        {offers.map(({ offerId, startsAt, endsAt }) => (
          <li>
            <Change request={request} action={href(paths.counterOfferAcceptance, { ...at, counterOfferId: offerId })}>
              <p class="when">
                <Time at={startsAt} until={endsAt} zone={zone} language={language} />
              </p>
              <div class="actions">
                <Button kind="primary" aria-label={`${words.changing.take}: ${printTime({ at: startsAt, zone, language, form: 'full' })}`}>
                  {words.changing.take}
                </Button>
              </div>
            </Change>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** SCH-41: the video room, from 15 minutes before the start until the end; before that, that it will be here. */
export function Video({ current, request, room }: PartProps & { room: string }) {
  const { words, organization, now } = current
  const { status, forum, startsAt, endsAt } = request
  if (status !== 'confirmed' || forum !== 'telehealth' || now >= endsAt) return <></>
  if (room === '') return startsAt - now <= soon ? <p>{words.changing.joinUnknown(organization.phone)}</p> : <></>
  if (startsAt - now > soon) return <p class="soft">{words.changing.joinLater}</p>
  return (
    <div class="actions">
      <ButtonLink kind="primary" href={room} rel="noopener noreferrer" target="_blank">
        {words.changing.join}
      </ButtonLink>
    </div>
  )
}

const soon = 15 * 60_000

/** SCH-22: her time came to nothing; these are free now, each one press. */
export function OtherTimes({ current, others }: { current: ClientCurrent; others: NonNullable<AroundRequest['others']> }) {
  const { words, language, organization, client } = current
  if (others.slots.length === 0) return <></>
  return (
    <form method="post" action={href(paths.clientRequests, { org: organization.slug, clientId: client.id })} class="stack">
      <Chosen bookable={others.bookable} />
      <p>{words.changing.othersFree}</p>
      <ul class="actions">
        {others.slots.map(({ startsAt }) => (
          <li>
            <button class="slot" name="start" value={new Date(startsAt).toISOString()}>
              {printTime({ at: startsAt, zone: others.bookable.zone, language })}
            </button>
          </li>
        ))}
      </ul>
    </form>
  )
}
