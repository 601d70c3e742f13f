/** What cron does, in its order: requests past their deadline expire, what waits reminds, the waitlist is tended. Twice changes nothing. */
import { the, type Model, type Waiting } from './model.ts'
import { freeStarts, timeOf } from './rules.ts'
import { always, release, take } from './steps.ts'
import * as world from './world.ts'

/** Answers how many times the schedule must run until nothing is left to do. */
export function runClock(model: Model): number {
  for (const kept of model.appointments)
    if (kept.state === 'requested' && kept.answerByAt <= model.now)
      take(model, kept, 'expired', 'request.expired', always('request_expired', kept), 'clock')
  remind(model)
  let passes = 0
  do tendWaitlist(model)
  while (++passes < 5 && model.waiting.some((one) => !one.offering && one.lookAt <= model.now))
  return passes
}

/** SCH-22: half of the time is over: the therapist; three quarters: the administrators. Once for every version, not while the client is asked. */
function remind({ appointments, now }: Model): void {
  for (const kept of appointments.filter(({ state, offered }) => state === 'requested' && !offered)) {
    const [left, all] = [kept.answerByAt - now, kept.answerByAt - kept.changedAt]
    const due = [
      ...(left * 2 <= all ? [`${kept.version} request_reminder staff:${kept.staff}`] : []),
      ...(left * 4 <= all ? [`${kept.version} request_escalated staff:${world.administrator}`] : []),
    ]
    kept.told.push(...due.filter((letter) => !kept.told.includes(letter)))
  }
}

function tendWaitlist(model: Model): void {
  for (const one of model.waiting.filter(({ offering }) => offering)) {
    const hold = model.holds.find(({ of }) => of === one.id)
    if (!hold || hold.expiresAt <= model.now) endOffer(model, one)
  }
  const due = model.waiting.filter(({ offering, lookAt }) => !offering && lookAt <= model.now)
  for (const one of due.toSorted((a, b) => a.since - b.since || (a.id < b.id ? -1 : 1))) look(model, one)
}

/** The offer is over, and what is free now is known. */
export function endOffer(model: Model, one: Waiting): void {
  one.offering = false
  release(model, ({ of }) => of === one.id)
  one.known = null
  one.lookAt = 0
}

/** Nobody waits there any longer. */
export function endWaiting(model: Model, { id }: Waiting): void {
  model.waiting = model.waiting.filter((one) => one.id !== id)
  release(model, ({ of }) => of === id)
}

/** SCH-28: the earliest time that has opened, not overlapping what was offered before, with a hold and a deadline. */
function look(model: Model, one: Waiting): void {
  const before = boundOf(model, one)
  if (before === 'gone' || (before !== null && before <= model.now)) return endWaiting(model, one)
  one.lookAt = model.now + 15 * world.minute
  const free = freeStarts(model, one, before)
  if (one.known === null) {
    one.known = free
    return
  }
  const known = one.known
  one.known = known.filter((startsAt) => free.includes(startsAt))
  const opened = free
    .map((startsAt) => timeOf(one.service, startsAt))
    .find(
      (time) =>
        !known.includes(time.startsAt) &&
        !one.wasOffered.some((other) => other.startsAt < time.endsAt && time.startsAt < other.endsAt) &&
        deadlineOf(model, time.startsAt) >= model.now + 15 * world.minute,
    )
  if (!opened) return
  const { id: of, staff } = one
  model.holds.push({ ...opened, purpose: 'waitlist', of, staff, expiresAt: deadlineOf(model, opened.startsAt), id: '', offer: '' })
  one.offering = true
  one.wasOffered.push(opened)
}

/** Before what is earlier: the appointment may have moved; 'gone' when it stands no more, or with another therapist. */
function boundOf(model: Model, { before, appointment, staff: therapist }: Waiting): number | null | 'gone' {
  if (appointment === null) return before
  const { state, startsAt, staff } = the(model, appointment)
  if ((state !== 'confirmed' && state !== 'requested') || staff !== therapist) return 'gone'
  return before === null ? startsAt : Math.min(before, startsAt)
}

/** Two hours, not counting the night (20 to 8), never past the moment from which it cannot be asked for. */
function deadlineOf({ now, choices }: Model, startsAt: number): number {
  const at = world.minuteOf(now)
  const [opens, closes] = [8 * 60, 20 * 60]
  const day = world.dayOf(now) + (at >= closes ? 1 : 0)
  const from = at >= opens && at < closes ? now : world.instantOf(day, opens)
  return Math.min(from + 2 * world.hour, startsAt - (choices.scheduleWithin24h ? 0 : world.day))
}
