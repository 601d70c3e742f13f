import { and, eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { organizations, people } from '../../src/accounts/schema.ts'
import { clock } from '../../src/clock.ts'
import { reminderKey } from '../../src/notifications/reminder-key.ts'
import { writeReminders } from '../../src/notifications/reminders.ts'
import { outbox, preferences } from '../../src/notifications/schema.ts'
import { appointments } from '../../src/scheduling/schema.ts'
import { cast, deliverDue, env, fresh, kinds, mails, newAppointment, orm, setClient, start, turn, willow } from './support.ts'

const hour = 3_600_000
const at = start + 30 * 24 * hour

/** The demo's own appointments are none of these tests'. */
beforeEach(async () => {
  await fresh()
  await orm.update(appointments).set({ status: 'completed' })
})

/** The clock and the queue at an instant. */
async function tickAt(instant: number): Promise<void> {
  clock.stand(instant)
  await writeReminders(env)
  await deliverDue()
}

const wish = (whose: string, kind: string, value: string) =>
  orm.insert(preferences).values({ organizationId: willow, whose, kind, value, changedAt: start })

/** Of which hours reminders were written, and what became of them: `48 sent`. */
async function written(id: string, recipient = 'client:cli_ana'): Promise<string[]> {
  const rows = await orm
    .select()
    .from(outbox)
    .where(and(eq(outbox.aboutId, id), eq(outbox.event, 'reminder'), eq(outbox.recipient, recipient)))
    .orderBy(outbox.dueAt)
  return rows.map(({ aboutVersion, sentAt, reason }) => `${aboutVersion % 1000} ${sentAt === null ? (reason ?? 'waiting') : 'sent'}`)
}

describe('NOT-7 a reminder', () => {
  test('is sent 48 and 2 hours before, not a minute earlier, and once each however often the clock runs', async () => {
    const id = await newAppointment({ startsAt: at })
    await tickAt(at - 48 * hour - 60_000)
    expect(await kinds()).toEqual([])
    for (const minutes of [0, 1, 2, 60, 600]) await tickAt(at - 48 * hour + minutes * 60_000)
    expect(await kinds()).toEqual(['reminder'])
    await tickAt(at - 2 * hour)
    await tickAt(at + hour)
    expect(await written(id)).toEqual(['48 sent', '2 sent'])
    expect((await mails()).map(({ to }) => to)).toEqual([cast.ana.email, cast.ana.email])
  })

  test('is one when two clocks run at once', async () => {
    const id = await newAppointment({ startsAt: at })
    clock.stand(at - 48 * hour)
    await Promise.all(Array.from({ length: 5 }, () => writeReminders(env)))
    await deliverDue()
    expect([await written(id), await kinds()]).toEqual([['48 sent'], ['reminder']])
  })

  test.each(['requested', 'cancelled', 'late_cancelled', 'declined', 'deleted', 'completed', 'no_show'] as const)(
    'is written for no appointment that is %s, and none that became it goes out',
    async (status) => {
      const never = await newAppointment({ startsAt: at, status })
      const became = await newAppointment({ startsAt: at + 2 * hour })
      await tickAt(at - 48 * hour)
      clock.stand(at - 46 * hour)
      await writeReminders(env)
      await orm.update(appointments).set({ status }).where(eq(appointments.id, became))
      await deliverDue()
      expect([await written(never), await written(became), await kinds()]).toEqual([[], ['48 overtaken'], []])
    },
  )

  test('comes for the new time of a moved appointment, and never twice for the same', async () => {
    const id = await newAppointment({ startsAt: at })
    const move = (to: number) =>
      orm
        .update(appointments)
        .set({ startsAt: to, endsAt: to + hour, blockedFrom: to, blockedUntil: to + hour, updatedAt: clock.now() })
        .where(eq(appointments.id, id))
    await tickAt(at - 48 * hour)
    clock.stand(at - 47 * hour)
    await move(at + 72 * hour)
    await tickAt(at - 2 * hour)
    await tickAt(at + 24 * hour)
    expect(await written(id)).toEqual(['48 sent', '48 sent'])
    clock.stand(at + 24 * hour + 60_000)
    await move(at)
    await tickAt(at - 48 * hour)
    expect(await written(id)).toEqual(['48 sent', '48 sent'])
  })

  test('that waited while its appointment moved is dropped', async () => {
    const id = await newAppointment({ startsAt: at })
    clock.stand(at - 48 * hour)
    await writeReminders(env)
    await orm
      .update(appointments)
      .set({ startsAt: at - hour, blockedFrom: at - hour })
      .where(eq(appointments.id, id))
    await deliverDue()
    expect([await written(id), await kinds()]).toEqual([['48 overtaken'], []])
  })

  test('of 48 hours is none for an appointment made or moved 30 hours before, and none at all an hour before', async () => {
    const thirty = await newAppointment({ startsAt: at, createdAt: at - 30 * hour, updatedAt: at - 30 * hour })
    const one = await newAppointment({ startsAt: at - 29 * hour, createdAt: at - 30 * hour, updatedAt: at - 30 * hour })
    for (const hours of [30, 29.9, 10, 2]) await tickAt(at - hours * hour)
    expect([await written(thirty), await written(one)]).toEqual([['2 sent'], []])
  })

  test('keeps to elapsed hours when the clocks change in between', async () => {
    // 14 March 2027, New York springs forward: 48 hours before Monday 10:00 EDT it is Saturday 9:00 EST.
    const monday = Date.UTC(2027, 2, 15, 14)
    const id = await newAppointment({ startsAt: monday, createdAt: 0, updatedAt: 0 })
    await tickAt(Date.UTC(2027, 2, 13, 13, 59))
    expect(await written(id)).toEqual([])
    await tickAt(Date.UTC(2027, 2, 13, 14))
    expect(await written(id)).toEqual(['48 sent'])
  })
})

describe('NOT-7 who is reminded', () => {
  test('a client may choose her own hours, and none', async () => {
    await wish('per_ana', 'reminder_hours', '[24,3]')
    const hers = await newAppointment({ startsAt: at })
    const bos = await newAppointment({ startsAt: at, staffId: 'sta_dana', clientId: cast.bo.clientId })
    await wish('per_bo', 'reminder', 'off')
    for (const hours of [48, 24, 3, 2]) await tickAt(at - hours * hour)
    expect([await written(hers), await written(bos, 'client:cli_bo')]).toEqual([['24 sent', '3 sent'], []])
  })

  test('a wish that cannot be read, and an empty list', async () => {
    await wish('per_ana', 'reminder_hours', 'never')
    const hers = await newAppointment({ startsAt: at })
    await wish('per_bo', 'reminder_hours', '[]')
    const bos = await newAppointment({ startsAt: at, staffId: 'sta_dana', clientId: cast.bo.clientId })
    await tickAt(at - 48 * hour)
    expect([await written(hers), await written(bos, 'client:cli_bo')]).toEqual([['48 sent'], []])
  })

  test('the practice may choose others, or none', async () => {
    await orm.update(organizations).set({ reminderHours: '[72]' }).where(eq(organizations.id, willow))
    const id = await newAppointment({ startsAt: at })
    for (const hours of [72, 48, 2]) await tickAt(at - hours * hour)
    await orm.update(organizations).set({ reminderHours: '[]' }).where(eq(organizations.id, willow))
    const other = await newAppointment({ startsAt: at + 72 * hour })
    await tickAt(at)
    expect([await written(id), await written(other)]).toEqual([['72 sent'], []])
  })

  test('contacts with notices, by their own wishes, while contacts may act', async () => {
    await orm.run(`UPDATE grants SET client_id = 'cli_ana', permissions = '["notices"]' WHERE contact_id = '${cast.gail.contactId}'`)
    const gail = `contact:${cast.gail.contactId}`
    const first = await newAppointment({ startsAt: at })
    await tickAt(at - 48 * hour)
    await turn('contact_access', 'on')
    await tickAt(at - 47 * hour)
    await wish(cast.gail.personId, 'reminder_hours', '[4]')
    await tickAt(at - 4 * hour)
    await tickAt(at - 2 * hour)
    expect([await written(first), await written(first, gail)]).toEqual([
      ['48 sent', '2 sent'],
      ['48 sent', '4 sent'],
    ])
  })

  test.each([
    ['archived', { archivedAt: 1 }],
    ['without e-mail by her own choice', { discreet: 'no_email' as const }],
  ])('nobody who is %s', async (_, fields) => {
    await setClient(fields)
    const id = await newAppointment({ startsAt: at })
    await tickAt(at - 48 * hour)
    expect(await written(id)).toEqual([])
  })
})

describe('NOT-8 a reminder says', () => {
  test('that it is one, and nothing else', async () => {
    await newAppointment({ startsAt: at, note: 'CanaryNote' })
    await tickAt(at - 48 * hour)
    const [mail] = await mails()
    expect(mail?.subject).toBe('A reminder from your portal')
    expect(JSON.stringify(mail)).not.toMatch(/CanaryNote|Pereira|Theo|Session|December|10:00|appointment[^s]/)
    expect(mail?.text).toContain('/willow/my/cli_ana/appointments')
  })

  test('day and time to a client who wants that, in her language and on her clock', async () => {
    await setClient({ discreet: 'date_and_time', zone: 'America/Los_Angeles' })
    await orm.update(people).set({ language: 'es' }).where(eq(people.id, cast.ana.personId))
    await newAppointment({ startsAt: Date.UTC(2027, 11, 31, 18) })
    await tickAt(Date.UTC(2027, 11, 29, 18))
    const [mail] = await mails()
    expect(mail?.subject).toBe('Un recordatorio de su portal')
    expect(mail?.text).toContain('Fecha: viernes 31 diciembre, 10:00 PST')
  })
})

describe('NOT-7 a clock that is wrong', () => {
  test('after a day without a clock: a reminder whose time is half over is none, of two only the nearest, once', async () => {
    const soon = await newAppointment({ startsAt: at })
    const tomorrow = await newAppointment({ startsAt: at + 23 * hour })
    const later = await newAppointment({ startsAt: at + 24 * hour })
    // The clock stood still from two days before until an hour and a half before the first of them.
    await tickAt(at - 1.5 * hour)
    await tickAt(at - 1.5 * hour + 60_000)
    expect([await written(soon), await written(tomorrow), await written(later)]).toEqual([['2 sent'], ['48 sent'], ['48 sent']])
  })

  test('of several reminders that are due at once only the nearest goes out', async () => {
    await wish('per_ana', 'reminder_hours', '[4,3,2]')
    const id = await newAppointment({ startsAt: at })
    await tickAt(at - 1.8 * hour)
    await tickAt(at - 1.8 * hour + 60_000)
    expect([await written(id), await kinds()]).toEqual([['2 sent'], ['reminder']])
  })

  test('an hour ahead writes what is due and delivers nothing early; an hour behind delivers late and once', async () => {
    const id = await newAppointment({ startsAt: at })
    clock.stand(at - 49 * hour + hour)
    await writeReminders(env)
    await tickAt(at - 49 * hour)
    expect(await kinds()).toEqual([])
    await tickAt(at - 48 * hour)
    await tickAt(at - 48 * hour - hour)
    await tickAt(at - 47 * hour)
    await tickAt(at - 3 * hour)
    await tickAt(at - 1.5 * hour)
    expect([await written(id), await kinds()]).toEqual([
      ['48 sent', '2 sent'],
      ['reminder', 'reminder'],
    ])
  })

  test('a queue that is a day late: past its appointment nothing goes out, and nothing beside a nearer reminder', async () => {
    const id = await newAppointment({ startsAt: at })
    clock.stand(at - 48 * hour)
    await writeReminders(env)
    await tickAt(at - 2 * hour)
    const other = await newAppointment({ startsAt: at + 60 * hour })
    clock.stand(at + 12 * hour)
    await writeReminders(env)
    clock.stand(at + 61 * hour)
    await deliverDue()
    expect([await written(id), await written(other)]).toEqual([['48 overtaken', '2 sent'], ['48 past']])
    expect(reminderKey(at, 48)).toBe((at / 60_000) * 1000 + 48)
  })
})
