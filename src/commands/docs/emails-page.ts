import { allSamples } from '../../../views/emails/all-samples.ts'
import type { Sample } from '../../../views/emails/letter.tsx'
import { eventNames, events, switchKey } from '../../notifications/events.ts'
import type { AlwaysKind, StaffKind } from '../../notifications/outbox.ts'
import { generatedFrom, table } from './table.ts'

/** A kind that is not in these tables does not compile. */
const always: Record<AlwaysKind | 'sign_in', [to: string, when: string]> = {
  sign_in: ['whoever has the address', 'somebody asks for a code; nobody is told whether the address is known'],
  request_received: ['the client, her contacts with notices, and the contact who asked', 'a request was made'],
  request_expired: ['the client, her contacts with notices, and the contact who asked', 'a request was not answered in time'],
  counter_offer: ['the client, her contacts with notices, and the contact who asked', 'a therapist offers other times instead'],
  waitlist_offer: ['client, contacts with notices, and the contact who asked', 'a time has opened for somebody who waits, and is kept'],
}
const staff: Record<StaffKind, string> = {
  new_request: 'a client asks for a time',
  cancelled_by_client: 'a client cancels',
  withdrawn_by_client: 'a client takes a request back',
  request_reminder: 'a request still waits when half of its time is over',
  request_escalated: 'to administrators: a request still waits when three quarters of its time are over',
  offer_taken: 'a client takes one of the times offered',
  hours_changed: 'an administrator changed their hours; all changes of a quarter of an hour together',
}

/** docs/emails.md: what makes the portal write, to whom, and how it looks (NOT-1, NOT-6, NOT-8). */
export const emailsPage = async (): Promise<string> => `${generatedFrom('src/notifications and views/emails')}

# E-mails

An e-mail is a row of the outbox, written in the batch of the change. Whether it is still true, and to whom it goes, is decided when
it is sent. It never says what it is about: only that there is something new, with a link to the portal.

## To clients, when its switch is on

The client and the contacts who receive her notices. One change is one e-mail, after the practice's grace of 60 seconds.

${table(['event', 'switch', 'stored as'], eventNames.map((event) => [`\`${event}\``, events[event].label.en, `\`${switchKey(event)}\``]))}

## Always, at once

${table(['kind', 'to', 'when'], Object.entries(always).map(([kind, [to, when]]) => [`\`${kind}\``, to, when]))}

## Reminders

By the clock, from what is: an appointment that is confirmed, at the time it has. 48 and 2 hours before, unless the practice or the reader
chose otherwise. To the client and the contacts who receive her notices.

${table(['kind', 'when'], [['`reminder`', 'so many elapsed hours before the start; none for an appointment made or moved later than that']])}

## To a therapist, by her own preference

${table(['kind', 'when'], Object.entries(staff).map(([kind, when]) => [`\`${kind}\``, when]))}

## Once a day

Whoever wants it gets one e-mail a day, at an hour of her own: clients and contacts instead of those with a switch, staff instead of their single ones.

${table(['kind', 'to', 'what'], [['`digest`', 'client or contact', 'something that is optional is still true at her hour'], ['`staff_digest`', 'staff', 'how many requests wait, what was cancelled, withdrawn or taken since the last']])}

## How they read

${(await Promise.all(allSamples.map(shown))).join('\n\n')}
`

async function shown({ title, render }: Sample): Promise<string> {
  const [english, spanish] = await Promise.all([render('en'), render('es')])
  return `### ${title}\n\n${[english, spanish].map(({ subject, text }) => `\`\`\`text\nSubject: ${subject}\n\n${text.trimEnd()}\n\`\`\``).join('\n\n')}`
}
