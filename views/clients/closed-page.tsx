import type { ClientCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { ButtonLink } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { ClientFrame } from '../frames.tsx'
import { telephone } from '../scheduling/appointment-parts.tsx'

/** The answer to every change that somebody tries in the portal of an archived client: nothing was changed, and whom to call (SET-43). */
export function ClosedPage({ current }: { current: ClientCurrent }) {
  const { words, organization, client, mine } = current
  const { closed } = words.clients
  const at = { org: organization.slug, clientId: client.id }
  return (
    <ClientFrame current={current} title={closed.title} here="appointments" actsFor={mine} back={href(paths.appointments, at)}>
      <h1>{closed.title}</h1>
      <EmptyState
        icon="lock"
        title={closed.nothingChanged}
        action={
          <div class="actions">
            {organization.phone && (
              <ButtonLink kind="primary" icon="phone" href={telephone(organization.phone)}>
                {words.scheduling.call(organization.phone)}
              </ButtonLink>
            )}
            <ButtonLink href={href(paths.appointments, at)}>{words.scheduling.backToList}</ButtonLink>
          </div>
        }
      >
        {closed.banner(organization.name)}
      </EmptyState>
    </ClientFrame>
  )
}
