import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { SettingKey } from '../../src/settings/declarations.ts'
import type { Schedule } from '../../src/settings/schedules.ts'
import type { Outcome } from '../../src/settings/schedule-schema.ts'
import { Button } from '../components/button.tsx'
import { Disclosure } from '../components/dialog.tsx'
import { Icon } from '../components/icon.tsx'
import { Notice } from '../components/notice.tsx'
import { Time } from '../components/time.tsx'
import { ScheduleForm, type ScheduleFormProps } from './schedule-form.tsx'

export interface SettingScheduleProps {
  current: StaffCurrent
  settingKey: SettingKey
  /** Those of all settings: what is planned, and what was skipped and not read yet. */
  schedules: Schedule[]
  /** Opened: the form. */
  opened?: Omit<ScheduleFormProps, 'current' | 'settingKey'> | undefined
  /** What has just happened, said once; `no`: it did not. */
  said?: { text: string; kind: 'ok' | 'no' } | undefined
}

/** Below a setting's row: what is scheduled for it, and the form when it is open. Empty otherwise. */
export function SettingSchedule({ current, settingKey: key, schedules, opened, said }: SettingScheduleProps) {
  const { words, facts } = current
  const mine = schedules.filter((schedule) => schedule.key === key)
  const skipped = mine.filter(({ doneAt }) => doneAt !== null && doneAt >= (facts.choices[key]?.changedAt ?? 0))
  const planned = mine.filter(({ doneAt }) => doneAt === null)
  const firsts = planned.filter(({ backOf }) => !planned.some(({ id }) => id === backOf))
  if (!said && !opened && skipped.length + firsts.length === 0) return <div class="schedule"></div>
  return (
    <div id={`schedule-${key}`} class="schedule">
      {said && (
        <p class={`notice ${said.kind}`} tabindex={-1} data-focus data-announce>
          <Icon name={said.kind === 'ok' ? 'check' : 'alert'} />
          {said.text}
        </p>
      )}
      {skipped.map((schedule) => (
        <Skipped current={current} schedule={schedule} />
      ))}
      {firsts.map((schedule) => (
        <Planned current={current} schedule={schedule} back={planned.find(({ backOf }) => backOf === schedule.id)} />
      ))}
      {opened && (
        <Disclosure id={`schedule-${key}-form`} summary={words.schedules.open} icon="clock" open>
          <ScheduleForm current={current} settingKey={key} {...opened} />
        </Disclosure>
      )}
    </div>
  )
}

/** In a setting's row: opens the form below it; without JavaScript on a page of its own. */
export function ScheduleLink({
  current: { words, organization },
  settingKey: key,
}: {
  current: { words: StaffCurrent['words']; organization: { slug: string } }
  settingKey: SettingKey
}) {
  const at = href(paths.schedules, { org: organization.slug, key })
  return (
    <a href={at} hx-get={at} hx-target="next .schedule" hx-swap="outerHTML" aria-describedby={`setting-${key}-label`}>
      {words.schedules.open}
    </a>
  )
}

/** "Off on 24 Dec, 09:00 EST by Dana Ortiz; on again on 2 Jan, 09:00 EST", and a way to cancel both. */
function Planned({ current, schedule, back }: { current: StaffCurrent; schedule: Schedule; back: Schedule | undefined }) {
  const {
    words: { schedules: words },
  } = current
  const { value, backOf } = schedule
  const willBe = value === 'on' ? words.willOn : words.willOff
  const again = value === 'on' ? words.againOn : words.againOff
  return (
    <Acted current={current} schedule={schedule} word={words.cancel}>
      <p>
        {backOf === null ? willBe : capital(again)} <When current={current} at={schedule.dueAt} /> {words.by(schedule.createdByName)}
        {back && (
          <>
            ; {back.value === 'on' ? words.againOn : words.againOff} <When current={current} at={back.dueAt} />
          </>
        )}
      </p>
    </Acted>
  )
}

/** What was scheduled and could not be: why, until somebody has read it. */
function Skipped({ current, schedule }: { current: StaffCurrent; schedule: Schedule }) {
  const { words } = current
  const { createdByName: name, value, dueAt, outcome } = schedule
  return (
    <Acted current={current} schedule={schedule} word={words.schedules.dismiss}>
      <Notice words={words.components} kind="wait">
        <When current={current} at={dueAt} />: {words.schedules.notDone(name, value)} {reasonOf(words.schedules, outcome, name)}
      </Notice>
    </Acted>
  )
}

/** A line of the list with its one button. */
function Acted({ current, schedule, word, children }: { current: StaffCurrent; schedule: Schedule; word: string; children?: unknown }) {
  const at = href(paths.scheduleCancellation, { org: current.organization.slug, scheduleId: schedule.id })
  return (
    <form
      id={`schedule-${schedule.id}`}
      class="planned"
      method="post"
      action={at}
      hx-post={at}
      hx-target="closest .schedule"
      hx-swap="outerHTML"
      hx-sync="this:drop"
    >
      {children}
      <Button kind="plain" aria-describedby={`setting-${schedule.key}-label`}>
        {word}
      </Button>
    </form>
  )
}

const When = ({ current: { organization, language, now }, at }: { current: StaffCurrent; at: number }) => (
  <Time at={at} zone={organization.zone} language={language} form="stamp" now={now} />
)

function reasonOf(words: StaffCurrent['words']['schedules'], outcome: Outcome | null, name: string): string {
  if (outcome === 'already') return words.becauseAlready
  if (outcome === 'not_administrator') return words.becauseNotAdministrator(name)
  if (outcome === 'plan') return words.becausePlan
  if (outcome === 'no_card_processing') return words.becauseCard
  return outcome === 'parent_off' ? words.becauseParent : words.becauseOther
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
