/**
 * The machine of SCH-20, by what the audit calls each step: from which states it leads where. Written from the specification; a step that is not
 * here fails the model test. A new verb brings its line.
 */
export type State =
  | 'requested'
  | 'confirmed'
  | 'declined'
  | 'withdrawn'
  | 'expired'
  | 'cancelled'
  | 'late_cancelled'
  | 'completed'
  | 'no_show'
  | 'deleted'

export const active: State[] = ['requested', 'confirmed']

interface Step {
  /** Nothing before it: the step makes the appointment. */
  from: State[]
  to: State
}

export const machine: Record<string, Step> = {
  'request.made': { from: [], to: 'requested' },
  'request.confirmed': { from: ['requested'], to: 'confirmed' },
  'request.declined': { from: ['requested'], to: 'declined' },
  'request.answer_undone': { from: ['confirmed', 'declined'], to: 'requested' },
  'request.expired': { from: ['requested'], to: 'expired' },
  'appointment.withdrawn': { from: ['requested'], to: 'withdrawn' },
  'appointment.cancelled': { from: ['confirmed'], to: 'cancelled' },
  'appointment.late_cancelled': { from: ['confirmed'], to: 'late_cancelled' },
  // other times instead of an answer (SCH-23)
  'request.counter_offered': { from: ['requested'], to: 'requested' },
  'request.counter_offer_undone': { from: ['requested'], to: 'requested' },
  // a wish to move that is granted is absorbed by what it moved; taken back, it lives again (SCH-20)
  'appointment.absorbed': { from: ['confirmed'], to: 'deleted' },
  'appointment.rescheduled': { from: ['confirmed'], to: 'confirmed' },
  'appointment.move_undone': { from: ['confirmed'], to: 'confirmed' },
  // what staff do (SCH-26)
  'appointment.created': { from: [], to: 'confirmed' },
  'appointment.moved': { from: ['confirmed'], to: 'confirmed' },
  'appointment.reassigned': { from: ['confirmed'], to: 'confirmed' },
  'appointment.completed': { from: ['confirmed'], to: 'completed' },
  'appointment.no_show': { from: ['confirmed'], to: 'no_show' },
  'appointment.deleted': { from: ['confirmed'], to: 'deleted' },
  'appointment.restored': { from: ['deleted'], to: 'confirmed' },
}

/** Follows the steps of one appointment; answers where it ends, or a sentence about the step that the machine does not know. */
export function follow(actions: string[]): { state: State } | { wrong: string } {
  let state: State | null = null
  for (const action of actions) {
    const step: Step | undefined = machine[action]
    if (!step) return { wrong: `"${action}" is no step of the machine` }
    if (state === null ? step.from.length > 0 : !step.from.includes(state)) return { wrong: `"${action}" from ${state ?? 'nothing'}` }
    state = step.to
  }
  return state === null ? { wrong: 'no step at all' } : { state }
}
