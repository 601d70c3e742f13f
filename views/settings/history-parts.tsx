import type { Child } from 'hono/jsx'
import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { wallClock } from '../../src/scheduling/zones.ts'
import { declarationOf, isSettingKey } from '../../src/settings/declarations.ts'
import type { ReasonCode } from '../../src/settings/standing.ts'
import type { SwitchReason } from '../../src/clients/client-switch.ts'
import { Tabs } from '../components/tabs.tsx'
import { placeOf, Time } from '../components/time.tsx'
import { StaffFrame } from '../frames.tsx'

/** The two ways to look at the history, as tabs below its title. */
export function HistoryFrame({
  current,
  here,
  back,
  children,
}: {
  current: StaffCurrent
  here: 'changes' | 'state'
  back: string
  children?: Child
}) {
  const { words, organization } = current
  const org = { org: organization.slug }
  const { title, intro, toSettings, views, changes, asItWas } = words.history
  return (
    <StaffFrame current={current} title={title} here="portal" back={back}>
      <p>
        <a href={href(paths.portal, org)}>{toSettings}</a>
      </p>
      <h1>{title}</h1>
      <p class="lead">{intro(organization.name, placeOf(organization.zone))}</p>
      <Tabs
        label={views}
        items={[
          { href: href(paths.history, org), label: changes, here: here === 'changes' },
          { href: href(paths.history, org, { at: '' }), label: asItWas, here: here === 'state' },
        ]}
      />
      {children}
    </StaffFrame>
  )
}

/** An instant on the practice's wall clock, zone named; with its year, when that is not this one. */
export function When({ current: { organization, language, now }, at }: { current: StaffCurrent; at: number }) {
  const yearOf = (instant: number) => wallClock(organization.zone, instant).date.slice(0, 4)
  const thisYear = yearOf(at) === yearOf(now)
  return <Time form="stamp" at={at} zone={organization.zone} language={language} now={thisYear ? at : Number.POSITIVE_INFINITY} />
}

/** Why a switch cannot be moved, in words. */
export function reasonText({ words, language }: StaffCurrent, key: string, code: ReasonCode | SwitchReason): string {
  const { reasons } = words.settings
  const parent = isSettingKey(key) ? declarationOf(key).needs.find((need) => need.kind === 'parent') : undefined
  if (code === 'parent_off' && parent && isSettingKey(parent.key)) return reasons.parent_off(declarationOf(parent.key).label[language])
  if (code === 'plan') return reasons.plan
  if (code === 'no_card_processing') return reasons.no_card_processing
  if (code === 'org_off') return words.history.offForEveryone
  if (code === 'archived') return words.history.archived
  return code === 'no_portal_account' ? words.history.nobodyHasAccount : reasons.other
}
