import type { Child } from 'hono/jsx'
import type { StaffCurrent } from '../../src/current.ts'
import { events, eventNames, switchKey, type NotificationEvent } from '../../src/notifications/events.ts'
import { href, paths } from '../../src/paths.ts'
import { declarationOf, isSettingKey, settingKeys, type SettingKey } from '../../src/settings/declarations.ts'
import type { InFlight, Need } from '../../src/settings/declare.ts'
import { inFlightOf } from '../../src/settings/switch-keys.ts'
import { StaffFrame } from '../frames.tsx'

/** What each switch does, needs, and does to things in flight: derived from the declarations, an anchor per key (SET-9). */
export function HelpPage({ current }: { current: StaffCurrent }) {
  const { words, organization, language } = current
  const { title, intro, contents } = words.history.help
  const org = { org: organization.slug }
  return (
    <StaffFrame current={current} title={title} here="portal" back={href(paths.settingHelp, org)}>
      <p>
        <a href={href(paths.portal, org)}>{words.history.toSettings}</a>
      </p>
      <h1>{title}</h1>
      <p class="lead">{intro}</p>
      <nav aria-label={contents}>
        <ul class="contents">
          {settingKeys.map((key) => (
            <li>
              <a href={`#${key}`}>{declarationOf(key).label[language]}</a>
            </li>
          ))}
        </ul>
      </nav>
      {settingKeys.map((key) => (
        <Setting current={current} settingKey={key} />
      ))}
      <Notifications current={current} />
    </StaffFrame>
  )
}

function Setting({ current, settingKey: key }: { current: StaffCurrent; settingKey: SettingKey }) {
  const { words, language } = current
  const { label, help, default: state, needs, seat, perClient } = declarationOf(key)
  const { needs: needsTitle, needsNothing, needsSeat, perClient: perClientTitle, canRestrict, sameForAll } = words.history.help
  const needed = [...needs.map((need) => needText(current, need)), ...(seat ? [needsSeat] : [])]
  return (
    <Article current={current} id={key} label={label[language]} help={help[language]} state={state}>
      <p>
        <b>{needsTitle}:</b> {needed.length > 0 ? needed.join(' ') : needsNothing}
      </p>
      <p>
        <b>{perClientTitle}:</b> {perClient === 'restrict' ? canRestrict : sameForAll}
      </p>
      <TurnedOff current={current} kinds={inFlightOf(key)} />
    </Article>
  )
}

interface ArticleProps {
  current: StaffCurrent
  id: SettingKey
  label: string
  help: string
  state: 'on' | 'off'
  children?: Child
}

function Article({ current, id, label, help, state, children }: ArticleProps) {
  const { words } = current
  return (
    <section id={id} class="card stack" aria-labelledby={`${id}-about`}>
      <h2 id={`${id}-about`}>{label}</h2>
      <p>{help}</p>
      <p>
        <b>{words.history.help.atFirst}:</b> {words.history.help.default(state)}
      </p>
      {children}
      <Ways current={current} id={id} row={`setting-${id}`} />
    </section>
  )
}

/** The eight switches of e-mails: they need nothing and treat what waits alike, so it is said once. */
function Notifications({ current }: { current: StaffCurrent }) {
  const { words, language } = current
  return (
    <section aria-labelledby="notifications-about">
      <h2 id="notifications-about">{words.settings.notificationsHeading}</h2>
      <p class="soft">{words.settings.notificationsIntro}</p>
      <div class="card stack">
        <TurnedOff current={current} kinds={inFlightOf(switchKey(eventNames[0] as NotificationEvent))} />
        {eventNames.map((event) => (
          <div id={switchKey(event)}>
            <p id={`${switchKey(event)}-about`}>
              <b>{events[event].label[language]}</b>
            </p>
            <p>{words.history.help.default(events[event].default)}</p>
            <Ways current={current} id={switchKey(event)} row={`notification-${event}`} />
          </div>
        ))}
      </div>
    </section>
  )
}

function Ways({ current: { words, organization }, id, row }: { current: StaffCurrent; id: string; row: string }) {
  const org = { org: organization.slug }
  return (
    <p class="meta">
      <a href={href(paths.portal, org, {}, row)} aria-describedby={`${id}-about`}>
        {words.history.help.toSwitch}
      </a>
      {' · '}
      <a href={href(paths.history, org, { key: id })} aria-describedby={`${id}-about`}>
        {words.components.history}
      </a>
    </p>
  )
}

function TurnedOff({ current: { words, language }, kinds }: { current: StaffCurrent; kinds: InFlight[] }) {
  const { turnedOff, nothingInFlight, askedFirst, comesBack } = words.history.help
  if (kinds.length === 0)
    return (
      <p>
        <b>{turnedOff}:</b> {nothingInFlight}
      </p>
    )
  return (
    <>
      <p>
        <b>{turnedOff}:</b> {askedFirst} {kinds.map((kind) => withoutNumber(kind.says[language](2))).join(' ')}
      </p>
      {kinds.some(({ afterwards }) => afterwards) && <p>{comesBack}</p>}
    </>
  )
}

/** "2 held times are released." as a rule: "Held times are released." */
function withoutNumber(sentence: string): string {
  const rule = sentence.replace(/\b2 /, '')
  return rule.charAt(0).toUpperCase() + rule.slice(1)
}

function needText({ words, language }: StaffCurrent, need: Need): string {
  const { needsPlan, needsCards, needsParent } = words.history.help
  if (need.kind === 'plan') return needsPlan
  if (need.kind === 'card_processing') return needsCards
  return needsParent(isSettingKey(need.key) ? declarationOf(need.key).label[language] : need.key)
}
