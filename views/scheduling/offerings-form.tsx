import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { Offering, OfferingProblem } from '../../src/scheduling/offering.ts'
import type { Offered, ServiceFile } from '../../src/scheduling/services.ts'
import { Button } from '../components/button.tsx'
import { ErrorSummary } from '../components/error-summary.tsx'
import { SelectField } from '../components/field.tsx'
import { Stale } from './set-up-parts.tsx'
import { Tick } from '../components/tick.tsx'

export interface OfferingsFormProps {
  current: StaffCurrent
  service: ServiceFile
  formKey: string
  /** What was chosen, and what is wrong with it, when the form comes back. */
  chosen?: { wanted: Offering[]; wrong: Map<string, OfferingProblem> } | undefined
  stale?: boolean
}

/** Which therapists offer the service, and where (SCH-1). */
export function OfferingsForm({ current, service, formKey, chosen, stale = false }: OfferingsFormProps) {
  const { words, organization } = current
  const { practice } = words
  const at = { org: organization.slug, serviceId: service.id }
  const errorOf = ({ staffId, therapist }: Offered) => {
    const wrong = chosen?.wrong.get(staffId)
    return wrong && practice.offeringErrors[wrong](therapist)
  }
  const errors = service.offered.flatMap((one) => {
    const message = errorOf(one)
    return message ? [{ field: `location-${one.staffId}`, message }] : []
  })
  return (
    <section id="offerings" aria-labelledby="offerings-heading">
      <h2 id="offerings-heading">{practice.offeringsHeading}</h2>
      {service.offered.length === 0 ? (
        <p>
          {practice.noTherapists} <a href={href(paths.seats, { org: at.org })}>{words.seats.title}</a>
        </p>
      ) : (
        <form method="post" action={href(paths.serviceOfferings, at)} class="card stack" novalidate>
          <p>{practice.offeringsIntro}</p>
          <ErrorSummary words={words.components} errors={errors} />
          {stale && <Stale current={current} href={href(paths.service, at)} />}
          <input type="hidden" name="version" value={service.version} />
          <input type="hidden" name="key" value={`${formKey}-offerings`} />
          {service.offered.map((one) => (
            <OfferingRow {...{ current, service }} offered={present(one, chosen?.wanted)} error={errorOf(one)} />
          ))}
          <div class="actions">
            <Button kind="primary">{practice.save}</Button>
          </div>
        </form>
      )}
    </section>
  )
}

/** As it was chosen, when the form comes back; as it is saved, otherwise. */
function present(one: Offered, wanted: Offering[] | undefined): Offered {
  if (!wanted) return one
  const chosen = wanted.find(({ staffId }) => staffId === one.staffId)
  return chosen ? { ...one, offers: true, locationId: chosen.locationId } : { ...one, offers: false }
}

interface OfferingRowProps {
  current: StaffCurrent
  service: ServiceFile
  offered: Offered
  error: string | undefined
}

function OfferingRow({ current: { words }, service, offered, error }: OfferingRowProps) {
  const { practice } = words
  const { staffId, therapist, offers, locationId } = offered
  const places = service.places.filter(({ id, archivedAt }) => archivedAt === null || id === locationId)
  const gone = offers ? places.find(({ id, archivedAt }) => id === locationId && archivedAt !== null) : undefined
  const none = { value: '', label: service.telehealth ? practice.videoOnly : practice.chooseLocation }
  const named = places.map(({ id, name, archivedAt }) => ({
    value: id,
    label: archivedAt === null ? name : practice.locationArchived(name),
  }))
  return (
    <div class="offering">
      <Tick id={`offers-${staffId}`} name="therapist" value={staffId} label={therapist} on={offers} />
      {service.inPerson && (
        <SelectField
          id={`location-${staffId}`}
          name={`location_${staffId}`}
          label={practice.where(therapist)}
          hint={gone && practice.lostLocation(gone.name)}
          value={locationId ?? ''}
          options={[none, ...named]}
          error={error}
        />
      )}
    </div>
  )
}
