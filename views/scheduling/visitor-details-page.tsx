import type { Current } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { Bookable } from '../../src/scheduling/booking.ts'
import type { Slot } from '../../src/scheduling/slots.ts'
import type { Problem } from '../../src/web/forms.ts'
import { newKey } from '../../src/web/new-key.ts'
import { NewcomerErrors, NewcomerFields } from '../accounts/newcomer-fields.tsx'
import { Button, ButtonLink } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { Notice } from '../components/notice.tsx'
import { printTime, Time } from '../components/time.tsx'
import { VisitorFrame } from '../frames.tsx'
import { firstName } from './appointment-parts.tsx'
import { CallLink } from './new-appointment-page.tsx'
import { bookHref, Suffix, type CameBy } from './visitor-book-page.tsx'

export interface VisitorDetailsPageProps {
  current: Current
  bookable: Bookable
  cameBy: CameBy
  /** The time she chose, epoch ms; null when it cannot be had. */
  startsAt: number | null
  /** The nearest that can, instead of it (SCH-24). */
  alternatives?: Slot[]
  /** Too much is being kept for others at this moment. */
  busy?: boolean
  problem?: Problem | undefined
}

/** The time she chose stays visible as one sentence while she says who she is. When it is gone, the nearest ones are each one press away. */
export function VisitorDetailsPage({
  current,
  bookable,
  cameBy,
  startsAt,
  alternatives = [],
  busy = false,
  problem,
}: VisitorDetailsPageProps) {
  const { words, organization, language } = current
  const { choice, forum, zone } = bookable
  const wish = { therapist: choice.staffId, service: choice.serviceId, forum }
  const title = busy ? words.registration.busyTitle : startsAt === null ? words.registration.takenTitle : words.registration.detailsTitle
  return (
    <VisitorFrame sheet="booking.css" current={current} title={title} back={bookHref(current, cameBy, wish)} scripts={['app.js']}>
      <h1>{title}</h1>
      <form method="post" action={href(paths.book, { org: organization.slug })} class="stack" novalidate>
        <NewcomerErrors {...{ current, problem }} />
        {busy && (
          <Notice words={words.components} kind="wait" focus>
            {words.registration.busy(organization.phone)}
          </Notice>
        )}
        {startsAt === null && !busy && <Gone {...{ current, alternatives, zone }} />}
        {startsAt !== null && (
          <div>
            <p class="when">
              <Time at={startsAt} until={startsAt + choice.durationMinutes * 60_000} zone={zone} language={language} />
            </p>
            <p>{words.scheduling.withWhom(choice.service, choice.therapist, words.scheduling.forum[forum])}</p>
            <p>
              <a href={bookHref(current, cameBy, wish)}>{words.registration.changeTime}</a>
            </p>
            <input type="hidden" name="start" value={new Date(startsAt).toISOString()} />
          </div>
        )}
        {Object.entries({ ...wish, key: newKey() }).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <Suffix k={cameBy.k} />
        <NewcomerFields {...{ current, problem }} />
        <Field
          label={words.registration.note(firstName(choice.therapist))}
          name="note"
          multiline
          maxlength={1000}
          optional={words.components.optional}
          hint={words.registration.noteHint}
          value={problem?.typed.note}
        />
        {startsAt === null ? (
          <div class="actions">
            <ButtonLink href={bookHref(current, cameBy, wish)}>{words.registration.changeTime}</ButtonLink>
            <CallLink current={current} />
          </div>
        ) : (
          <>
            {!current.person && <p class="soft">{words.registration.keptFor}</p>}
            <div class="actions">
              <Button kind="primary">{words.registration.askForTime}</Button>
            </div>
          </>
        )}
      </form>
    </VisitorFrame>
  )
}

function Gone({ current, alternatives, zone }: { current: Current; alternatives: Slot[]; zone: string }) {
  const { words, language, organization } = current
  const none = alternatives.length === 0
  return (
    <>
      <Notice words={words.components} kind="no" focus>
        {none ? words.registration.takenNone(organization.phone) : words.registration.taken}
      </Notice>
      {!none && (
        <fieldset class="slots">
          <legend>{words.registration.otherTimes}</legend>
          {alternatives.map(({ startsAt }) => (
            <button class="slot" name="start" value={new Date(startsAt).toISOString()}>
              {printTime({ at: startsAt, zone, language })}
            </button>
          ))}
        </fieldset>
      )}
    </>
  )
}
