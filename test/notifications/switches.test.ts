import { beforeEach, describe, expect, test } from 'vitest'
import { eventNames, type NotificationEvent } from '../../src/notifications/events.ts'
import { batch } from '../../src/db.ts'
import { notifyAlways } from '../../src/notifications/outbox.ts'
import { notices } from '../../src/notifications/schema.ts'
import type { AppointmentStatus } from '../../src/scheduling/schema.ts'
import {
  cast,
  change,
  currentOf,
  deliverDue,
  due,
  fates,
  fresh,
  later,
  mails,
  newAppointment,
  orm,
  rowsAbout,
  start,
  turn,
  type ActorName,
} from './support.ts'

const actors: ActorName[] = ['theo', 'ana', 'gail', 'system']

/** From where an event comes, and where it leads. */
const ways: Record<NotificationEvent, [from: AppointmentStatus, to: AppointmentStatus]> = {
  deleted: ['confirmed', 'deleted'],
  cancelled: ['confirmed', 'cancelled'],
  rescheduled: ['confirmed', 'confirmed'],
  staff_changed: ['confirmed', 'confirmed'],
  created: ['confirmed', 'confirmed'],
  request_declined: ['requested', 'declined'],
  request_confirmed: ['requested', 'confirmed'],
  request_answer_undone: ['confirmed', 'requested'],
}

describe.each([true, false])('with the switch on: %s', (on) => {
  describe.each(actors)('by %s', (actor) => {
    test.each(eventNames)('NOT-1 %s is mailed exactly when its own switch is on', async (event) => {
      await fresh({ grace: 0, on: on ? [event] : eventNames.filter((other) => other !== event) })
      const [from, to] = ways[event]
      const id = await newAppointment({ status: from })
      await change(id, [event], to, actor)
      await deliverDue()
      expect((await mails()).map((mail) => [mail.kind, mail.to])).toEqual(on ? [[event, cast.ana.email]] : [])
    })
  })
})

describe('a change', () => {
  beforeEach(() => fresh({ on: ['rescheduled'] }))

  test('NOT-2 of time and therapist together is one e-mail that names both, if either switch is on', async () => {
    const id = await newAppointment()
    await change(id, ['rescheduled', 'staff_changed'])
    later(61)
    await deliverDue()
    expect((await mails()).map(({ kind }) => kind)).toEqual(['rescheduled+staff_changed'])
  })

  test('NOT-2 with both switches off is none', async () => {
    const id = await newAppointment()
    await turn('rescheduled', 'off')
    await change(id, ['rescheduled', 'staff_changed'])
    expect(await rowsAbout(id)).toEqual([])
  })

  test('NOT-3 waits for the grace of the organization', async () => {
    const id = await newAppointment()
    await change(id, ['rescheduled'])
    later(59)
    expect(await due()).toEqual([])
    later(1)
    expect(await due()).toHaveLength(1)
  })

  test('NOT-1 switched off before it went out is dropped, and the audit says so', async () => {
    const id = await newAppointment()
    await change(id, ['rescheduled'])
    await turn('rescheduled', 'off')
    later(61)
    await deliverDue()
    expect(await mails()).toEqual([])
    expect(await fates(id)).toEqual(['switch_off'])
  })

  test('NOT-5 what is past is noted for nobody, except that nobody answered in time', async () => {
    await orm.delete(notices)
    const id = await newAppointment({ startsAt: start - 3_600_000 })
    await change(id, ['cancelled'], 'cancelled')
    expect(await orm.select().from(notices)).toEqual([])
    const current = await currentOf('system')
    await batch(current.db, notifyAlways(current, 'request_expired', { id, clientId: cast.ana.clientId, version: 3 }))
    expect(await orm.select().from(notices)).toMatchObject([{ event: 'request_expired', byPerson: null }])
  })

  test('NOT-5 is noted for the portal, switch or no switch, with who did it', async () => {
    await orm.delete(notices)
    const id = await newAppointment()
    await change(id, ['cancelled'], 'cancelled')
    await change(id, ['rescheduled'], 'confirmed', 'ana')
    const marks = await orm.select().from(notices)
    expect(marks.map(({ event, aboutId, clientId, byPerson }) => [event, aboutId, clientId, byPerson])).toEqual([
      ['cancelled', id, cast.ana.clientId, cast.theo.personId],
      ['rescheduled', id, cast.ana.clientId, cast.ana.personId],
    ])
  })
})
