import type { Appointment } from './appointments.ts'

/** A wish to move that was granted is part of the appointment it moved: it has its answer, and stands no more. Pure. */
export const isAbsorbed = ({ status, rescheduleOf, answeredAt }: Pick<Appointment, 'status' | 'rescheduleOf' | 'answeredAt'>): boolean =>
  status === 'deleted' && rescheduleOf !== null && answeredAt !== null
