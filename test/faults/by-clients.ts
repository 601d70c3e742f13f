import { newKey, submit } from '../support/portal.ts'
import { bo, door, scheduling } from './doing.ts'
import type { UseCase } from './use-case.ts'

export const byClients: UseCase[] = [
  {
    name: 'a client asks for a time',
    covers: scheduling('requests', 'notifyAlways', 'notifyStaff'),
    act: door('/:org/my/:clientId/requests'),
    tells: ['new_request theo', 'request_received bo', 'request_received gail'],
  },
  {
    name: 'a client withdraws a request',
    covers: scheduling('appointments', 'notifyStaff'),
    act: door('/:org/my/:clientId/requests/:requestId/withdrawal'),
    tells: ['withdrawn_by_client theo'],
  },
  {
    name: 'a client cancels',
    covers: scheduling('appointments', 'notifyClient', 'notifyStaff'),
    act: door('/:org/my/:clientId/appointments/:appointmentId/cancellation'),
    tells: ['cancelled bo', 'cancelled gail', 'cancelled_by_client theo'],
  },
  {
    name: 'a contact cancels',
    covers: [],
    act: ({ appointmentId }, how) => submit('gail', `${bo}/appointments/${appointmentId}/cancellation`, { version: 2, key: newKey() }, how),
    tells: ['cancelled bo', 'cancelled gail', 'cancelled_by_client theo'],
  },
  {
    name: 'a client wishes to move',
    covers: scheduling('moves', 'notifyAlways', 'notifyStaff'),
    act: door('/:org/my/:clientId/appointments/:appointmentId/reschedule'),
    tells: ['new_request theo', 'request_received bo', 'request_received gail'],
  },
  {
    name: 'a client takes a time that was offered instead',
    covers: scheduling('offer-taking', 'notifyClient', 'notifyStaff'),
    act: door('/:org/my/:clientId/requests/:requestId/counter-offers/:counterOfferId/acceptance'),
    tells: ['offer_taken theo', 'request_confirmed bo', 'request_confirmed gail'],
  },
  {
    name: 'a client takes a time of the waitlist',
    covers: scheduling('waitlist-accepting', 'notifyAlways', 'notifyStaff'),
    act: door('/:org/my/:clientId/waitlist/offers/:offerId/acceptance'),
    tells: ['new_request theo', 'request_received bo', 'request_received gail'],
  },
  {
    name: 'a client asks for a standing time',
    covers: scheduling('standing', 'notifyAlwaysOfStanding', 'notifyStaffOfStanding'),
    act: door('/:org/my/:clientId/standing'),
    tells: ['new_request theo', 'request_received bo', 'request_received gail'],
  },
  {
    name: 'a client withdraws a standing request',
    covers: scheduling('standing', 'notifyStaffOfStanding'),
    act: door('/:org/my/:clientId/standing/:standingId/withdrawal'),
    tells: ['withdrawn_by_client theo'],
  },
  {
    name: 'a client gives a safe address',
    covers: ['src/notifications/safe-address.ts safeAddressEmail'],
    act: door('/:org/my/:clientId/safe-address'),
    tells: ['safe_address somebody new'],
  },
]
