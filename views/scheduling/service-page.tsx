import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { ServiceFile } from '../../src/scheduling/services.ts'
import type { Problem } from '../../src/web/forms.ts'
import { Badge } from '../components/badge.tsx'
import { StaffFrame } from '../frames.tsx'
import { OfferingsForm, type OfferingsFormProps } from './offerings-form.tsx'
import { ServiceForm } from './service-form.tsx'
import { ArchiveForm, staying } from './set-up-parts.tsx'

export interface ServicePageProps {
  current: StaffCurrent
  /** Null for a new one. */
  service: ServiceFile | null
  formKey: string
  problem?: Problem
  offering?: OfferingsFormProps['chosen']
  /** What was not saved because somebody was quicker. */
  stale?: 'fields' | 'offerings' | 'archive'
  /** The archive meets something: is it meant? */
  asks?: boolean
}

/** One service: what it is, who offers it where, and its end (SCH-1). */
export function ServicePage({ current, service, formKey, problem, offering, stale, asks = false }: ServicePageProps) {
  const { words, organization } = current
  const org = organization.slug
  const title = service?.name ?? words.practice.addService
  const here = service ? href(paths.service, { org, serviceId: service.id }) : href(paths.newService, { org })
  return (
    <StaffFrame current={current} title={title} here="services" back={here} sheet="scheduling.css">
      <p>
        <a href={href(paths.services, { org })}>{words.practice.services}</a>
      </p>
      <h1>
        {title} {service?.archivedAt != null && <Badge>{words.practice.archived}</Badge>}
      </h1>
      {!service && <p class="lead">{words.practice.newServiceIntro}</p>}
      <ServiceForm {...{ current, service, formKey, problem }} stale={stale === 'fields'} />
      {service && <OfferingsForm {...{ current, service, formKey }} chosen={offering} stale={stale === 'offerings'} />}
      {service && (
        <ArchiveForm
          {...{ current, formKey }}
          name={service.name}
          version={service.version}
          archivedAt={service.archivedAt}
          at={{
            archive: href(paths.serviceArchive, { org, serviceId: service.id }),
            bringBack: href(paths.serviceReturn, { org, serviceId: service.id }),
            page: here,
          }}
          does={words.practice.archiveService}
          isArchived={words.practice.serviceIsArchived}
          asks={asks ? staying(current, service) : undefined}
          stale={stale === 'archive'}
        />
      )}
    </StaffFrame>
  )
}
