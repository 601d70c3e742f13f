import type { Child } from 'hono/jsx'
import type { SignedIn } from '../../src/current.ts'
import { eventNames, switchKey } from '../../src/notifications/events.ts'
import type { OwnWishes } from '../../src/notifications/preferences.ts'
import { clockOf, hourChoices, staffKinds, type WishDraft } from '../../src/notifications/wish-form.ts'
import { hoursBefore, quietHours } from '../../src/notifications/wishes.ts'
import { Disclosure } from '../components/dialog.tsx'
import { Field, SelectField } from '../components/field.tsx'
import { Icon } from '../components/icon.tsx'
import { Tick } from '../components/tick.tsx'
import { placeOf } from '../components/time.tsx'

export interface FieldsProps {
  current: SignedIn
  own: OwnWishes
  draft: WishDraft
  zone: string
  error: (field: 'quiet_from' | 'quiet_until' | 'digest_time' | 'hour') => string | undefined
}

/** The optional kinds of a client or contact, each with whether the practice sends it at all. */
export function EventTicks({ current, draft }: FieldsProps) {
  const said = current.words.wishes
  const isSent = (event: (typeof eventNames)[number]) => current.facts.choices[switchKey(event)]?.value === 'on'
  return (
    <Group id="events" heading={said.eventsHeading}>
      <Kind draft={draft} kind="all" label={said.all} hint={said.allHint} />
      <fieldset class="field">
        <legend class="visually-hidden">{said.eventsHeading}</legend>
        {eventNames.filter(isSent).map((event) => (
          <Kind draft={draft} kind={event} label={said.events[event]} />
        ))}
      </fieldset>
      {!eventNames.every(isSent) && (
        <Disclosure summary={said.notAtPractice} kind="plain">
          <fieldset class="field">
            <legend class="visually-hidden">{said.notAtPractice}</legend>
            {eventNames
              .filter((event) => !isSent(event))
              .map((event) => (
                <Kind draft={draft} kind={event} label={said.events[event]} />
              ))}
          </fieldset>
        </Disclosure>
      )}
      <Kind draft={draft} kind="calendar_file" label={said.calendarFile} hint={said.calendarFileHint} />
    </Group>
  )
}

/** NOT-7: whether and when she is reminded. */
export function ReminderFields({ current, own, draft, error }: FieldsProps) {
  const said = current.words.wishes
  const practice = hoursBefore(own.practice.reminderHours) ?? []
  const printed = practice.length === 0 ? said.hoursNever : new Intl.ListFormat(current.language).format(practice.map(said.hours))
  const wrong = error('hour')
  return (
    <Group id="reminders" heading={said.remindersHeading}>
      <Kind draft={draft} kind="reminder" label={said.remind} />
      <SelectField
        label={said.hoursMode}
        name="hours_mode"
        value={draft.hoursMode}
        options={[
          { value: 'practice', label: said.hoursAsPractice(printed) },
          { value: 'own', label: said.hoursOwn },
        ]}
      />
      <Disclosure summary={said.hoursLegend} kind="plain" open={draft.hoursMode === 'own' || wrong !== undefined}>
        <fieldset class="field" id="hour" tabindex={-1} {...(wrong && { 'aria-describedby': 'hour-error' })}>
          <legend class="visually-hidden">{said.hoursLegend}</legend>
          {hourChoices.map((hour) => (
            <Tick
              id={`hour-${hour}`}
              name="hour"
              value={String(hour)}
              label={said.hourLabels[hour] ?? String(hour)}
              on={draft.hours.includes(String(hour))}
            />
          ))}
          {wrong && (
            <p class="error" id="hour-error">
              <Icon name="alert" />
              {wrong}
            </p>
          )}
        </fieldset>
      </Disclosure>
    </Group>
  )
}

/** Whether changes are gathered, and for when. */
export function DigestFields({ current, draft, error }: FieldsProps) {
  const said = current.words.wishes
  return (
    <Group id="digest" heading={said.digestHeading}>
      <Kind draft={draft} kind="digest" label={said.digest} hint={said.digestHint} />
      <Field label={said.digestTime} name="digest_time" type="time" value={draft.digestTime} error={error('digest_time')} />
    </Group>
  )
}

/** NOT-6: what a staff member hears of, and how often. */
export function NoticeFields({ current, draft, error }: FieldsProps) {
  const said = current.words.wishes
  const { staff } = current
  const hers = staffKinds.filter((kind) =>
    kind === 'request_escalated' ? staff?.administrator : kind !== 'hours_changed' || staff?.therapist,
  )
  return (
    <Group id="notices" heading={said.noticesHeading}>
      <SelectField
        label={said.notices}
        name="notices"
        value={draft.notices}
        options={[
          { value: 'each', label: said.each },
          { value: 'digest', label: said.daily },
          { value: 'none', label: said.none },
        ]}
      />
      <fieldset class="field">
        <legend>{said.kindsLegend}</legend>
        {hers.map((kind) => (
          <Kind draft={draft} kind={kind} label={said.staffKinds[kind]} />
        ))}
        {staffKinds
          .filter((kind) => !hers.includes(kind) && draft.kinds.includes(kind))
          .map((kind) => (
            <input type="hidden" name="kind" value={kind} />
          ))}
      </fieldset>
      <Field label={said.dailyTime} name="digest_time" type="time" value={draft.digestTime} error={error('digest_time')} />
    </Group>
  )
}

/** When nothing optional is sent. */
export function QuietFields({ current, own, draft, zone, error }: FieldsProps) {
  const said = current.words.wishes
  const practice = quietHours(own.practice.quiet)
  return (
    <Group id="quiet" heading={said.quietHeading} hint={said.quietHint(placeOf(zone))}>
      <SelectField
        label={said.quietMode}
        name="quiet_mode"
        value={draft.quietMode}
        options={[
          {
            value: 'practice',
            label: practice ? said.quietAsPractice(clockOf(practice.from), clockOf(practice.until)) : said.quietAsPracticeNone,
          },
          { value: 'none', label: said.quietNone },
          { value: 'own', label: said.quietOwn },
        ]}
      />
      <div class="choices">
        <Field label={said.quietFrom} name="quiet_from" type="time" value={draft.quietFrom} error={error('quiet_from')} />
        <Field label={said.quietUntil} name="quiet_until" type="time" value={draft.quietUntil} error={error('quiet_until')} />
      </div>
    </Group>
  )
}

function Group({ id, heading, hint, children }: { id: string; heading: string; hint?: string; children?: Child }) {
  return (
    <section class="card stack" aria-labelledby={`${id}-heading`}>
      <h2 id={`${id}-heading`}>{heading}</h2>
      {hint && <p class="soft">{hint}</p>}
      {children}
    </section>
  )
}

const Kind = ({ draft, kind, ...rest }: { draft: WishDraft; kind: string; label: string; hint?: string }) => (
  <Tick id={`kind-${kind}`} name="kind" value={kind} on={draft.kinds.includes(kind)} {...rest} />
)
