import type { ListedClient } from '../../src/clients/directory.ts'
import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { ButtonLink } from '../components/button.tsx'
import { Icon } from '../components/icon.tsx'
import { Notice } from '../components/notice.tsx'
import { telephone } from '../scheduling/appointment-parts.tsx'

type Marked = Pick<ListedClient, 'id' | 'phone' | 'undelivered'>

/** NOT-21, on a client's row: an e-mail to her did not arrive, the number to call, and the way to what can be done. */
export function UndeliveredLine({ current: { words, organization }, client }: { current: StaffCurrent; client: Marked }) {
  if (!client.undelivered) return <></>
  const said = words.deliveries
  return (
    <span class="undelivered">
      <Icon name="alert" />
      <span>
        {said.undelivered}{' '}
        {client.phone && (
          <>
            <a href={telephone(client.phone)}>{said.call(client.phone)}</a> ·{' '}
          </>
        )}
        <a href={href(paths.clientDeliveries, { org: organization.slug, clientId: client.id })}>{said.whatToDo}</a>
      </span>
    </span>
  )
}

/** The same on her own page. */
export function UndeliveredNotice({ current, client }: { current: StaffCurrent; client: Marked }) {
  const { words, organization } = current
  if (!client.undelivered) return <></>
  return (
    <Notice
      words={words.components}
      kind="wait"
      action={
        <span class="actions">
          <CallButton current={current} phone={client.phone} />
          <ButtonLink href={href(paths.clientDeliveries, { org: organization.slug, clientId: client.id })}>
            {words.deliveries.whatToDo}
          </ButtonLink>
        </span>
      }
    >
      {words.deliveries.undelivered}
    </Notice>
  )
}

/** The fallback of every e-mail: the telephone. */
export function CallButton({ current: { words }, phone }: { current: StaffCurrent; phone: string | null }) {
  if (!phone) return <span class="soft">{words.deliveries.noPhone}</span>
  return (
    <ButtonLink icon="phone" href={telephone(phone)}>
      {words.deliveries.call(phone)}
    </ButtonLink>
  )
}
