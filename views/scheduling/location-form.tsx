import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { Location } from '../../src/scheduling/locations.ts'
import { usualZones } from '../../src/scheduling/zone-names.ts'
import type { Problem } from '../../src/web/forms.ts'
import { Button } from '../components/button.tsx'
import { ErrorSummary } from '../components/error-summary.tsx'
import { Field } from '../components/field.tsx'
import { Stale } from './set-up-parts.tsx'
import { Tick } from '../components/tick.tsx'

export interface LocationFormProps {
  current: StaffCurrent
  /** Null for a new one. */
  location: Location | null
  formKey: string
  problem?: Problem | undefined
  stale?: boolean
}

const errorNames = ['name', 'address', 'zone'] as const

/** What a location is (SCH-1). */
export function LocationForm({ current, location, formKey, problem, stale = false }: LocationFormProps) {
  const { words, organization } = current
  const { practice } = words
  const org = organization.slug
  const typed = problem?.typed ?? typedOf(location, organization.zone)
  const error = (name: (typeof errorNames)[number]) => (problem?.fields.includes(name) ? practice.locationErrors[name] : undefined)
  const errors = errorNames.flatMap((name) => {
    const message = error(name)
    return message ? [{ field: name, message }] : []
  })
  const page = location ? href(paths.location, { org, locationId: location.id }) : href(paths.locations, { org })
  return (
    <form method="post" action={page} class="card stack" novalidate>
      <ErrorSummary words={words.components} errors={errors} />
      {stale && <Stale current={current} href={page} />}
      {location && <input type="hidden" name="version" value={location.version} />}
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
      <Field
        name="address"
        label={practice.address}
        hint={practice.addressHint}
        maxlength={300}
        autocomplete="off"
        multiline
        value={typed.address}
        error={error('address')}
      />
      <Tick
        id="hide_address"
        name="hide_address"
        label={practice.hideAddress}
        hint={practice.hideAddressHint}
        on={typed.hide_address === '1'}
      />
      <Field
        name="zone"
        label={practice.zone}
        hint={practice.zoneHint}
        maxlength={60}
        autocomplete="off"
        autocapitalize="none"
        spellcheck="false"
        list="zones"
        value={typed.zone}
        error={error('zone')}
        required
      />
      <datalist id="zones">
        {[...new Set([organization.zone, ...usualZones])].map((zone) => (
          <option value={zone} />
        ))}
      </datalist>
      {location && <p class="hint">{practice.zoneChange}</p>}
      <div class="actions">
        <Button kind="primary">{practice.save}</Button>
      </div>
    </form>
  )
}

/** A location as its form would send it. */
const typedOf = (location: Location | null, zone: string): Record<string, string | undefined> => ({
  name: location?.name,
  address: location?.address,
  zone: location?.zone ?? zone,
  hide_address: location?.hideAddress ? '1' : '',
})
