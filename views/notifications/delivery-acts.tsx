import type { StaffCurrent } from '../../src/current.ts'
import type { Delivery } from '../../src/notifications/deliveries.ts'
import type { AgainRefusal } from '../../src/notifications/deliveries-again.ts'
import { isUndelivered, outcomeOf, troubleOf } from '../../src/notifications/deliveries-outcome.ts'
import { href, paths } from '../../src/paths.ts'
import { newKey } from '../../src/web/new-key.ts'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { Notice } from '../components/notice.tsx'
import { printDate } from '../components/time.tsx'
import { kindOf, whomOf } from './delivery-words.ts'

/** The e-mail that was not dealt with, and why; or what is wrong with the note, and what was typed. */
export interface Refused {
  id: string
  reason?: AgainRefusal
  note?: string
}

interface DealWithProps {
  current: StaffCurrent
  at: { org: string; clientId: string }
  delivery: Delivery
  bad: Map<string, number>
  refused?: Refused | undefined
}

/** NOT-21: send it again, call instead, or say that the address works again. */
export function DealWith({ current, at, delivery, bad, refused }: DealWithProps) {
  const { words } = current
  const said = words.deliveries
  const to = { ...at, deliveryId: delivery.id }
  const since = bad.get(delivery.sentTo ?? '')
  const mine = refused?.id === delivery.id ? refused : undefined
  const name = said.againOf(kindOf(words, delivery), whomOf(words, delivery))
  return (
    <div class="stack">
      {mine?.reason && <RefusedNotice current={current} reason={mine.reason} />}
      {isUndelivered(delivery) && (
        <>
          {since !== undefined && <p class="soft">{said.badAddress(printDate(since, current.organization.zone, current.language))}</p>}
          <div class="actions">
            {since === undefined ? (
              <Act action={href(paths.clientDeliveryAgain, to)} label={said.sendAgain} name={name} />
            ) : (
              <Act action={href(paths.addressReturn, to)} label={said.addressWorks} name={delivery.sentTo ?? name} />
            )}
            <details class="disclosure" open={mine?.note !== undefined}>
              <summary class="button quiet">
                {said.phoned}
                <span class="visually-hidden"> ({name})</span>
              </summary>
              <form method="post" action={href(paths.phoneNote, to)} class="stack" hx-sync="this:drop">
                <input type="hidden" name="key" value={newKey()} />
                <Field
                  label={said.phonedNote}
                  name="note"
                  id={`note-${delivery.id}`}
                  value={mine?.note}
                  hint={said.phonedHint}
                  optional={words.components.optional}
                  error={mine?.note === undefined ? undefined : said.noteTooLong}
                  maxlength={200}
                  {...(mine?.note !== undefined && { 'data-focus': true })}
                />
                <Button kind="primary">{said.phonedSave}</Button>
              </form>
            </details>
          </div>
        </>
      )}
    </div>
  )
}

/** One button that is a form. What it acts on is said to whoever does not see the row. */
export function Act({ action, label, name }: { action: string; label: string; name: string }) {
  return (
    <form method="post" action={action} hx-sync="this:drop">
      <input type="hidden" name="key" value={newKey()} />
      <Button>
        {label}
        <span class="visually-hidden"> ({name})</span>
      </Button>
    </form>
  )
}

export function RefusedNotice({ current: { words }, reason }: { current: StaffCurrent; reason: AgainRefusal }) {
  const { refused, reasons } = words.deliveries
  return (
    <Notice words={words.components} kind="no" focus>
      {reason === 'settled' ? refused.settled : `${refused.untrue} ${reasons[reason] ?? ''}`}
    </Notice>
  )
}

/** What is the portal's own trouble is said differently: nobody should doubt an address for it. */
export function CodeForOperator({ current: { words, now }, delivery }: { current: StaffCurrent; delivery: Delivery }) {
  const outcome = outcomeOf(delivery, now)
  if ((outcome.state !== 'failed' && outcome.state !== 'retrying') || troubleOf(outcome.reason) === 'address') return <></>
  return (
    <p class="soft">
      {words.deliveries.notTheAddress} <code>{outcome.reason}</code>.
    </p>
  )
}
