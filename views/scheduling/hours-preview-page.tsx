import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { Bookable } from '../../src/scheduling/booking.ts'
import { daysOf } from '../../src/scheduling/days.ts'
import { forumsOf } from '../../src/scheduling/forums.ts'
import type { HoursPreview } from '../../src/scheduling/hours-preview.ts'
import { declarationOf } from '../../src/settings/declarations.ts'
import { closedGate } from '../clients/gate-words.ts'
import { Button } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { SelectField } from '../components/field.tsx'
import { Notice } from '../components/notice.tsx'
import { placeOf } from '../components/time.tsx'
import { StaffFrame } from '../frames.tsx'
import { alone } from './appointment-parts.tsx'
import { Days, Slots } from './slot-list.tsx'

export interface HoursPreviewPageProps {
  current: StaffCurrent
  preview: HoursPreview
  from: string | undefined
}

/** SCH-2 "What would this client be offered?": by the code of the client's own page, to read and not to press. */
export function HoursPreviewPage({ current, preview, from }: HoursPreviewPageProps) {
  const { words, organization } = current
  const { therapist, clients } = preview
  const at = { org: organization.slug, staffId: therapist.id }
  return (
    <StaffFrame current={current} title={words.hours.previewTitle} here="hours" back={href(paths.hoursPreview, at)} sheet="scheduling.css">
      <p>
        <a href={href(paths.hoursOf, at)}>{words.hours.backTo(therapist.name)}</a>
      </p>
      <div class="page-head">
        <h1>{words.hours.previewTitle}</h1>
        <p>{words.hours.previewLead(therapist.name)}</p>
      </div>
      {clients.length === 0 ? (
        <EmptyState icon="people" title={words.hours.noClients} />
      ) : (
        <>
          <Chooser {...{ current, preview }} />
          <Offered {...{ current, preview, from }} />
        </>
      )}
    </StaffFrame>
  )
}

function Chooser({ current, preview }: Omit<HoursPreviewPageProps, 'from'>) {
  const { words, organization } = current
  const { therapist, clients, chosen, booking } = preview
  const groups = [
    { label: words.hours.assigned(therapist.name), list: clients.filter(({ assigned }) => assigned) },
    { label: words.hours.others, list: clients.filter(({ assigned }) => !assigned) },
  ]
  const bookable = booking?.bookable
  return (
    <form method="get" action={href(paths.hoursPreview, { org: organization.slug, staffId: therapist.id })} class="choices">
      <div class="field">
        <label for="client">{words.hours.client}</label>
        <select id="client" name="client" required>
          <option value="">{words.hours.chooseClient}</option>
          {groups.map(
            ({ label, list }) =>
              list.length > 0 && (
                <optgroup label={label}>
                  {list.map(({ id, name }) => (
                    <option value={id} selected={id === chosen?.id}>
                      {name}
                    </option>
                  ))}
                </optgroup>
              ),
          )}
        </select>
      </div>
      {bookable && (
        <>
          <SelectField
            label={words.scheduling.what}
            name="service"
            value={bookable.choice.serviceId}
            options={(booking?.choices ?? []).map(({ serviceId, service, durationMinutes }) => ({
              value: serviceId,
              label: words.scheduling.minutes(service, durationMinutes),
            }))}
          />
          <SelectField
            label={words.scheduling.where}
            name="forum"
            value={bookable.forum}
            options={forumsOf(bookable.choice).map((value) => ({ value, label: alone(words.scheduling.forum[value]) }))}
          />
        </>
      )}
      <div class="actions">
        <Button kind="primary">{words.hours.show}</Button>
      </div>
    </form>
  )
}

function Offered({ current, preview, from }: HoursPreviewPageProps) {
  const { words, language } = current
  const { chosen, gate, booking, why, atLimit } = preview
  if (!chosen) return <></>
  if (gate || why || !booking?.bookable) {
    const label = gate && declarationOf(gate.key).label[language]
    return (
      <div id="times" data-why={gate?.code ?? why}>
        <Notice words={words.components} kind="wait" title={words.hours.offersNothing(chosen.name)}>
          {gate ? `${label}: ${closedGate(current, gate)}` : why && words.hours.why[why]}
        </Notice>
      </div>
    )
  }
  return <Times {...{ current, preview, from, atLimit }} bookable={booking.bookable} />
}

function Times({ current, preview, from, bookable, atLimit }: HoursPreviewPageProps & { bookable: Bookable; atLimit: boolean }) {
  const { words, organization, now } = current
  const { therapist, chosen, booking } = preview
  const days = daysOf(booking?.slots ?? [], bookable, now, from)
  const wish = { client: chosen?.id ?? '', service: bookable.choice.serviceId, forum: bookable.forum }
  const to = (day: string) => href(paths.hoursPreview, { org: organization.slug, staffId: therapist.id }, { ...wish, from: day })
  return (
    <div id="times" class="stack">
      {atLimit && (
        <Notice words={words.components} kind="wait">
          {words.hours.atLimit}
        </Notice>
      )}
      <Days {...{ current, to, days }} />
      <p class="soft">
        {words.hours.zone(placeOf(bookable.zone))} {words.hours.cannotPress}
      </p>
      <Slots {...{ current, bookable }} slots={days.chosen?.slots ?? []} shown />
    </div>
  )
}
