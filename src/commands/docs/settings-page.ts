import { declarationOf, guardOf, settingKeys, type SettingKey } from '../../settings/declarations.ts'
import type { Declaration, Need } from '../../settings/declare.ts'
import { plans } from '../../settings/plans.ts'
import { paths } from '../../paths.ts'
import { generatedFrom, table } from './table.ts'

/** docs/settings.md: every setting as it is declared (SET-9). */
export const settingsPage = (): string => `${generatedFrom('src/*/settings.ts')}

# Settings

Organization > Client Portal. What is chosen is stored; what it amounts to is computed (\`src/settings/standing.ts\`): a setting
whose need is missing counts as off and comes back by itself.

${table(['key', 'label', 'needs', 'seat', 'client override', 'default'], settingKeys.map(row))}

${settingKeys.map(section).join('\n\n')}

## Plans

${table(['plan', 'includes', 'free seats'], Object.entries(plans).map(([name, { features, freeSeats }]) => [name, features.join(', ') || 'neither', freeSeats === null ? 'as many as there are therapists' : String(freeSeats)]))}
`

function row(key: SettingKey): string[] {
  const { label, needs, seat, perClient, default: initially } = declarationOf(key)
  return [`[\`${key}\`](#${key})`, label.en, needs.map(needed).join(', ') || '-', seat ? 'a subscribed therapist' : '-', perClient === 'restrict' ? 'can be off' : 'no', initially]
}

function section(key: SettingKey): string {
  const declaration = declarationOf(key)
  const { label, help } = declaration
  const facts = [`- English: **${label.en}** ${help.en}`, `- Spanish: **${label.es}** ${help.es}`, ...whatItOpens(key, declaration), ...whatIsInFlight(declaration)]
  return `## ${key}\n\n${facts.join('\n')}`
}

function whatItOpens(key: SettingKey, { permission }: Declaration): string[] {
  const addresses = Object.values(paths).filter((path) => guardOf(path) === key)
  return [
    ...(addresses.length > 0 ? [`- Addresses that exist only while it is effective: ${addresses.map((path) => `\`${path}\``).join(', ')}`] : []),
    ...(permission ? [`- A contact's grant must allow: \`${permission}\``] : []),
  ]
}

const whatIsInFlight = ({ inFlight }: Declaration): string[] => inFlight.map(({ says }) => `- Turned off with something in flight, for example: ${says.en(2)}`)

function needed(need: Need): string {
  if (need.kind === 'parent') return `\`${need.key}\` on`
  return need.kind === 'plan' ? `plan with ${need.feature}` : 'card processing'
}
