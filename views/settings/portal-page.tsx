import type { Shortcut } from '../../src/accounts/link-rules.ts'
import type { StaffCurrent } from '../../src/current.ts'
import { eventNames, events, switchKey, type NotificationEvent } from '../../src/notifications/events.ts'
import { href, paths } from '../../src/paths.ts'
import { settingKeys, type SettingKey } from '../../src/settings/declarations.ts'
import type { SwitchRefusal } from '../../src/settings/switches.ts'
import type { Schedule } from '../../src/settings/schedules.ts'
import type { SettingFacts } from '../../src/settings/standing.ts'
import { CopyField } from '../components/copy-field.tsx'
import { SwitchRow } from '../components/switch-row.tsx'
import { StaffFrame } from '../frames.tsx'
import { SettingSchedule } from './schedule.tsx'
import { Changed, impactShown, SettingRow } from './setting-row.tsx'

export interface PortalPageProps {
  current: StaffCurrent
  /** What is scheduled, of every setting. */
  schedules: Schedule[]
  /** The three links, replaced ones too. */
  links: Pick<Shortcut, 'kind' | 'suffix' | 'replacedAt'>[]
  /** The switch that was refused, when this page is the answer to it without JavaScript. */
  refused?: { key: string; refusal: SwitchRefusal }
}

/** Organization > Client Portal: the settings, the notification switches, the three links (SET-1). */
export function PortalPage({ current, schedules, links, refused }: PortalPageProps) {
  const { words, organization, facts } = current
  return (
    <StaffFrame current={current} title={words.settings.title} here="portal" back={href(paths.portal, { org: organization.slug })}>
      <h1>{words.settings.title}</h1>
      <p class="lead">{words.settings.intro(organization.name)}</p>
      <section aria-labelledby="settings-heading">
        <h2 id="settings-heading">{words.settings.heading}</h2>
        <div class="rows">
          {settingKeys.map((key: SettingKey) => (
            <>
              <SettingRow current={current} facts={facts} settingKey={key} refusal={refused?.key === key ? refused.refusal : undefined} />
              <SettingSchedule current={current} settingKey={key} schedules={schedules} />
            </>
          ))}
        </div>
      </section>
      <section aria-labelledby="notifications-heading">
        <h2 id="notifications-heading">{words.settings.notificationsHeading}</h2>
        <p class="soft">{words.settings.notificationsIntro}</p>
        <p>
          <a href={href(paths.practiceMails, { org: organization.slug })}>{words.wishes.practice.link}</a>
        </p>
        <div class="rows">
          {eventNames.map((event) => (
            <NotificationRow
              current={current}
              facts={facts}
              event={event}
              refusal={refused?.key === switchKey(event) ? refused.refusal : undefined}
            />
          ))}
        </div>
      </section>
      <Shortcuts current={current} links={links} />
    </StaffFrame>
  )
}

export interface NotificationRowProps {
  current: StaffCurrent
  facts: SettingFacts
  event: NotificationEvent
  justSwitched?: boolean
  refusal?: SwitchRefusal | undefined
}

/** One of the eight switches: whether the client is e-mailed when this happens. */
export function NotificationRow({ current, facts, event, justSwitched, refusal }: NotificationRowProps) {
  const { words, language, organization } = current
  const choice = facts.choices[switchKey(event)]
  const on = (choice?.value ?? events[event].default) === 'on'
  const label = events[event].label[language]
  return (
    <SwitchRow
      words={words.components}
      id={`notification-${event}`}
      label={label}
      on={on}
      version={choice?.version ?? 0}
      action={href(paths.notification, { org: organization.slug, event })}
      changed={choice && <Changed current={current} change={{ at: choice.changedAt, by: choice.changedByName }} />}
      historyHref={choice && href(paths.history, { org: organization.slug }, { key: switchKey(event) })}
      undo={justSwitched ? { text: words.settings.nowIs(label, on ? 'on' : 'off') } : undefined}
      conflict={refusal?.kind === 'stale' ? words.settings.changedMeanwhile(choice?.changedByName ?? '', on ? 'on' : 'off') : undefined}
      impact={impactShown(current, refusal, `notification-${event}`)}
    />
  )
}

/** The three links as they stand, with Copy; everything else about them has a page of its own: this one is full (SPD-2). */
function Shortcuts({ current, links }: { current: StaffCurrent; links: Pick<Shortcut, 'kind' | 'suffix' | 'replacedAt'>[] }) {
  const { words, organization, env } = current
  return (
    <section id="links" aria-labelledby="links-heading">
      <h2 id="links-heading">{words.settings.linksHeading}</h2>
      <p class="soft">{words.settings.linksIntro}</p>
      <div class="card stack">
        {(['login', 'book', 'join'] as const).map((kind) => {
          const { label, hint } = words.settings.links[kind]
          const k = links.find((link) => link.kind === kind && link.replacedAt === null)?.suffix || undefined
          const value = env.PUBLIC_ORIGIN + href(paths[kind], { org: organization.slug }, { k })
          return <CopyField words={words.components} id={`link-${kind}`} label={label} hint={hint} value={value} />
        })}
        <p>
          <a href={href(paths.links, { org: organization.slug })}>{words.links.all}</a>
        </p>
      </div>
    </section>
  )
}
