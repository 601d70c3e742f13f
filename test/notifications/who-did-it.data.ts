import { cast, newKey, rows, services, submit, type How } from '../support/portal.ts'
import { freeTimes, worked, type Situation } from '../house/situation.ts'
import type { NotificationEvent } from '../../src/notifications/events.ts'

/** Who makes something happen to Bo's appointment. Gail is his contact; the system is the portal's clock. */
export type Actor = 'staff' | 'client' | 'contact' | 'system'
export const actors: Actor[] = ['staff', 'client', 'contact', 'system']

type Act = (situation: Situation, how?: How) => Promise<Response>
/** What somebody does at a door, or why there is none: what she does instead, or that it is not hers to do. */
export type Cell = { act: Act; prepare?: (situation: Situation) => Promise<unknown> } | { shut: string; knock?: Act }

const appointments = '/willow/manage/appointments'
const bo = `/willow/my/${cast.bo.clientId}`
const me = { client: 'bo', contact: 'gail' } as const

const byStaff =
  (what: string): Act =>
  ({ appointmentId }) =>
    submit('theo', `${appointments}/${appointmentId}/${what}`, { version: 2, key: newKey() })
const answering =
  (what: string): Act =>
  ({ requestId }) =>
    submit('theo', `/willow/manage/requests/${requestId}/${what}`, { version: 1, key: newKey() })

/** Staff's own door, knocked on by somebody who is none. */
const knock =
  (who: 'bo' | 'gail', path: (situation: Situation) => string): Act =>
  (situation) =>
    submit(who, path(situation), { version: 2, key: newKey() })

const moving: Act = async ({ appointmentId }) =>
  await submit('dana', `${appointments}/${appointmentId}/move`, {
    ...(await standsAt(appointmentId)),
    time: '16:00',
    version: 2,
    key: newKey(),
  })
const toTess: Act = async ({ appointmentId }) =>
  await submit('dana', `${appointments}/${appointmentId}/move`, {
    ...(await standsAt(appointmentId)),
    therapist: cast.tess.staffId,
    version: 2,
    key: newKey(),
  })

/** Where the appointment is now, as the form of the move has it. */
async function standsAt(id: string) {
  const [found] = await rows<{ starts_at: number; staff_id: string; location_id: string | null }>(
    'SELECT starts_at, staff_id, location_id FROM appointments WHERE id = ?',
    id,
  )
  const local = new Date((found?.starts_at ?? 0) - 5 * 3_600_000).toISOString()
  return { therapist: found?.staff_id, where: found?.location_id ?? 'telehealth', date: local.slice(0, 10), time: local.slice(11, 16) }
}

/** Theo offers other times, for a request or for a wish to move; answers the offer that is taken. */
async function offered(id: string): Promise<string> {
  const offer = ['2026-12-10T16:00:00.000Z', '2026-12-10T18:00:00.000Z']
  await worked(submit('theo', `/willow/manage/requests/${id}/counter-offer`, { offer, version: 1, key: newKey() }))
  const [first] = await rows<{ id: string }>('SELECT id FROM counter_offers ORDER BY position')
  return first?.id ?? ''
}

const taking =
  (who: 'bo' | 'gail', request: (situation: Situation) => Promise<string>): Act =>
  async (situation) => {
    const id = await request(situation)
    const offer = await offered(id)
    return await submit(who, `${bo}/requests/${id}/counter-offers/${offer}/acceptance`, { version: 2, key: newKey() })
  }
const theRequest = async ({ requestId }: Situation) => requestId
const aWishOf =
  (who: 'bo' | 'gail') =>
  async ({ appointmentId }: Situation) => {
    const [start] = (await freeTimes('bo')).slice(-1)
    const answer = await worked(submit(who, `${bo}/appointments/${appointmentId}/reschedule`, { start, version: 2, key: newKey() }))
    return (answer.headers.get('Location') ?? '').split('/').at(-1) as string
  }

const theClock = { shut: 'the clock never does: what lapses is said in words of its own, whatever the switches (SCH-22)' }

/** Eight events by four actors. */
export const cells: Record<NotificationEvent, Record<Actor, Cell>> = {
  deleted: {
    staff: { act: byStaff('deletion') },
    client: {
      shut: 'a client cancels; only staff delete',
      knock: knock('bo', ({ appointmentId }) => `${appointments}/${appointmentId}/deletion`),
    },
    contact: {
      shut: 'a contact cancels; only staff delete',
      knock: knock('gail', ({ appointmentId }) => `${appointments}/${appointmentId}/deletion`),
    },
    system: theClock,
  },
  cancelled: {
    staff: { act: byStaff('cancellation') },
    client: {
      act: ({ appointmentId }) => submit(me.client, `${bo}/appointments/${appointmentId}/cancellation`, { version: 2, key: newKey() }),
    },
    contact: {
      act: ({ appointmentId }) => submit(me.contact, `${bo}/appointments/${appointmentId}/cancellation`, { version: 2, key: newKey() }),
    },
    system: theClock,
  },
  rescheduled: {
    staff: { act: moving },
    client: { act: taking('bo', aWishOf('bo')) },
    contact: { act: taking('gail', aWishOf('gail')) },
    system: theClock,
  },
  staff_changed: {
    staff: { act: toTess },
    client: {
      shut: 'a client asks another therapist for a time of hers',
      knock: knock('bo', ({ appointmentId }) => `${appointments}/${appointmentId}/move`),
    },
    contact: { shut: 'as a client', knock: knock('gail', ({ appointmentId }) => `${appointments}/${appointmentId}/move`) },
    system: theClock,
  },
  created: {
    staff: {
      act: () =>
        submit('theo', appointments, {
          client: cast.bo.clientId,
          therapist: cast.theo.staffId,
          service: services.session,
          where: 'telehealth',
          date: '2026-12-10',
          time: '15:00',
          key: newKey(),
        }),
    },
    client: { shut: 'a client asks for a time; it is hers when staff confirm', knock: knock('bo', () => appointments) },
    contact: { shut: 'as a client', knock: knock('gail', () => appointments) },
    system: theClock,
  },
  request_declined: {
    staff: { act: answering('decline') },
    client: { shut: 'a client withdraws', knock: knock('bo', ({ requestId }) => `/willow/manage/requests/${requestId}/decline`) },
    contact: { shut: 'a contact withdraws', knock: knock('gail', ({ requestId }) => `/willow/manage/requests/${requestId}/decline`) },
    system: theClock,
  },
  request_confirmed: {
    staff: { act: answering('confirmation') },
    client: { act: taking('bo', theRequest) },
    contact: { act: taking('gail', theRequest) },
    system: theClock,
  },
  request_answer_undone: {
    staff: {
      prepare: async (situation) => await worked(answering('decline')(situation)),
      act: ({ requestId }) => submit('theo', `/willow/manage/requests/${requestId}/undo`, { version: 2, key: newKey() }),
    },
    client: {
      shut: 'an answer is the staff’s to take back',
      knock: knock('bo', ({ requestId }) => `/willow/manage/requests/${requestId}/undo`),
    },
    contact: { shut: 'as a client', knock: knock('gail', ({ requestId }) => `/willow/manage/requests/${requestId}/undo`) },
    system: theClock,
  },
}
