import type { Current } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { declarationOf, dependents, type SettingKey } from '../../src/settings/declarations.ts'
import { linesOf } from '../../src/settings/impact-lines.ts'
import type { SwitchRefusal } from '../../src/settings/switches.ts'
import { standing, type SettingFacts, type Standing } from '../../src/settings/standing.ts'
import { SwitchRow, type Remedy } from '../components/switch-row.tsx'
import { Time } from '../components/time.tsx'
import { ScheduleLink } from './schedule.tsx'

export interface SettingRowProps {
  current: Current
  /** The facts to draw: of the request, or as they are after the change. */
  facts: SettingFacts
  settingKey: SettingKey
  /** Just switched: offers to switch back for ten seconds (SET-4). */
  justSwitched?: boolean | undefined
  /** The change was refused: somebody else was quicker (SET-5), or it meets something and wants a yes (SET-7). */
  refusal?: SwitchRefusal | undefined
  oob?: boolean
}

/** One setting of the organization: its switch, why it cannot be used, who changed it last. */
export function SettingRow({ current, facts, settingKey: key, justSwitched, refusal, oob }: SettingRowProps) {
  const { words, language, organization } = current
  const { label, help, needs } = declarationOf(key)
  const state = standing(key, facts)
  const name = label[language]
  return (
    <SwitchRow
      words={words.components}
      id={`setting-${key}`}
      label={name}
      help={help[language]}
      action={href(paths.setting, { org: organization.slug, key })}
      on={state.chosen === 'on'}
      effective={state.effective}
      version={state.version}
      reason={state.reason ? { code: state.reason, ...reasonOf(current, key, state.reason) } : undefined}
      warning={
        state.warning
          ? { text: words.settings.noSeat, href: href(paths.seats, { org: organization.slug }), remedy: words.seats.title }
          : undefined
      }
      changed={
        <>
          <Meta current={current} change={state.lastChange} id={`setting-${key}`} about={key} /> ·{' '}
          <ScheduleLink current={current} settingKey={key} />
        </>
      }
      historyHref={state.lastChange ? href(paths.history, { org: organization.slug }, { key }) : undefined}
      undo={justSwitched ? { text: words.settings.nowIs(name, state.chosen) } : undefined}
      conflict={refusal?.kind === 'stale' ? words.settings.changedMeanwhile(state.lastChange?.by ?? '', state.chosen) : undefined}
      impact={impactShown(current, refusal, `setting-${key}`)}
      nested={needs.some((need) => need.kind === 'parent')}
      {...(oob && { oob })}
    />
  )
}

/** What a switch answers: its row, and every row that depends on it, each put in its place by htmx (SET-3). */
export function SettingRows(props: Omit<SettingRowProps, 'oob'>) {
  return (
    <>
      <SettingRow {...props} />
      {dependents(props.settingKey).map((key) => (
        <SettingRow current={props.current} facts={props.facts} settingKey={key} oob />
      ))}
    </>
  )
}

/** The impact in words, and the way to leave everything as it is. */
export function impactShown({ organization, language }: Current, refusal: SwitchRefusal | undefined, id: string) {
  if (refusal?.kind !== 'impact') return undefined
  return { lines: linesOf(refusal.impact, language), keepHref: href(paths.portal, { org: organization.slug }, {}, id) }
}

/** What stands below a switch: who moved it last, and what it is about. */
export function Meta({
  current,
  change,
  id,
  about,
}: {
  current: Current
  change: { at: number; by: string } | null
  id: string
  about: string
}) {
  const { words, organization } = current
  return (
    <>
      {change && <Changed current={current} change={change} />}
      {change && ' · '}
      <a href={href(paths.settingHelp, { org: organization.slug }, {}, about)} aria-describedby={`${id}-label`}>
        {words.history.help.about}
      </a>
    </>
  )
}

/** Who moved a switch last, and when, in the practice's zone. */
export function Changed({ current, change }: { current: Current; change: { at: number; by: string } }) {
  return (
    <>
      {change.by}, <Time at={change.at} zone={current.organization.zone} language={current.language} now={current.now} />
    </>
  )
}

function reasonOf({ words, language, organization }: Current, key: SettingKey, code: NonNullable<Standing['reason']>): Remedy {
  const { reasons } = words.settings
  const parent = declarationOf(key).needs.find((need) => need.kind === 'parent')
  if (code === 'parent_off' && parent) {
    const label = declarationOf(parent.key as SettingKey).label[language]
    return {
      text: reasons.parent_off(label),
      href: href(paths.portal, { org: organization.slug }, {}, `setting-${parent.key}`),
      remedy: words.settings.goThere,
    }
  }
  const org = { org: organization.slug }
  if (code === 'plan') return { text: reasons.plan, href: href(paths.seats, org, {}, 'plan'), remedy: words.seats.noFreeSeatRemedy }
  if (code === 'no_card_processing')
    return { text: reasons.no_card_processing, href: href(paths.cardProcessing, org), remedy: words.seats.howToEnable }
  return { text: reasons.other }
}
