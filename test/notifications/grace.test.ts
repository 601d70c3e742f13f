import { beforeEach, describe, expect, test } from 'vitest'
import { eventNames } from '../../src/notifications/events.ts'
import { clock } from '../../src/clock.ts'
import { change, deliverDue, fates, fresh, kinds, later, newAppointment, turn } from './support.ts'

/** The net effect of what happened while an e-mail waited (NOT-3). */
describe('within the grace', () => {
  beforeEach(() => fresh({ on: [...eventNames] }))

  const pass = async () => {
    later(120)
    await deliverDue()
  }

  test('NOT-3 confirmed and taken back: none', async () => {
    const id = await newAppointment({ status: 'requested' })
    await change(id, ['request_confirmed'], 'confirmed')
    later(10)
    await change(id, ['request_answer_undone'], 'requested')
    await pass()
    expect(await fates(id)).toEqual(['overtaken', 'undone'])
  })

  test('NOT-3 the same with the switch of the undo off: none', async () => {
    await turn('request_answer_undone', 'off')
    const id = await newAppointment({ status: 'requested' })
    await change(id, ['request_declined'], 'declined')
    await change(id, ['request_answer_undone'], 'requested')
    await pass()
    expect(await fates(id)).toEqual(['undone'])
  })

  test('NOT-3 confirmed, taken back, confirmed: one', async () => {
    const id = await newAppointment({ status: 'requested' })
    await change(id, ['request_confirmed'], 'confirmed')
    await change(id, ['request_answer_undone'], 'requested')
    await change(id, ['request_confirmed'], 'confirmed')
    await pass()
    expect(await kinds()).toEqual(['request_confirmed'])
  })

  test('NOT-3 declined, taken back, confirmed: one, about the last', async () => {
    const id = await newAppointment({ status: 'requested' })
    await change(id, ['request_declined'], 'declined')
    await change(id, ['request_answer_undone'], 'requested')
    await change(id, ['request_confirmed'], 'confirmed')
    await pass()
    expect(await kinds()).toEqual(['request_confirmed'])
  })

  test('NOT-3 created and cancelled: none, whether creating is mailed or not', async () => {
    for (const created of ['on', 'off'] as const) {
      await turn('created', created)
      const id = await newAppointment({ createdByKind: 'staff', createdAt: clock.now() })
      await change(id, ['created'])
      await change(id, ['cancelled'], 'cancelled')
      await pass()
      expect((await fates(id)).at(-1)).toBe('undone')
    }
    expect(await kinds()).toEqual([])
  })

  test('NOT-3 rescheduled and cancelled: one, about the end', async () => {
    const id = await newAppointment()
    await change(id, ['rescheduled'])
    await change(id, ['cancelled'], 'cancelled')
    await pass()
    expect(await kinds()).toEqual(['cancelled'])
  })

  test('NOT-3 an event is not overtaken by one whose switch is off', async () => {
    const id = await newAppointment()
    await change(id, ['created'])
    await change(id, ['rescheduled'])
    await turn('rescheduled', 'off')
    await pass()
    expect(await fates(id)).toEqual(['sent', 'switch_off'])
  })

  test('NOT-3 an undo after the e-mail went out is mailed', async () => {
    const id = await newAppointment({ status: 'requested' })
    await change(id, ['request_confirmed'], 'confirmed')
    await pass()
    await change(id, ['request_answer_undone'], 'requested')
    await pass()
    expect(await kinds()).toEqual(['request_confirmed', 'request_answer_undone'])
  })

  test('NOT-3 taken back and given again after the e-mail went out: nothing new', async () => {
    const id = await newAppointment({ status: 'requested' })
    await change(id, ['request_confirmed'], 'confirmed')
    await pass()
    await change(id, ['request_answer_undone'], 'requested')
    await change(id, ['request_confirmed'], 'confirmed')
    await pass()
    expect(await fates(id)).toEqual(['sent', 'overtaken', 'unchanged'])
  })

  test('NOT-3 an undo is mailed when nobody knows whether the answer went out', async () => {
    const id = await newAppointment({ status: 'requested' })
    await change(id, ['request_confirmed'], 'confirmed')
    later(61)
    await deliverDue({ send: () => Promise.reject(new Error('the line went dead')) })
    await change(id, ['request_answer_undone'], 'requested')
    await pass()
    expect(await kinds()).toEqual(['request_answer_undone'])
  })
})

test('NOT-3 without a grace every event is mailed literally', async () => {
  await fresh({ on: [...eventNames], grace: 0 })
  const id = await newAppointment({ status: 'requested' })
  await change(id, ['request_confirmed'], 'confirmed')
  await change(id, ['request_answer_undone'], 'requested')
  await change(id, ['request_confirmed'], 'confirmed')
  await deliverDue()
  expect((await kinds()).toSorted()).toEqual(['request_answer_undone', 'request_confirmed', 'request_confirmed'])
})
