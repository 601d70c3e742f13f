import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { Service } from '../../src/scheduling/services.ts'
import type { Problem } from '../../src/web/forms.ts'
import { Button } from '../components/button.tsx'
import { ErrorSummary } from '../components/error-summary.tsx'
import { Field, SelectField } from '../components/field.tsx'
import { Icon } from '../components/icon.tsx'
import { typeMoney } from '../components/money.ts'
import { Stale } from './set-up-parts.tsx'
import { Tick } from '../components/tick.tsx'

export interface ServiceFormProps {
  current: StaffCurrent
  /** Null for a new one. */
  service: Service | null
  formKey: string
  /** What was typed, and which fields are wrong. */
  problem?: Problem | undefined
  stale?: boolean
}

/** How a service takes place, as one choice. */
export const forumsOf = ({ inPerson, telehealth }: Pick<Service, 'inPerson' | 'telehealth'>) =>
  inPerson && telehealth ? 'both' : inPerson ? 'in_person' : 'telehealth'

const errorNames = ['name', 'duration', 'price', 'forums', 'buffer_before', 'buffer_after', 'for_whom'] as const

/** What a service is (SCH-1). */
export function ServiceForm({ current, service, formKey, problem, stale = false }: ServiceFormProps) {
  const { words, organization } = current
  const { practice } = words
  const org = organization.slug
  const typed = problem?.typed ?? typedOf(service)
  const error = (name: (typeof errorNames)[number]) => (problem?.fields.includes(name) ? practice.serviceErrors[name] : undefined)
  const errors = errorNames.flatMap((name) => {
    const message = error(name)
    return message ? [{ field: name, message }] : []
  })
  const number = (name: 'duration' | 'buffer_before' | 'buffer_after', label: string, hint: string) => (
    <Field
      {...{ name, label, hint }}
      inputmode="numeric"
      autocomplete="off"
      maxlength={3}
      value={typed[name]}
      error={error(name)}
      required
    />
  )
  return (
    <form
      method="post"
      action={service ? href(paths.service, { org, serviceId: service.id }) : href(paths.services, { org })}
      class="card stack"
      novalidate
    >
      <ErrorSummary words={words.components} errors={errors} />
      {stale && service && <Stale current={current} href={href(paths.service, { org, serviceId: service.id })} />}
      {service && <input type="hidden" name="version" value={service.version} />}
      <input type="hidden" name="key" value={formKey} />
      <Field
        name="name"
        label={practice.name}
        hint={practice.nameHint}
        maxlength={80}
        autocomplete="off"
        value={typed.name}
        error={error('name')}
        required
      />
      <div class="choices level">
        {number('duration', practice.duration, practice.durationHint)}
        <Field
          name="price"
          label={practice.price}
          inputmode="decimal"
          autocomplete="off"
          maxlength={9}
          value={typed.price}
          error={error('price')}
          required
        />
        <SelectField
          name="forums"
          label={practice.how}
          value={typed.forums}
          error={error('forums')}
          options={(['both', 'in_person', 'telehealth'] as const).map((value) => ({ value, label: practice.forums[value] }))}
        />
      </div>
      <div class="choices">
        {number('buffer_before', practice.bufferBefore, practice.bufferHint)}
        {number('buffer_after', practice.bufferAfter, practice.bufferHint)}
      </div>
      <fieldset class="field" id="for_whom" tabindex={-1} {...(error('for_whom') && { 'aria-describedby': 'for_whom-error' })}>
        <legend>{practice.whoMayAsk}</legend>
        <Tick
          id="bookable_online"
          name="bookable_online"
          label={practice.bookableOnline}
          hint={practice.bookableHint}
          on={typed.bookable_online === '1'}
        />
        <Tick
          id="new_clients"
          name="new_clients"
          label={practice.newClients}
          hint={practice.newClientsHint}
          on={typed.new_clients === '1'}
        />
        <Tick id="existing_clients" name="existing_clients" label={practice.existingClients} on={typed.existing_clients === '1'} />
        {error('for_whom') && (
          <p class="error" id="for_whom-error">
            <Icon name="alert" />
            {error('for_whom')}
          </p>
        )}
      </fieldset>
      {service && <p class="hint">{practice.onlyFromNow}</p>}
      <div class="actions">
        <Button kind="primary">{practice.save}</Button>
      </div>
    </form>
  )
}

/** A service as its form would send it. */
function typedOf(service: Service | null): Record<string, string | undefined> {
  if (!service)
    return {
      duration: '50',
      price: '',
      forums: 'both',
      buffer_before: '0',
      buffer_after: '0',
      bookable_online: '1',
      new_clients: '1',
      existing_clients: '1',
    }
  return {
    name: service.name,
    duration: String(service.durationMinutes),
    price: typeMoney(service.priceCents),
    forums: forumsOf(service),
    buffer_before: String(service.bufferBeforeMinutes),
    buffer_after: String(service.bufferAfterMinutes),
    bookable_online: service.bookableOnline ? '1' : '',
    new_clients: service.forNewClients ? '1' : '',
    existing_clients: service.forExistingClients ? '1' : '',
  }
}
