import type { StaffCurrent } from '../../src/current.ts'
import { clientSwitch, type SwitchedClient, type SwitchReason } from '../../src/clients/client-switch.ts'
import { href, paths } from '../../src/paths.ts'
import { declarationOf, type SettingKey } from '../../src/settings/declarations.ts'
import { linesOf, type Impact } from '../../src/settings/impact-lines.ts'
import { SwitchRow } from '../components/switch-row.tsx'
import { Changed } from '../settings/setting-row.tsx'

export interface ClientSwitchRowProps {
  current: StaffCurrent
  client: SwitchedClient
  settingKey: SettingKey
  /** Just switched: offers to switch back for ten seconds (SET-4). */
  justSwitched?: boolean
  /** The change was refused because somebody else was quicker (SET-5). */
  conflict?: boolean
  /** It meets something and wants a yes (SET-7). */
  impact?: Impact | undefined
  /** Sent along with another answer: htmx puts it in its place by id. */
  oob?: boolean
}

/** One switch of one client: off for her, or what everybody has (SET-32). */
export function ClientSwitchRow({
  current,
  client,
  settingKey: key,
  justSwitched = false,
  conflict = false,
  impact,
  oob = false,
}: ClientSwitchRowProps) {
  const { words, organization } = current
  const { value, version, effective, reason, lastChange } = clientSwitch(key, current.facts, client)
  const on = value === 'inherit' && reason !== 'org_off'
  const state = on ? 'on' : 'off'
  const name = shortName(current, key)
  return (
    <SwitchRow
      compact
      words={words.components}
      id={`client-${client.id}-${key}`}
      label={name}
      whose={client.name}
      action={href(paths.clientSetting, { org: organization.slug, clientId: client.id, key })}
      on={on}
      effective={effective}
      version={version}
      values={{ on: 'inherit', off: 'off' }}
      reason={reason ? { code: reason, text: words.clients.reasons[reason], saidBy: `why-${reason}` } : undefined}
      changed={lastChange && <Changed current={current} change={lastChange} />}
      undo={justSwitched ? { text: words.clients.nowIs(name, state) } : undefined}
      impact={impact && { lines: linesOf(impact, current.language), keepHref: href(paths.clients, { org: organization.slug }) }}
      {...(oob && { oob })}
      conflict={conflict ? words.clients.changedMeanwhile(lastChange?.by ?? '', state) : undefined}
    />
  )
}

/** The same switch on her own page: with its label, why it cannot be used, and where that is remedied. */
export function FullClientSwitchRow({
  current,
  client,
  settingKey: key,
  justSwitched = false,
  conflict = false,
  impact,
}: ClientSwitchRowProps) {
  const { words, organization, language } = current
  const { value, version, effective, reason, lastChange } = clientSwitch(key, current.facts, client)
  const on = value === 'inherit' && reason !== 'org_off'
  const state = on ? 'on' : 'off'
  const at = { org: organization.slug, clientId: client.id }
  const id = `client-${client.id}-${key}`
  const { label, help } = declarationOf(key)
  return (
    <SwitchRow
      words={words.components}
      id={id}
      label={label[language]}
      help={help[language]}
      action={href(paths.clientSetting, { ...at, key }) + onHerPage}
      on={on}
      effective={effective}
      version={version}
      values={{ on: 'inherit', off: 'off' }}
      reason={reason ? { code: reason, text: words.clients.reasons[reason], ...remedyOf(current, key, client.id, reason) } : undefined}
      changed={lastChange && <Changed current={current} change={lastChange} />}
      undo={justSwitched ? { text: words.clients.nowIs(shortName(current, key), state) } : undefined}
      impact={impact && { lines: linesOf(impact, language), keepHref: href(paths.client, at, {}, id) }}
      conflict={conflict ? words.clients.changedMeanwhile(lastChange?.by ?? '', state) : undefined}
    />
  )
}

/** The form says that it stands on her own page: the answer is then the full row. */
const onHerPage = '?on=page'

function remedyOf({ words, organization }: StaffCurrent, key: SettingKey, clientId: string, reason: SwitchReason) {
  if (reason === 'org_off')
    return { href: href(paths.portal, { org: organization.slug }, {}, `setting-${key}`), remedy: words.clients.introLink }
  if (reason === 'archived')
    return { href: href(paths.client, { org: organization.slug, clientId }, {}, 'archive'), remedy: words.clients.archive.bringBack }
  return {}
}

/** What a setting is called where there is room for a word. */
export const shortName = ({ words, language }: StaffCurrent, key: SettingKey): string =>
  words.clients.short[key] ?? declarationOf(key).label[language]
