import type { ClientFile } from '../../src/clients/client-file.ts'
import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { Button } from '../components/button.tsx'
import { Notice } from '../components/notice.tsx'

export interface TherapistsSectionProps {
  current: StaffCurrent
  file: ClientFile
  formKey: string
  stale?: boolean
}

/** Who cares for a client: a tick for every therapist of the practice. */
export function TherapistsSection({ current, file, formKey, stale = false }: TherapistsSectionProps) {
  const { words, organization } = current
  const assigned = new Set(file.therapists.filter((one) => one.assigned).map(({ id }) => id))
  return (
    <section id="therapists" aria-labelledby="therapists-heading">
      <h2 id="therapists-heading">{words.clients.page.therapists}</h2>
      <form method="post" action={href(paths.clientTherapists, { org: organization.slug, clientId: file.id })} class="card stack">
        {stale && (
          <Notice words={words.components} kind="no" focus>
            {words.claims.therapistsStale}
          </Notice>
        )}
        <input type="hidden" name="version" value={file.version} />
        <input type="hidden" name="key" value={`${formKey}-care`} />
        <fieldset class="field">
          <legend>{words.claims.therapistsLabel}</legend>
          {file.everyTherapist.map(({ id, name }) => (
            <div class="field check">
              <input type="checkbox" id={`cares-${id}`} name="therapist" value={id} checked={assigned.has(id)} />
              <label for={`cares-${id}`}>{name}</label>
            </div>
          ))}
        </fieldset>
        <p class="hint">{words.claims.therapistsHint}</p>
        <div class="actions">
          <Button>{words.claims.saveTherapists}</Button>
        </div>
      </form>
    </section>
  )
}
