import { beforeEach, describe, expect, it } from 'vitest'
import { cast, freshPortal, newBrowser, rows, submit } from '../support/portal.ts'

// T-14: nobody learns from an answer whether an address is known. What is measured of the times is in docs/accounts.md: a wall clock
// is no assertion, what is counted is: the same statements, the same rows, the same bytes.

const kinds: Record<string, string> = {
  known: cast.ana.email,
  unknown: 'nobody@else.example',
  'on file without account': cast.nell.email,
  archived: 'old@family.example',
  'other organization': cast.cyd.email,
  contact: cast.gail.email,
  staff: cast.theo.email,
}

beforeEach(async () => {
  await freshPortal()
  await rows("UPDATE clients SET email = 'old@family.example', archived_at = 1 WHERE id = 'cli_bo'")
  await rows("UPDATE people SET email = 'old@family.example' WHERE id = 'per_bo'")
})

/** All that a visitor can see of an answer, and what it cost; what is random by nature is left out. */
async function seen(answer: Response) {
  const headers = [...answer.headers].filter(([name]) => !['x-request-id', 'set-cookie', 'server-timing', 'x-database'].includes(name))
  const cookies = answer.headers.getSetCookie().map((line) => line.replace(/=[\w-]{43}/, '=...'))
  const trips = /db;desc="(\d+)"/.exec(answer.headers.get('Server-Timing') ?? '')?.[1]
  const statements = /statements=(\d+)/.exec(answer.headers.get('X-Database') ?? '')?.[1]
  return JSON.stringify([answer.status, headers, cookies, trips, statements, await answer.text()])
}

describe('ACC-1 T-14 signing in', () => {
  it.each(['the first time', 'the second time, in the same browser', 'by htmx'])(
    '%s every kind of address gets the same answer',
    async (when) => {
      const answers = new Map<string, string[]>()
      for (const [kind, email] of Object.entries(kinds)) {
        const browser = newBrowser()
        if (when.startsWith('the second')) await submit(browser, '/willow/login', { email })
        const answer = await seen(await submit(browser, '/willow/login', { email }, { htmx: when === 'by htmx' }))
        answers.set(answer, [...(answers.get(answer) ?? []), kind])
      }
      expect([...answers.values()]).toEqual([Object.keys(kinds)])
    },
  )

  it('a wrong code says the same for an address that nobody has', async () => {
    const answers = new Set<string>()
    for (const email of Object.values(kinds)) {
      const browser = newBrowser()
      await submit(browser, '/willow/login', { email })
      answers.add(await seen(await submit(browser, '/willow/login/code', { code: '000000' })))
    }
    expect(answers.size).toBe(1)
  })

  it('asking too often says the same, too', async () => {
    const last = new Set<string>()
    for (const email of Object.values(kinds))
      for (let n = 0; n < 12; n++) {
        const answer = await seen(await submit(newBrowser(), '/willow/login', { email }))
        if (n === 11) last.add(answer)
      }
    expect(last.size).toBe(1)
  })

  it('and leaves the same rows', async () => {
    const left = new Set<string>()
    for (const email of Object.values(kinds)) {
      await submit(newBrowser(), '/willow/login', { email })
      const [counts] = await rows(
        `SELECT (SELECT count(*) FROM sign_ins WHERE email = ?) AS asked, (SELECT count(*) FROM outbox o JOIN sign_ins s ON s.id = o.about_id WHERE s.email = ?) AS mails,
          (SELECT count(*) FROM audit a JOIN sign_ins s ON s.id = a.entity_id WHERE s.email = ?) AS audited`,
        email,
        email,
        email,
      )
      left.add(JSON.stringify(counts))
    }
    expect(left).toEqual(new Set(['{"asked":1,"mails":1,"audited":1}']))
  })
})
