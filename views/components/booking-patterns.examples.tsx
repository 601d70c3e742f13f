import { Button } from './button.tsx'
import type { Example } from './example.ts'
import { SelectField } from './field.tsx'
import { Notice } from './notice.tsx'
import { printTime, Time } from './time.tsx'
import type { Words } from '../words/words.ts'

// Markup of the booking pages, to be copied into their views. Attributes that only a real page can fill are "#".
const zone = 'America/New_York'
const tuesday = Date.UTC(2026, 11, 8, 15)
const minutes = (n: number) => tuesday + n * 60_000

/** Booking: two choices, the strip of days (a link when something is free, a span when not), times by part of the day. */
export function BookingPattern() {
  const days = ['Mon 7', 'Tue 8', 'Wed 9', 'Thu 10', 'Fri 11', 'Mon 14', 'Tue 15', 'Wed 16'].map((day) => day.split(' '))
  const free = [0, 7, 5, 9, 0, 4, 8, 2]
  return (
    <div class="stack">
      <form method="get" class="choices" hx-get="#" hx-trigger="change" hx-target="#times" hx-select="#times" hx-swap="outerHTML">
        <SelectField
          label="What"
          name="service"
          options={[
            { value: 's', label: 'Session, 50 minutes' },
            { value: 'i', label: 'Intake, 80 minutes' },
          ]}
        />
        <SelectField label="With whom" name="therapist" options={[{ value: 't', label: 'Theo Lindqvist' }]} />
      </form>
      <div id="times" class="stack">
        <nav class="days" aria-label="Days">
          {days.map(([name, number], at) => {
            const inside = (
              <>
                <span>{name}</span>
                <b>{number}</b>
                <span class="soft">{free[at] ? `${free[at]} free` : 'none'}</span>
              </>
            )
            return free[at] ? (
              <a href="#" {...(at === 1 && { 'aria-current': 'date' })}>
                {inside}
              </a>
            ) : (
              <span>{inside}</span>
            )
          })}
        </nav>
        <p class="soft">Your time, New York.</p>
        <form method="post" action="#">
          <SlotGroup label="Morning" starts={[-60, -45, 0, 30, 60]} />
          <SlotGroup label="Afternoon" starts={[180, 240, 255, 300, 360]} />
        </form>
      </div>
    </div>
  )
}

function SlotGroup({ label, starts }: { label: string; starts: number[] }) {
  return (
    <fieldset class="slots">
      <legend>{label}</legend>
      {starts.map((start) => (
        <button
          class="slot"
          name="start"
          value={new Date(minutes(start)).toISOString()}
          aria-label={printTime({ at: minutes(start), zone, language: 'en', form: 'full' })}
        >
          <Time at={minutes(start)} zone={zone} language="en" form="clock" bare />
        </button>
      ))}
    </fieldset>
  )
}

/** After asking: what happens next, in order, and the way out. */
export function StatusPattern({ words }: { words: Words }) {
  return (
    <div class="stack">
      <Notice words={words.components} kind="wait" title="Waiting for Theo's answer.">
        You will hear by <Time at={minutes(420)} zone={zone} language="en" form="weekday" />.
      </Notice>
      <div class="card stack">
        <p class="when">
          <b>
            <Time at={tuesday} until={minutes(50)} zone={zone} language="en" />
          </b>
          <br />
          Session with Theo Lindqvist, telehealth.
        </p>
        <ol class="steps">
          <li>Theo confirms, declines or offers another time.</li>
          <li>We write to you that there is an answer.</li>
          <li>Your time is held for you until then.</li>
        </ol>
        <form method="post" action="#">
          <Button>Withdraw this request</Button>
        </form>
      </div>
    </div>
  )
}

export const examples: Example[] = [
  { title: '.choices, .days, .slots', render: () => <BookingPattern /> },
  { title: '.steps', render: (words) => <StatusPattern words={words} /> },
]
