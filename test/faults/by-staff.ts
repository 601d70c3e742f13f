import { worked } from '../house/situation.ts'
import { clockBy, newKey, rows, submit } from '../support/portal.ts'
import { answered, aWish, door, requests, scheduling, told } from './doing.ts'
import { said } from './said.ts'
import type { UseCase } from './use-case.ts'

export const byStaff: UseCase[] = [
  {
    name: 'staff confirm a request',
    covers: scheduling('answers', 'notifyClient'),
    act: ({ requestId }, how) => answered(requestId, 'confirmation', 1, how),
    tells: ['request_confirmed bo', 'request_confirmed gail'],
  },
  {
    name: 'staff decline a request',
    covers: scheduling('answers', 'notifyClient'),
    act: ({ requestId }, how) =>
      submit('theo', `${requests}/${requestId}/decline`, { version: 1, message: said('message'), key: newKey() }, how),
    tells: ['request_declined bo', 'request_declined gail'],
  },
  {
    name: 'staff take back an answer within its grace',
    covers: scheduling('answers', 'notifyClient'),
    act: async ({ requestId }, how) => {
      await worked(answered(requestId, 'confirmation', 1))
      return await answered(requestId, 'undo', 2, how)
    },
    tells: [],
  },
  {
    name: 'staff take back an answer that was told',
    covers: scheduling('answers', 'notifyClient'),
    act: async ({ requestId }, how) => {
      await worked(answered(requestId, 'confirmation', 1))
      await told()
      return await answered(requestId, 'undo', 2, how)
    },
    tells: ['request_answer_undone bo', 'request_answer_undone gail'],
  },
  {
    name: 'staff grant a wish to move',
    covers: scheduling('move-answers', 'notifyClient'),
    act: async (situation, how) => await answered(await aWish(situation), 'confirmation', 1, how),
    tells: ['rescheduled bo', 'rescheduled gail'],
  },
  {
    name: 'staff take back a granted move that was told',
    covers: scheduling('move-answers', 'notifyClient'),
    act: async (situation, how) => {
      const wish = await aWish(situation)
      await worked(answered(wish, 'confirmation', 1))
      await told()
      return await answered(wish, 'undo', 3, how)
    },
    tells: ['request_answer_undone+rescheduled bo', 'request_answer_undone+rescheduled gail'],
  },
  {
    name: 'staff offer other times',
    covers: scheduling('counter-offers', 'notifyAlways'),
    act: door('/:org/manage/requests/:requestId/counter-offer'),
    tells: ['counter_offer bo', 'counter_offer gail'],
  },
  {
    name: 'staff make an appointment',
    covers: scheduling('making', 'notifyClient'),
    act: door('/:org/manage/appointments'),
    tells: ['created ana'],
  },
  {
    name: 'staff move an appointment',
    covers: scheduling('moving', 'notifyClient'),
    act: door('/:org/manage/appointments/:appointmentId/move'),
    tells: ['rescheduled bo', 'rescheduled gail'],
  },
  {
    name: 'staff cancel an appointment',
    covers: scheduling('ending', 'notifyClient'),
    act: door('/:org/manage/appointments/:appointmentId/cancellation'),
    tells: ['cancelled bo', 'cancelled gail'],
  },
  {
    name: 'staff delete an appointment',
    covers: scheduling('ending', 'notifyClient'),
    act: door('/:org/manage/appointments/:appointmentId/deletion'),
    tells: ['deleted bo', 'deleted gail'],
  },
  {
    name: 'staff bring back what they deleted and told',
    covers: scheduling('ending', 'notifyClient'),
    act: async ({ appointmentId }, how) => {
      const appointment = `/willow/manage/appointments/${appointmentId}`
      await worked(submit('theo', `${appointment}/deletion`, { version: 2, key: newKey() }))
      await told()
      return await submit('theo', `${appointment}/restoration`, { version: 3, key: newKey() }, how)
    },
    tells: ['created bo', 'created gail'],
  },
  {
    name: 'staff make a series',
    covers: scheduling('series', 'notifyClient'),
    act: door('/:org/manage/series'),
    tells: ['created bo', 'created gail'],
  },
  {
    name: 'staff change a series',
    covers: scheduling('series-changes', 'notifyClient'),
    act: door('/:org/manage/series/:seriesId/change'),
    tells: ['rescheduled bo', 'rescheduled gail'],
  },
  {
    name: 'staff cancel a series',
    covers: scheduling('series-changes', 'notifyClient'),
    act: async (situation, how) => {
      // What nobody has heard of ends without a word (NOT-3): it is older than its grace.
      await clockBy(2)
      return await door('/:org/manage/series/:seriesId/cancellation')(situation, how)
    },
    tells: ['cancelled bo', 'cancelled gail'],
  },
  {
    name: 'staff confirm a standing request',
    covers: scheduling('standing', 'notifyClient'),
    act: door('/:org/manage/standing/:standingId/confirmation'),
    tells: ['request_confirmed bo', 'request_confirmed gail'],
  },
  {
    name: 'staff decline a standing request',
    covers: scheduling('standing', 'notifyOfStanding'),
    act: door('/:org/manage/standing/:standingId/decline'),
    tells: ['request_declined bo', 'request_declined gail'],
  },
  {
    name: 'staff take back the decline of a standing request that was told',
    covers: scheduling('standing', 'notifyOfStanding'),
    act: async ({ standingId }, how) => {
      await worked(submit('theo', `/willow/manage/standing/${standingId}/decline`, { version: 1, key: newKey() }))
      await told()
      return await submit('theo', `/willow/manage/standing/${standingId}/undo`, { version: 2, key: newKey() }, how)
    },
    tells: ['request_answer_undone bo', 'request_answer_undone gail'],
  },
  {
    name: 'staff take back the confirmation of a standing request that was told',
    covers: scheduling('standing', 'notifyClient'),
    act: async ({ standingId }, how) => {
      const standing = `/willow/manage/standing/${standingId}`
      await worked(submit('theo', `${standing}/confirmation`, { version: 1, keep: '2026-12-09', key: newKey() }))
      await told()
      return await submit('theo', `${standing}/undo`, { version: 2, key: newKey() }, how)
    },
    tells: ['request_answer_undone bo', 'request_answer_undone gail'],
  },
  {
    name: "an administrator changes a therapist's hours",
    covers: scheduling('hours-changing', 'notifyOfHours'),
    act: door('/:org/manage/hours/:staffId/windows/:windowId'),
    tells: ['hours_changed theo'],
  },
  {
    name: 'an administrator changes the days off of the practice',
    covers: scheduling('holidays', 'notifyOfHours'),
    act: door('/:org/manage/hours/practice'),
    tells: ['hours_changed tess', 'hours_changed theo'],
  },
  {
    name: 'staff confirm a request of somebody who wants one e-mail a day',
    covers: ['src/notifications/gathering.ts outbox'],
    act: async ({ requestId }, how) => {
      await rows(
        "INSERT INTO notification_preferences (organization_id, whose, kind, value, changed_at) VALUES ('org_willow', 'per_bo', 'digest', '610', 1)",
      )
      return await answered(requestId, 'confirmation', 1, how)
    },
    tells: ['digest bo', 'request_confirmed gail'],
  },
  {
    name: 'staff send again what did not arrive',
    covers: ['src/notifications/deliveries-again.ts outbox'],
    act: door('/:org/manage/clients/:clientId/deliveries/:deliveryId/again'),
    tells: ['request_confirmed bo'],
  },
]
