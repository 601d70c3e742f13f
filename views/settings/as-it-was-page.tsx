import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { wallClock } from '../../src/scheduling/zones.ts'
import { choicesAt, differences, withChoices, type Moment, type NextChange } from '../../src/settings/as-of.ts'
import { isSettingKey } from '../../src/settings/declarations.ts'
import type { RestorationRefusal } from '../../src/settings/restorations.ts'
import { standing, type SettingFacts } from '../../src/settings/standing.ts'
import { defaultOf, labelOfSwitch, switchKeys } from '../../src/settings/switch-keys.ts'
import { Badge } from '../components/badge.tsx'
import { Button } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { Field } from '../components/field.tsx'
import { Notice } from '../components/notice.tsx'
import { TableList, type Row } from '../components/table-list.tsx'
import { placeOf } from '../components/time.tsx'
import { PutStateBack, toMinute } from './put-state-back.tsx'
import { HistoryFrame, When } from './history-parts.tsx'

export interface AsItWasPageProps {
  current: StaffCurrent
  /** As it was asked for: "2026-05-03T14:05", or the instant with a Z. */
  typed: string
  moment: Moment
  /** The first change of every switch after that moment. */
  next: NextChange[]
  /** Why the state was not put back, when this page is the answer. */
  refusal?: RestorationRefusal | undefined
}

/** SET-8: "What was on at 14:05 on 3 May?", beside what is on now; and the way back to all of it. */
export function AsItWasPage({ current, typed, moment, next, refusal }: AsItWasPageProps) {
  const { words, organization } = current
  const found = !('problem' in moment)
  const { emptyState } = words.history
  return (
    <HistoryFrame current={current} here="state" back={href(paths.history, { org: organization.slug }, { at: typed })}>
      <Ask current={current} typed={typed} moment={moment} />
      {found ? (
        <State {...{ current, next, refusal }} at={moment.at} other={moment.other} />
      ) : (
        <EmptyState icon="clock" title={emptyState.title}>
          {emptyState.text}
        </EmptyState>
      )}
    </HistoryFrame>
  )
}

function Ask({ current: { words, organization }, typed, moment }: { current: StaffCurrent; typed: string; moment: Moment }) {
  const { ask, askHint, day, clock, problems } = words.history
  const error = 'problem' in moment && typed !== '' ? problemText(problems, moment.problem) : undefined
  const [date, time] = typedParts(typed, moment, organization.zone)
  return (
    <form method="get" action={href(paths.history, { org: organization.slug })} class="card stack">
      <div class="choices">
        <Field label={day} name="date" type="date" value={date} required error={error} {...(error && { 'data-focus': true })} />
        <Field label={clock} name="time" type="time" value={time} required />
      </div>
      <p class="hint">{askHint(placeOf(organization.zone))}</p>
      <Button kind="primary">{ask}</Button>
    </form>
  )
}

function State({
  current,
  at,
  other,
  next,
  refusal,
}: {
  current: StaffCurrent
  at: number
  other: number | null
  next: NextChange[]
  refusal: RestorationRefusal | undefined
}) {
  const { words, organization, facts } = current
  const { stateAt, twice, second, stateCaption, effectNote, what, atThatTime, now, since } = words.history
  const chosen = choicesAt(facts, next)
  const before = withChoices(facts, chosen)
  return (
    <section aria-labelledby="state-heading" class="stack">
      <h2 id="state-heading">
        {stateAt} <When current={current} at={at} />
      </h2>
      {other !== null && (
        <Notice
          words={words.components}
          action={<a href={href(paths.history, { org: organization.slug }, { at: toMinute(other) })}>{second}</a>}
        >
          {twice}
        </Notice>
      )}
      <PutStateBack current={current} at={at} changes={differences(facts, chosen)} refusal={refusal} />
      <TableList
        caption={stateCaption}
        columns={[what, atThatTime, now, since].map((label) => ({ label }))}
        rows={switchKeys.map((key) => stateRow(current, { key, before, change: next.find((one) => one.key === key) }))}
      />
      <p class="meta">{effectNote}</p>
    </section>
  )
}

function stateRow(
  current: StaffCurrent,
  { key, before, change }: { key: string; before: SettingFacts; change: NextChange | undefined },
): Row {
  const { language, organization, facts } = current
  const differs = valueIn(before, key) !== valueIn(facts, key)
  const was = <StateWord current={current} facts={before} settingKey={key} />
  return {
    id: `was-${key}`,
    cells: [
      <a href={href(paths.history, { org: organization.slug }, { key })}>{labelOfSwitch(key)?.[language]}</a>,
      differs ? <Badge kind="accent">{was}</Badge> : was,
      <StateWord current={current} facts={facts} settingKey={key} />,
      change ? (
        <span class="meta">
          {change.by || current.words.history.portal}, <When current={current} at={change.at} />
        </span>
      ) : (
        '–'
      ),
    ],
  }
}

/** "On", "Off", or "On, without effect" where a need was missing. */
function StateWord({ current: { words }, facts, settingKey: key }: { current: StaffCurrent; facts: SettingFacts; settingKey: string }) {
  const value = valueIn(facts, key)
  const idle = value === 'on' && isSettingKey(key) && !standing(key, facts).effective
  return <>{idle ? `${words.history.stateWord(value)}, ${words.history.withoutEffect}` : words.history.stateWord(value)}</>
}

const valueIn = (facts: SettingFacts, key: string): 'on' | 'off' => facts.choices[key]?.value ?? defaultOf(key)

function problemText(problems: StaffCurrent['words']['history']['problems'], problem: 'unreadable' | 'skipped' | 'future'): string {
  return problem === 'skipped' ? problems.skipped : problem === 'future' ? problems.future : problems.unreadable
}

function typedParts(typed: string, moment: Moment, zone: string): (string | undefined)[] {
  if ('problem' in moment) return [/^\d{4}-\d\d-\d\d/, /(?<=T)\d\d:\d\d/].map((part) => part.exec(typed)?.[0])
  const { date, minute } = wallClock(zone, moment.at)
  return [date, [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':')]
}
