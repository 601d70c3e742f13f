import { rows } from '../support/portal.ts'
import { later, scheduling } from './doing.ts'
import type { UseCase } from './use-case.ts'

export const byTheClock: UseCase[] = [
  {
    name: 'requests and standing requests expire',
    covers: [...scheduling('jobs', 'notifyAlways'), ...scheduling('standing-jobs', 'notifyAlwaysOfStanding')],
    at: () =>
      later(`SELECT max(at) AS at FROM (SELECT max(answer_by_at) AS at FROM appointments WHERE status = 'requested'
        UNION ALL SELECT max(answer_by_at) FROM standing_requests WHERE status = 'requested')`),
    tells: ['request_expired bo', 'request_expired bo', 'request_expired gail', 'request_expired gail'],
  },
  {
    name: 'a request waits, and waits longer',
    covers: scheduling('reminders', 'notifyStaff'),
    at: ({ requestId }) => later('SELECT updated_at + (answer_by_at - updated_at) * 4 / 5 AS at FROM appointments WHERE id = ?', requestId),
    tells: ['request_escalated dana', 'request_reminder theo'],
  },
  {
    name: 'a time opens for whoever waits',
    covers: scheduling('waitlist-looking', 'notifyAlways'),
    at: async ({ offerId, entryId }) => {
      await rows('UPDATE holds SET released_at = 1 WHERE id = (SELECT hold_id FROM waitlist_offers WHERE id = ?)', offerId)
      await rows('UPDATE waitlist_offers SET declined_at = 1 WHERE id = ?', offerId)
      await rows('UPDATE waitlist_entries SET look_at = 1, before_at = ? WHERE id = ?', Date.parse('2026-12-03T23:00:00Z'), entryId)
      // In the evening: the next time is the day after tomorrow's, so that the offer stands for its two hours.
      return Date.parse('2026-12-01T22:30:00Z')
    },
    tells: ['waitlist_offer bo', 'waitlist_offer gail'],
  },
  {
    name: 'an appointment comes near',
    covers: ['src/notifications/reminders.ts outbox'],
    at: async ({ appointmentId }) => {
      await rows("UPDATE organizations SET reminder_hours = '[160]' WHERE id = 'org_willow'")
      return await later('SELECT starts_at - 160 * 3600000 + 60000 AS at FROM appointments WHERE id = ?', appointmentId)
    },
    tells: ['reminder bo', 'reminder gail'],
  },
  {
    name: 'the hour of a digest comes',
    covers: ['src/notifications/digests.ts outbox'],
    at: async () => {
      await rows("UPDATE staff SET email_notices = 'digest', digest_minutes = 610, digest_since = 1 WHERE id = 'sta_theo'")
      return Date.parse('2026-12-01T15:11:00Z')
    },
    tells: ['staff_digest theo'],
  },
]
