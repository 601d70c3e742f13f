import type { StaffCurrent } from '../../src/current.ts'
import { clientSwitch, type SwitchedClient } from '../../src/clients/client-switch.ts'
import { href, paths } from '../../src/paths.ts'
import { declarationOf, type SettingKey } from '../../src/settings/declarations.ts'
import { linesOf, type Impact } from '../../src/settings/impact.ts'
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
}

/** One switch of one client: off for her, or what everybody has (SET-32). */
export function ClientSwitchRow({ current, client, settingKey: key, justSwitched = false, conflict = false, impact }: ClientSwitchRowProps) {
  const { words, organization } = current
  const { value, version, effective, reason, lastChange } = clientSwitch(key, current.facts, client)
  const on = value === 'inherit' && reason !== 'org_off'
  const state = on ? 'on' : 'off'
  const name = shortName(current, key)
  return (
    <SwitchRow
      compact words={words.components} id={`client-${client.id}-${key}`} label={name} whose={client.name}
      action={href(paths.clientSetting, { org: organization.slug, clientId: client.id, key })}
      on={on} effective={effective} version={version} values={{ on: 'inherit', off: 'off' }}
      reason={reason ? { code: reason, text: words.clients.reasons[reason] } : undefined}
      changed={lastChange && <Changed current={current} change={lastChange} />}
      undo={justSwitched ? { text: words.clients.nowIs(name, state) } : undefined}
      impact={impact && { lines: linesOf(impact, current.language), keepHref: href(paths.clients, { org: organization.slug }) }}
      conflict={conflict ? words.clients.changedMeanwhile(lastChange?.by ?? '', state) : undefined}
    />
  )
}

/** What a setting is called where there is room for a word. */
export const shortName = ({ words, language }: StaffCurrent, key: SettingKey): string => words.clients.short[key] ?? declarationOf(key).label[language]
