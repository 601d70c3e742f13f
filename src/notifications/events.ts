import type { Sentence } from '../settings/declare.ts'

/** The eight switches of Client Notification Settings, declared once: what happened to an appointment, by whomever (NOT-1). */
export const events = {
  deleted: declare('deletes an appointment', 'elimina una cita'),
  cancelled: declare('cancels an appointment', 'cancela una cita'),
  rescheduled: declare('reschedules an appointment', 'cambia la hora de una cita'),
  staff_changed: declare('changes the therapist of an appointment', 'cambia el terapeuta de una cita'),
  created: declare('creates an appointment', 'crea una cita'),
  request_declined: declare('declines an appointment request', 'rechaza una solicitud de cita'),
  request_confirmed: declare('confirms an appointment request', 'confirma una solicitud de cita'),
  request_answer_undone: declare('takes back the answer to a request', 'retira la respuesta a una solicitud'),
} as const

export type NotificationEvent = keyof typeof events
export const eventNames = Object.keys(events) as NotificationEvent[]
export const isEvent = (name: string): name is NotificationEvent => Object.hasOwn(events, name)

/** The key of an event's switch in the settings table. */
export const switchKey = (event: NotificationEvent): string => `notify_${event}`

function declare(en: string, es: string): { label: Sentence; default: 'off' } {
  return { label: { en: `E-mail the client when someone ${en}`, es: `Enviar un correo al cliente cuando alguien ${es}` }, default: 'off' }
}
