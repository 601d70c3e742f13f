import type { Child } from 'hono/jsx'
import type { Current } from '../../src/current.ts'
import type { Delivery } from '../../src/notifications/deliveries.ts'
import { outcomeOf, type Outcome } from '../../src/notifications/deliveries-outcome.ts'
import { Badge, type BadgeProps } from '../components/badge.tsx'
import { printDate, printTime, Time } from '../components/time.tsx'
import { kindOf, whyOf } from './delivery-words.ts'

interface DayGroupsProps<T> {
  current: Current
  zone: string
  rows: T[]
  at: (row: T) => number
  children: (row: T) => Child
}

/** A list by time under the days of the reader's zone. */
export function DayGroups<T>({ current, zone, rows, at, children }: DayGroupsProps<T>) {
  const { language, now } = current
  const days = Map.groupBy(rows, (row) => printTime({ at: at(row), zone, language, form: 'day', now }))
  return (
    <>
      {[...days].map(([day, list]) => (
        <section>
          <h2>{day}</h2>
          <ul class="rows">{list.map(children)}</ul>
        </section>
      ))}
    </>
  )
}

interface DeliveryRowProps {
  current: Current
  delivery: Delivery
  zone: string
  /** To whom, and where: in words. */
  to: string
  /** The day is no heading above it. */
  dated?: boolean
  /** More that is true of it, below; and what can be done about it. */
  more?: Child
  children?: Child
}

/** One e-mail: what kind, when, to whom, what became of it and why (NOT-23). */
export function DeliveryRow({ current, delivery, zone, to, dated = false, more, children }: DeliveryRowProps) {
  const { words, language, now } = current
  const outcome = outcomeOf(delivery, now)
  const why = whyOf(words, outcome)
  const when = { zone, language, now }
  return (
    <li class="appointment delivery" id={`delivery-${delivery.id}`} data-state={outcome.state}>
      <div>
        <p>
          <b>{kindOf(words, delivery)}</b>
          {delivery.againNo > 0 && <span class="soft">, {words.deliveries.isAgain}</span>}
        </p>
        <p class="soft">
          <Time at={delivery.createdAt} {...when} form={dated ? 'moment' : 'clock'} />
          {to && <> {to}</>}
        </p>
        {why && <p>{why}</p>}
        {more}
      </div>
      <div class="actions">
        <Badge kind={looks[outcome.state]}>{words.deliveries.states[outcome.state]}</Badge>
        <Until {...{ current, outcome, zone }} />
      </div>
      {children}
    </li>
  )
}

/** Until when something waits that is not sent yet. */
function Until({ current: { words, language }, outcome, zone }: { current: Current; outcome: Outcome; zone: string }) {
  if (outcome.state !== 'waiting' && outcome.state !== 'retrying') return <></>
  return (
    <span class="soft">
      {outcome.state === 'waiting' ? words.deliveries.until : words.deliveries.next}{' '}
      <Time at={outcome.at} zone={zone} language={language} />
    </span>
  )
}

/** Who dealt with its not arriving, and how. */
export function Settled({ current: { words, language }, delivery, zone }: Pick<DeliveryRowProps, 'current' | 'delivery' | 'zone'>) {
  const { settledAt, settledAs, settledByName, phoneNote } = delivery
  if (settledAt === null || settledAs === null) return <></>
  return (
    <>
      <p>{words.deliveries.settled[settledAs](settledByName ?? '', printDate(settledAt, zone, language))}</p>
      {phoneNote && <q>{phoneNote}</q>}
    </>
  )
}

const looks: Record<Outcome['state'], NonNullable<BadgeProps['kind']>> = {
  sent: 'ok',
  sending: 'wait',
  waiting: 'wait',
  retrying: 'wait',
  dropped: 'plain',
  failed: 'no',
  returned: 'no',
}
