import { Avatar } from './avatar.tsx'
import { Button } from './button.tsx'
import { Disclosure } from './dialog.tsx'
import type { Example } from './example.ts'
import { Field } from './field.tsx'
import { Icon } from './icon.tsx'
import { SwitchRow } from './switch-row.tsx'
import { Time } from './time.tsx'
import type { Words } from '../words/words.ts'

// Markup of the key pages, to be copied into their area's views. Attributes that only a real page can fill are "#".
const zone = 'America/New_York'
const tuesday = Date.UTC(2026, 11, 8, 15)
const minutes = (n: number) => tuesday + n * 60_000

/** One `<form>` per request: its version and key are in it once, each button says with `formaction` and `hx-post` what it does. */
export function RequestRowPattern({ words, id, name, note }: { words: Words; id: string; name: string; note?: string }) {
  const acts = (action: string) => ({
    formaction: action,
    'hx-post': action,
    'hx-target': 'closest .request-row',
    'hx-swap': 'outerHTML',
    'hx-sync': 'closest form:drop',
  })
  return (
    <form class="request-row" id={`request-${id}`} method="post" aria-labelledby={`request-${id}-name`}>
      <input type="hidden" name="version" value="1" />
      <input type="hidden" name="key" value="a-key" />
      <div>
        <p class="when">
          <Time at={tuesday} until={minutes(50)} zone={zone} language="en" />
        </p>
        <p>Session, telehealth</p>
        <p class="meta">
          asked 2 h ago · answer by <Time at={minutes(420)} zone={zone} language="en" form="weekday" />
        </p>
      </div>
      <div class="who">
        <Avatar name={name} />
        <div>
          <p id={`request-${id}-name`}>
            <b>{name}</b>
          </p>
          {note && <q>{note}</q>}
        </div>
      </div>
      <div class="actions">
        <Button kind="primary" icon="check" {...acts('#confirmation')}>
          Confirm
        </Button>
        <Button type="button">Offer another time</Button>
        <Disclosure summary="Decline" kind="danger">
          <Field label={`Message to ${name}`} name="message" id={`request-${id}-message`} multiline optional={words.components.optional} />
          <div class="actions">
            <Button kind="danger" {...acts('#decline')}>
              Decline this request
            </Button>
          </div>
        </Disclosure>
      </div>
    </form>
  )
}

/** What a request becomes when it was answered: one line with its undo, focused, said once. */
export function AnsweredRowPattern() {
  return (
    <form
      class="request-row done"
      id="request-r9"
      method="post"
      action="#"
      hx-post="#"
      hx-target="this"
      hx-swap="outerHTML"
      hx-sync="this:drop"
    >
      <input type="hidden" name="version" value="2" />
      <p tabindex={-1} data-focus>
        <Icon name="check" />
        <span>
          Confirmed Bo Nilsson, <Time at={tuesday} zone={zone} language="en" />
        </span>
      </p>
      <Button kind="plain" icon="undo">
        Undo
      </Button>
    </form>
  )
}

export function RequestsPattern({ words }: { words: Words }) {
  return (
    <div class="rows">
      <RequestRowPattern words={words} id="r1" name="Ana Pereira" note="Could we talk about the letter?" />
      <AnsweredRowPattern />
      <RequestRowPattern words={words} id="r2" name="Max Nilsson" />
    </div>
  )
}

/** Settings: `.rows` holds the rows; what depends on a row follows it with `nested`. */
export function SettingsPattern({ words }: { words: Words }) {
  const shared = { words: words.components, action: '#', version: 1, historyHref: '#' }
  const changed = (
    <>
      Dana Ortiz, <Time at={Date.UTC(2026, 4, 3, 18, 5)} zone={zone} language="en" form="stamp" />
    </>
  )
  return (
    <div class="rows">
      <SwitchRow
        {...shared}
        id="setting-client_payments"
        label="Allow Client Payments through Client Portal"
        help="Clients pay for appointments in their portal."
        on={false}
        reason={{ code: 'no_card_processing', text: 'Card processing is not enabled yet.', href: '#', remedy: 'Set it up' }}
        historyHref={undefined}
      />
      <SwitchRow
        {...shared}
        id="setting-secure_messaging"
        label="Allow Secure Messaging through Client Portal"
        help="Clients and their therapists write to each other."
        on={false}
        changed={changed}
        undo={{ text: 'Secure messaging is off.', seconds: 3600 }}
      />
      <SwitchRow
        {...shared}
        id="setting-self_scheduling"
        label="Allow Clients Self-Scheduling through Client Portal"
        help="Clients ask for a time; you accept or decline."
        on
        changed={changed}
        warning={{ text: 'No therapist is subscribed yet, so nobody will see it.', href: '#', remedy: 'Staff & seats' }}
        impact={{
          lines: ['3 open requests stay with their therapists.', '2 held times are released.'],
          keepHref: '#setting-self_scheduling',
        }}
      />
      <SwitchRow
        {...shared}
        id="setting-schedule_within_24h"
        nested
        label="Allow clients to schedule an appointment within 24 hours"
        on
        changed={changed}
      />
      <SwitchRow
        {...shared}
        id="setting-cancel_within_24h"
        nested
        label="Allow clients to cancel or reschedule an appointment within 24 hours"
        on={false}
        historyHref={undefined}
        reason={{ code: 'parent_off', text: 'Turn on self-scheduling first.' }}
      />
    </div>
  )
}

export const examples: Example[] = [{ title: '.request-row in .rows', render: (words) => <RequestsPattern words={words} /> }]
