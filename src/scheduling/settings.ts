import { paths } from '../paths.ts'
import { parent, plan, setting } from '../settings/declare.ts'
import { openRequests, runningHolds } from './in-flight.ts'

export const schedulingSettings = {
  self_scheduling: setting({
    label: {
      en: 'Allow Clients Self-Scheduling through Client Portal',
      es: 'Permitir que los clientes pidan cita en el portal',
    },
    help: {
      en: 'Clients ask for a time with their own therapists; the therapist accepts or declines.',
      es: 'Los clientes piden una hora con sus terapeutas; el terapeuta la acepta o la rechaza.',
    },
    needs: [plan('self_scheduling')],
    seat: true,
    perClient: 'restrict',
    permission: 'schedule',
    guards: [
      paths.newAppointment,
      paths.clientRequests,
      paths.newStanding,
      paths.clientStandings,
      paths.newWaitlistEntry,
      paths.waitlistEntries,
      paths.waitlistAcceptance,
    ],
    inFlight: [openRequests, runningHolds],
  }),
  schedule_within_24h: setting({
    label: {
      en: 'Allow clients to schedule an appointment within 24 hours',
      es: 'Permitir que los clientes pidan cita con menos de 24 horas',
    },
    help: {
      en: 'Off: times that start in less than 24 hours are not offered.',
      es: 'Desactivado: no se ofrecen horas que empiezan en menos de 24 horas.',
    },
    needs: [parent('self_scheduling')],
  }),
  cancel_within_24h: setting({
    label: {
      en: 'Allow clients to cancel or reschedule an appointment within 24 hours',
      es: 'Permitir que los clientes cancelen o cambien una cita con menos de 24 horas',
    },
    help: {
      en: 'Off: in the last 24 hours clients see your phone number instead of the cancel button.',
      es: 'Desactivado: en las últimas 24 horas los clientes ven su teléfono en lugar del botón de cancelar.',
    },
    needs: [parent('self_scheduling')],
  }),
}
