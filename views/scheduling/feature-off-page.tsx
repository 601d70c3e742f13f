import type { ClientCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { Gate } from '../../src/settings/explain.ts'
import { ButtonLink } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { ClientFrame } from '../frames.tsx'
import { telephone } from './appointment-parts.tsx'

/** Why a client cannot use online scheduling, and whom to call. She never learns of plans and seats (SET-31). */
export function FeatureOffPage({ current, gate }: { current: ClientCurrent; gate: Gate }) {
  const { words, organization, client, mine } = current
  const at = { org: organization.slug, clientId: client.id }
  const code =
    gate.code === 'client_off'
      ? 'client'
      : gate.code === 'archived'
        ? 'archived'
        : gate.code === 'no_grant' || gate.code === 'contact_access'
          ? 'contact'
          : 'practice'
  const why = words.scheduling.off[code]
  return (
    <ClientFrame current={current} title={words.scheduling.offTitle} here="appointments" actsFor={mine} back={href(paths.appointments, at)}>
      <h1>{words.scheduling.offTitle}</h1>
      <EmptyState
        icon="phone"
        title={typeof why === 'string' ? why : why(organization.name)}
        action={
          <div class="actions">
            <ButtonLink kind="primary" icon="phone" href={telephone(organization.phone)}>
              {words.scheduling.call(organization.phone)}
            </ButtonLink>
            <ButtonLink href={href(paths.appointments, at)}>{words.scheduling.backToList}</ButtonLink>
          </div>
        }
      >
        {words.scheduling.offRemedy(organization.phone)}
      </EmptyState>
    </ClientFrame>
  )
}
