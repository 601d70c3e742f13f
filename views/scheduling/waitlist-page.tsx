import type { ClientCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { Waiting } from '../../src/scheduling/waitlist.ts'
import { newKey } from '../../src/web/new-key.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { Notice } from '../components/notice.tsx'
import { Time } from '../components/time.tsx'
import { ClientFrame } from '../frames.tsx'

export interface WaitlistPageProps {
  current: ClientCurrent
  waiting: Waiting[]
  /** What was pressed is over: answered, or too late. */
  gone?: boolean
}

/** SCH-28: what a client waits for, and the time that is kept for her, to be taken or let go. */
export function WaitlistPage({ current, waiting, gone = false }: WaitlistPageProps) {
  const { words, organization, client, mine } = current
  const at = { org: organization.slug, clientId: client.id }
  return (
    <ClientFrame current={current} title={words.waitlist.title} here="appointments" actsFor={mine} back={href(paths.waitlist, at)}>
      <p>
        <a href={href(paths.appointments, at)}>{words.scheduling.backToList}</a>
      </p>
      <h1>{words.waitlist.title}</h1>
      {gone && (
        <Notice words={words.components} kind="no" focus>
          {words.waitlist.gone}
        </Notice>
      )}
      {waiting.filter(isOffered).map((offer) => (
        <Offer {...{ current, offer, at }} />
      ))}
      {waiting.length === 0 && (
        <EmptyState
          icon="waiting"
          title={words.waitlist.empty}
          action={<ButtonLink href={href(paths.newAppointment, at)}>{words.scheduling.newAppointment}</ButtonLink>}
        >
          {words.waitlist.emptyHint}
        </EmptyState>
      )}
      {waiting.length > 0 && (
        <ul class="rows">
          {waiting.map((entry) => (
            <Entry {...{ current, entry, at }} />
          ))}
        </ul>
      )}
    </ClientFrame>
  )
}

/** Whether a time is kept for her now. */
export const isOffered = ({ offerId, holdId }: Waiting): boolean => offerId !== null && holdId !== null

/** The zone a client reads an offered time in: the place's in person, her own by telehealth (SCH-11). */
export const zoneOf = ({ client, organization }: Pick<ClientCurrent, 'client' | 'organization'>, { forum, locationZone, zone }: Waiting) =>
  forum === 'in_person' ? (locationZone ?? zone) : (client.zone ?? organization.zone)

const what = ({ words }: Pick<ClientCurrent, 'words'>, { service, therapist, forum }: Waiting): string =>
  words.scheduling.withWhom(service, therapist, words.scheduling.forum[forum])

interface PieceProps {
  current: ClientCurrent
  at: { org: string; clientId: string }
}

function Offer({ current, offer, at }: PieceProps & { offer: Waiting }) {
  const { words, language } = current
  const said = words.waitlist
  const zone = zoneOf(current, offer)
  const to = { ...at, offerId: offer.offerId ?? '' }
  return (
    <section class="card stack" id={`offer-${offer.offerId}`} aria-labelledby={`offer-${offer.offerId}-heading`}>
      <h2 id={`offer-${offer.offerId}-heading`}>{said.offered}</h2>
      <div>
        <p class="when">
          <Time at={offer.startsAt ?? 0} until={offer.endsAt ?? 0} zone={zone} language={language} />
        </p>
        <p>{what(current, offer)}</p>
      </div>
      <Notice words={words.components} kind="wait">
        {said.keptUntil} <Time at={offer.offerExpiresAt ?? 0} zone={zone} language={language} />.
      </Notice>
      <p>{offer.appointmentId ? said.whatItMoves : said.whatItMakes}</p>
      <div class="actions">
        <form method="post" action={href(paths.waitlistAcceptance, to)}>
          <input type="hidden" name="key" value={newKey()} />
          <Button kind="primary">{said.take}</Button>
        </form>
        <form method="post" action={href(paths.waitlistDecline, to)}>
          <input type="hidden" name="key" value={newKey()} />
          <Button>{said.notThisOne}</Button>
        </form>
      </div>
      <p class="soft">{said.notThisOneHint}</p>
    </section>
  )
}

function Entry({ current, entry, at }: PieceProps & { entry: Waiting }) {
  const { words, language, now } = current
  const said = words.waitlist
  const zone = zoneOf(current, entry)
  return (
    <li class="appointment" id={entry.id}>
      <div>
        <p>{what(current, entry)}</p>
        <p class="soft">
          {entry.beforeAt !== null && (
            <>
              {said.beforeAt} <Time at={entry.beforeAt} zone={zone} language={language} form="day" now={now} />,{' '}
            </>
          )}
          {said.since} <Time at={entry.createdAt} zone={zone} language={language} form="day" now={now} />
        </p>
      </div>
      <form method="post" action={href(paths.waitlistEntryEnd, { ...at, entryId: entry.id })} class="actions">
        <input type="hidden" name="version" value={String(entry.version)} />
        <input type="hidden" name="key" value={newKey()} />
        <Button kind="plain">{said.leave}</Button>
      </form>
    </li>
  )
}
