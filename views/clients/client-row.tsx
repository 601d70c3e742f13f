import type { ListedClient } from '../../src/clients/directory.ts'
import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { overridableKeys, type SettingKey } from '../../src/settings/declarations.ts'
import type { Impact } from '../../src/settings/impact-lines.ts'
import { Avatar } from '../components/avatar.tsx'
import { Badge } from '../components/badge.tsx'
import type { Row } from '../components/table-list.tsx'
import { printDate } from '../components/time.tsx'
import { UndeliveredLine } from '../notifications/undelivered-mark.tsx'
import { ClientSwitchRow } from './client-switch-row.tsx'

export interface RefusedSwitch {
  clientId: string
  settingKey: SettingKey
  /** Somebody else was quicker; otherwise the row itself says its reason. */
  conflict: boolean
  /** It meets something and wants a yes (SET-7). */
  impact?: Impact | undefined
}

interface ClientRowProps {
  current: StaffCurrent
  client: ListedClient
  refused?: RefusedSwitch | undefined
  /** Whether she is selected for a bulk change already (SET-41). */
  select?: 'yes' | 'selected'
}

/** A client: her name, how she stands with the portal, and a switch per column. */
export function clientRow({ current, client, refused, select = 'yes' }: ClientRowProps): Row {
  const { id, name, email, accountAt } = client
  const switched = { ...client, hasAccount: accountAt !== null }
  const refusedHere = (key: SettingKey) =>
    refused?.clientId === id && refused.settingKey === key ? { conflict: refused.conflict, impact: refused.impact } : {}
  return {
    id: `client-${id}`,
    cells: [
      <label class="client-name">
        <input type="checkbox" name="client" value={id} form="selection" checked={select === 'selected'} />
        <Avatar name={name} />
        <div>
          <a href={href(paths.client, { org: current.organization.slug, clientId: id })}>{name}</a>
          {email && <Email address={email} />}
          <PortalStatus current={current} client={client} />
          <UndeliveredLine current={current} client={client} />
        </div>
      </label>,
      ...overridableKeys.map((key) => <ClientSwitchRow current={current} client={switched} settingKey={key} {...refusedHere(key)} />),
    ],
  }
}

/** Too long for a phone's card: it may break at the @. */
export function Email({ address }: { address: string }) {
  const at = address.lastIndexOf('@')
  return (
    <span class="note">
      {address.slice(0, at)}
      <wbr />
      {address.slice(at)}
    </span>
  )
}

/** SET-42: how a client stands with the portal, in words. */
export function PortalStatus({
  current,
  client: { archivedAt, accountAt, lastSeenAt, invited },
}: {
  current: StaffCurrent
  client: ListedClient
}) {
  const { status } = current.words.clients
  if (archivedAt !== null) return <Badge icon="lock">{status.archived}</Badge>
  if (accountAt !== null) {
    return (
      <Badge kind="ok" icon="check">
        {status.active}
        {lastSeenAt !== null && (
          <>
            {status.lastSeen} <Day current={current} at={lastSeenAt} />
          </>
        )}
      </Badge>
    )
  }
  if (invited)
    return (
      <Badge kind="wait" icon="mail">
        {invited.until > current.now ? status.invited : status.invitationExpired} <Day current={current} at={invited.at} />
      </Badge>
    )
  return <Badge>{status.noAccount}</Badge>
}

/** The day in the practice's zone: a time of day would say more than anybody needs to know. */
export function Day({ current: { organization, language }, at }: { current: StaffCurrent; at: number }) {
  return <>{printDate(at, organization.zone, language)}</>
}
