import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { Appointment } from '../../src/scheduling/appointments.ts'
import type { OfferRefusal } from '../../src/scheduling/counter-offers.ts'
import type { OfferFields, OfferProblem } from '../../src/scheduling/offer-form.ts'
import type { Slot } from '../../src/scheduling/slots.ts'
import { newKey } from '../../src/web/new-key.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { Notice } from '../components/notice.tsx'
import { placeOf, Time } from '../components/time.tsx'
import { StaffFrame } from '../frames.tsx'
import { MoveLine, OfferBoxes } from './offer-parts.tsx'

export interface CounterOfferPageProps {
  current: StaffCurrent
  request: Appointment
  nearest: Slot[]
  problem?: OfferProblem
  refusal?: OfferRefusal
  /** What was ticked and typed stays. */
  typed?: OfferFields & { message: string }
}

/** SCH-23: up to three other times for a request: the nearest free ones to tick, and one to name. */
export function CounterOfferPage({ current, request, nearest, problem, refusal, typed }: CounterOfferPageProps) {
  const { words, language, organization } = current
  const { client, zone, startsAt, endsAt, service, forum } = request
  const list = href(paths.requests, { org: organization.slug }, {}, `request-${request.id}`)
  const action = href(paths.counterOffer, { org: organization.slug, requestId: request.id })
  return (
    <StaffFrame current={current} title={words.changing.offerTitle} here="requests" back={action}>
      <p>
        <a href={list}>{words.scheduling.requestsTitle}</a>
      </p>
      <h1>{words.changing.offerTitle}</h1>
      {(problem || refusal) && (
        <Notice words={words.components} kind="no" focus>
          {problem ? words.changing.offerProblems[problem] : refusal && words.changing.offerRefusals[refusal]}
        </Notice>
      )}
      <div class="card stack">
        <div>
          <MoveLine {...{ current, request }} />
          <p class="when">
            <Time at={startsAt} until={endsAt} zone={zone} language={language} />
          </p>
          <p>
            <b>{client}</b>, {service}, {words.scheduling.forum[forum]}
          </p>
        </div>
        {request.status === 'requested' && (
          <form method="post" action={action} class="stack" hx-sync="this:drop">
            <input type="hidden" name="version" value={String(request.version)} />
            <input type="hidden" name="key" value={newKey()} />
            <p>{words.changing.offerIntro(client)}</p>
            <fieldset class="field">
              <legend>{words.changing.nearest}</legend>
              {nearest.length === 0 && <p class="soft">{words.changing.noNearest}</p>}
              <OfferBoxes {...{ current, request }} others={nearest} ticked={(typed?.offer ?? []).map((start) => Date.parse(start))} />
            </fieldset>
            <fieldset class="field">
              <legend>{words.changing.own}</legend>
              <p class="hint">{words.changing.ownHint(placeOf(zone))}</p>
              <div class="choices">
                <Field label={words.changing.ownDate} name="date" type="date" value={typed?.date} />
                <Field label={words.changing.ownTime} name="time" type="time" value={typed?.time} />
              </div>
            </fieldset>
            <Field
              label={words.changing.message(client)}
              name="message"
              multiline
              maxlength={1000}
              optional={words.components.optional}
              hint={words.scheduling.messageHint}
              value={typed?.message}
            />
            <div class="actions">
              <Button kind="primary">{words.changing.offerNow}</Button>
              <ButtonLink href={list}>{words.scheduling.requestsTitle}</ButtonLink>
            </div>
          </form>
        )}
      </div>
    </StaffFrame>
  )
}
