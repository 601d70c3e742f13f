/** What a step of an appointment brings along: its version, its entry in the audit, who is told, and what hung on it and ends with it. */
import type { State } from './machine.ts'
import { isActive, type Kept, type Model, type Time } from './model.ts'
import * as world from './world.ts'
import type { Client, Person, Switchable, Therapist } from './world.ts'

/** Who does it: a client's own act takes her wish back, anybody else's answers it. */
export type Doer = 'client' | 'staff' | 'clock'

/** One step along the machine. An open wish to move it ends, and so do times offered instead of it (SCH-20, SCH-23). */
export function take(model: Model, kept: Kept, state: State, action: string, told: string[], by: Doer = 'staff'): void {
  const wasActive = isActive(kept)
  kept.state = state
  note(model, kept, action, told)
  kept.offered = false
  if (wasActive && !isActive(kept)) aTimeIsFree(model, kept.staff)
  endWhatHangsOn(model, kept, by)
}

/** A step to another time, or another therapist's. */
export function move(model: Model, kept: Kept, to: Time & { staff?: Therapist }, action: string, told: string[], by: Doer = 'staff'): void {
  const { startsAt, endsAt, blockedFrom, blockedUntil, staff = kept.staff } = to
  if (startsAt !== kept.startsAt || endsAt !== kept.endsAt || staff !== kept.staff) aTimeIsFree(model, kept.staff)
  Object.assign(kept, { startsAt, endsAt, blockedFrom, blockedUntil, staff })
  note(model, kept, action, told)
  endWhatHangsOn(model, kept, by)
}

/** A step that leaves state and time as they are: the next version, what the audit says of it, and who is told. */
export function note(model: Model, kept: Kept, action: string, told: string[]): void {
  kept.version += 1
  kept.changedAt = model.now
  kept.did.push(action)
  kept.told.push(...told.map((one) => `${kept.version} ${one}`))
}

function endWhatHangsOn(model: Model, { id }: Kept, by: Doer): void {
  release(model, ({ purpose, of }) => purpose === 'counter_offer' && of === id)
  for (const wish of model.appointments.filter(({ wishFor, state }) => wishFor === id && state === 'requested')) {
    if (by !== 'client') wish.answered = true
    take(model, wish, by === 'client' ? 'withdrawn' : 'declined', by === 'client' ? 'appointment.withdrawn' : 'request.declined', [], by)
  }
}

/** Held times that are free again. */
export function release(model: Model, which: (hold: Model['holds'][number]) => boolean): void {
  const gone = model.holds.filter(which)
  model.holds = model.holds.filter((hold) => !gone.includes(hold))
  for (const { staff } of gone) aTimeIsFree(model, staff)
}

/** Whoever waits for this therapist is looked at with the next cron (SCH-28). */
function aTimeIsFree(model: Model, staff: Therapist): void {
  for (const one of model.waiting) if (one.staff === staff) one.lookAt = 0
}

/** SCH-20: the wish is granted: it is absorbed, and the appointment moves in place. One e-mail. */
export function grant(model: Model, wish: Kept, original: Kept, by: Doer, told: string[] = []): void {
  wish.answered = true
  wish.movesFrom = original.startsAt
  take(model, wish, 'confirmed', 'request.confirmed', told, by)
  take(model, wish, 'deleted', 'appointment.absorbed', [], by)
  original.override = false
  move(model, original, wish, 'appointment.rescheduled', ifOn(model, ['rescheduled'], original.client), by)
}

/** The e-mail to the client of switched events, one for all of them, if any is on (NOT-2). */
export const ifOn = (model: Model, events: Switchable[], client: Client): string[] =>
  events.some((event) => model.choices.on.includes(event)) ? [`${events.join('+')} client:${client}`] : []

/** What is always sent: to the client, and to the contact who asked for them. */
export const always = (event: string, { client, askedBy }: { client: Client; askedBy: Person | null }): string[] => [
  `${event} client:${client}`,
  ...(askedBy === 'gail' ? [`${event} contact:con_gail`] : []),
]

/** SCH-22: a request waits 48 hours, never later than 2 hours before the start; what is nearer than that, until it starts. */
export function answerBy(startsAt: number, now: number): number {
  const twoHoursBefore = startsAt - 2 * world.hour
  return twoHoursBefore <= now ? startsAt : Math.min(twoHoursBefore, now + world.deadlineHours * world.hour)
}
