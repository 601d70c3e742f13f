import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { ListedService } from '../../src/scheduling/services.ts'
import { Badge } from '../components/badge.tsx'
import { Button, ButtonLink } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { printMoney } from '../components/money.ts'
import { Notice } from '../components/notice.tsx'
import { StaffFrame } from '../frames.tsx'
import { forumsOf } from './service-form.tsx'

export interface ServicesPageProps {
  current: StaffCurrent
  services: ListedService[]
  formKey: string
  stale?: boolean
}

/** Organization > Services: in the order in which clients see them (SCH-1). */
export function ServicesPage({ current, services, formKey, stale = false }: ServicesPageProps) {
  const { words, organization } = current
  const org = { org: organization.slug }
  const shown = services.filter(({ archivedAt }) => archivedAt === null)
  const archived = services.filter(({ archivedAt }) => archivedAt !== null)
  const add = (
    <ButtonLink kind="primary" icon="add" href={href(paths.newService, org)}>
      {words.practice.addService}
    </ButtonLink>
  )
  return (
    <StaffFrame current={current} title={words.practice.services} here="services" back={href(paths.services, org)} sheet="scheduling.css">
      <header class="page-head">
        <h1>{words.practice.services}</h1>
        {shown.length > 0 && add}
      </header>
      <p class="lead">
        {words.practice.servicesIntro} <a href={href(paths.hours, org)}>{words.hours.nav}</a>
      </p>
      {stale && (
        <Notice words={words.components} kind="no" focus>
          {words.practice.staleHere}
        </Notice>
      )}
      {shown.length === 0 ? (
        <EmptyState icon="menu" title={words.practice.noServices} action={add}>
          {words.practice.noServicesHint}
        </EmptyState>
      ) : (
        <ol class="rows">
          {shown.map((service, at) => (
            <ServiceRow {...{ current, service, formKey }} first={at === 0} last={at === shown.length - 1} />
          ))}
        </ol>
      )}
      {archived.length > 0 && (
        <section aria-labelledby="archived-heading">
          <h2 id="archived-heading">{words.practice.archived}</h2>
          <ul class="rows">
            {archived.map((service) => (
              <ServiceRow {...{ current, service }} />
            ))}
          </ul>
        </section>
      )}
    </StaffFrame>
  )
}

interface ServiceRowProps {
  current: StaffCurrent
  service: ListedService
  formKey?: string
  first?: boolean
  last?: boolean
}

function ServiceRow({ current, service, formKey, first = true, last = true }: ServiceRowProps) {
  const { words, organization, language } = current
  const { id, name, durationMinutes, priceCents, therapists, archivedAt } = service
  const lines = [words.practice.minutes(durationMinutes), printMoney(priceCents, language), words.practice.forums[forumsOf(service)]]
  return (
    <li id={`service-${id}`} class="set-up-row">
      <div>
        <p class="switch-label">
          <a href={href(paths.service, { org: organization.slug, serviceId: id })}>{name}</a> <WhoFor {...{ current, service }} />
        </p>
        <p class="hint">{lines.join(' · ')}</p>
        {archivedAt === null && <p class="hint">{therapists ? words.practice.offeredBy(therapists) : words.practice.offeredByNobody}</p>}
      </div>
      {formKey && !(first && last) && <Moves {...{ current, service, formKey, first, last }} />}
    </li>
  )
}

function WhoFor({ current: { words }, service }: { current: StaffCurrent; service: ListedService }) {
  if (!service.bookableOnline) return <Badge>{words.practice.notOnline}</Badge>
  if (service.forNewClients === service.forExistingClients) return <></>
  return <Badge>{service.forNewClients ? words.practice.newOnly : words.practice.existingOnly}</Badge>
}

/** One form with two buttons: they work with a keyboard, and without JavaScript. */
function Moves({ current, service, formKey, first, last }: Required<ServiceRowProps>) {
  const { words, organization } = current
  const { id, name, version } = service
  return (
    <form method="post" action={href(paths.servicePosition, { org: organization.slug, serviceId: id })} class="actions moves">
      <input type="hidden" name="version" value={version} />
      <input type="hidden" name="key" value={`${formKey}-${id.slice(-8)}`} />
      {!first && (
        <Button
          kind="plain"
          icon="up"
          name="direction"
          value="up"
          class="button plain icon-only"
          aria-label={words.practice.moveUp(name)}
        />
      )}
      {!last && (
        <Button
          kind="plain"
          icon="down"
          name="direction"
          value="down"
          class="button plain icon-only"
          aria-label={words.practice.moveDown(name)}
        />
      )}
    </form>
  )
}
