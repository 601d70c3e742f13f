import { slots, type SlotQuestion } from '../src/scheduling/slots.ts'

/**
 * The slot function alone, in workerd: `?busy=500` answers the milliseconds of one call, as the mean of many because its clock goes by whole
 * milliseconds, many times over; and how many slots it found.
 */
export default {
  fetch(request: Request): Response {
    const question = questionWith(Number(new URL(request.url).searchParams.get('busy')))
    const found = slots(question).length
    timeOf(question, 300)
    return Response.json({ found, samples: Array.from({ length: 5 }, () => timeOf(question, 300)) })
  },
}

function timeOf(question: SlotQuestion, calls: number): number {
  const startedAt = performance.now()
  for (let i = 0; i < calls; i++) slots(question)
  return (performance.now() - startedAt) / calls
}

const minute = 60_000
const now = Date.UTC(2026, 10, 2, 14)

/** 60 days of nine to five, starts every 15 minutes, every rule on, busy times at any time of those days. */
function questionWith(busy: number): SlotQuestion {
  const hours = { fromMinute: 540, toMinute: 1020 }
  const always = { validFrom: null, validUntil: null, everyWeeks: 1, anchorDate: null }
  let seed = 1
  const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below
  return {
    rules: {
      zone: 'America/New_York',
      durationMinutes: 50,
      bufferBeforeMinutes: 5,
      bufferAfterMinutes: 10,
      intervalMinutes: 15,
      noticeMinutes: 120,
      within24h: false,
      horizonDays: 60,
      capPerDay: 200,
      windows: [1, 2, 3, 4, 5].map((weekday) => ({ ...hours, ...always, weekday })),
      exceptions: [{ kind: 'off', fromDate: '2026-11-26', untilDate: '2026-11-27', fromMinute: 0, toMinute: 1440 }],
    },
    busy: Array.from({ length: busy }, () => {
      const startsAt = now + random(60 * 288) * 5 * minute
      return { startsAt, endsAt: startsAt + 10 * minute, bufferBeforeMinutes: 5, bufferAfterMinutes: 5, countsTowardCap: true }
    }),
    clientBusy: [{ startsAt: now + 1440 * minute, endsAt: now + 1500 * minute }],
    now,
    fromDate: '2026-11-02',
    days: 60,
  }
}
