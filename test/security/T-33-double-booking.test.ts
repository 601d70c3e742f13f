import { beforeEach, expect, test } from 'vitest'
import { cast, freshPortal, newKey, rows, services, signIn, submit } from '../support/portal.ts'

// T-33: one time is given once, however many want it at the same moment. More of it: scheduling/races*.test.ts, and the model (045).

const start = '2026-12-10T15:00:00.000Z'
const wish = { therapist: cast.theo.staffId, service: services.session, forum: 'telehealth', start }

beforeEach(() => freshPortal())

test('T-33 two clients in two browsers each ask twenty times at once: the time is one appointment', async () => {
  const browsers = await Promise.all([signIn('ana'), signIn('bo'), signIn('ana'), signIn('bo')])
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, at) =>
      submit(browsers[at % 4] as never, `/willow/my/${cast[at % 2 ? 'bo' : 'ana'].clientId}/requests`, { ...wish, key: newKey() }),
    ),
  )
  expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303, 409]))
  expect(
    await rows(
      "SELECT 1 FROM appointments WHERE staff_id = ? AND starts_at = ? AND status IN ('requested', 'confirmed')",
      cast.theo.staffId,
      Date.parse(start),
    ),
  ).toHaveLength(1)
})

test('T-33 the referee is the database itself, whatever the code thinks it has seen', async () => {
  const overlap = await rows<{ name: string; sql: string }>(
    "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%appointment_overlap%'",
  )
  expect(overlap.length).toBeGreaterThan(0)
})
