import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { verifyChains } from '../../src/commands/audit/verify.ts'
import { askToMove, howFar } from '../../src/commands/move/asking.ts'
import { sql } from '../../src/commands/org/sql.ts'
import { moveOrganizations } from '../../src/moving/moving.ts'
import { runSchedule } from '../../src/schedule.ts'
import { everyShard } from '../../src/shards.ts'
import { checkInvariants } from '../../src/watches/invariants.ts'
import { readable } from '../../src/watches/apart.ts'
import { clockBy, hidden, mail, newKey, services, textOf } from '../support/portal.ts'
import {
  baseOf,
  cedar,
  between,
  dyingAt,
  everythingOf,
  first,
  freshShards,
  rowsOn,
  second,
  see,
  send,
  through,
  twoShards,
  willow,
} from './support.ts'

beforeEach(() => freshShards())

const bases = new Map([
  ['DB', baseOf(first)],
  ['DB_2', baseOf(second)],
])
const ask = (slug: string, shard: string) => askToMove(bases, slug, shard, Date.now())
const control = () => everyShard(twoShards)[0]!
const databases = { DB: first, DB_2: second }

/** The clock's work on a move, to its end: the old shard is cleared a minute after the new one was opened. */
async function finish(which = twoShards): Promise<void> {
  for (let run = 0; run < 60 && (await rowsOn(first, 'SELECT 1 FROM moves')).length > 0; run++) {
    await moveOrganizations(which, control())
    await clockBy(3)
  }
  expect(await rowsOn(first, 'SELECT * FROM moves')).toEqual([])
}

const request = (start: string, key = newKey()) =>
  send('ana', '/willow/my/cli_ana/requests', { therapist: 'sta_theo', service: services.session, forum: 'telehealth', start, key })

async function freeTimes(): Promise<string[]> {
  const page = `/willow/my/cli_ana/appointments/new?therapist=sta_theo&service=${services.session}&forum=telehealth&from=2026-12-07`
  return [...(await (await see('ana', page)).text()).matchAll(/name="start" value="([^"]+)"/g)].map(([, start]) => start ?? '')
}

async function toggle(value: 'on' | 'off', key = 'self_scheduling') {
  const html = await (await see('dana', '/willow/manage/portal')).text()
  const version = hidden(html, `setting-${key}`, 'version')
  return await send('dana', `/willow/manage/portal/settings/${key}`, { value, version, confirm: '1' })
}

async function expectSound(): Promise<void> {
  for (const shard of everyShard(twoShards)) {
    expect((await checkInvariants(readable(shard))).filter(({ broken }) => broken.length > 0)).toEqual([])
    const walked = await verifyChains(baseOf(shard.d1), { secrets: [env.PORTAL_SECRET], anchors: [] })
    expect(walked.filter(({ wrong }) => wrong !== null)).toEqual([])
  }
}

/** Nothing of an organization is on a shard but that it is closed there. */
const expectGone = async (from: 'DB' | 'DB_2', id: string) =>
  expect(Object.values(await everythingOf(databases[from], id)).flat(), `left on ${from}`).toEqual([])

const withoutEntry = (all: Record<string, string[]>) => ({
  ...all,
  audit: all.audit?.filter((line) => !line.includes('organization.moved')),
})

describe('SCL-1 moving an organization', () => {
  it('SCL-1 every row arrives as it was, none stays, and the practice goes on where it is: there and back', async () => {
    const [start = ''] = await freeTimes()
    expect((await request(start)).status).toBe(303)
    await runSchedule(twoShards)
    expect((await toggle('off')).status).toBe(303)
    for (const [from, to] of [
      ['DB', 'DB_2'],
      ['DB_2', 'DB'],
    ] as const) {
      const before = await everythingOf(databases[from], willow.id)
      expect(await ask('willow', to)).toContain('begins within a minute')
      await finish()
      await expectGone(from, willow.id)
      const after = await everythingOf(databases[to], willow.id)
      expect(withoutEntry(after)).toEqual(withoutEntry(before))
      expect(after.audit!.length).toBe(before.audit!.length + 1)
      expect(await howFar(bases, 'willow')).toBe(`willow lies on ${to}.`)
      await runSchedule(twoShards)
      await expectSound()
    }
    expect((await toggle('on')).status).toBe(303)
    const [next = ''] = await freeTimes()
    expect((await request(next)).status).toBe(303)
    // The queue of the tests knows no second shard: what was handed to it is claimed again ten minutes later.
    await clockBy(15)
    await send(null, '/dev/cron')
    expect((await mail()).filter(({ kind }) => kind === 'new_request')).toHaveLength(2)
    await expectSound()
    const numbers = await Promise.all([first, second].map((d1) => rowsOn<{ seq: number }>(d1, 'SELECT seq FROM audit')))
    expect(new Set(numbers.flat().map(({ seq }) => seq)).size, 'no number of the audit was given out twice').toBe(numbers.flat().length)
  })

  it('SCL-1 SEC-5 what was not sealed when it moved is sealed where it is, and an anchor from before still holds', async () => {
    await runSchedule(twoShards)
    const [anchor] = await rowsOn(
      first,
      `SELECT organization_id, number, to_seq, entries, digest, key_id, seal, 'willow' AS slug, '' AS sealed_at FROM audit_seals
      WHERE organization_id = 'org_willow' ORDER BY number DESC LIMIT 1`,
    )
    expect((await toggle('off')).status).toBe(303)
    await ask('willow', 'DB_2')
    await finish()
    await runSchedule(twoShards)
    const walked = await verifyChains(baseOf(second), { secrets: [env.PORTAL_SECRET], anchors: [anchor as never] })
    expect(walked.map(({ organizationId, wrong, unsealed }) => [organizationId, wrong, unsealed])).toEqual([
      [cedar.id, null, 0],
      [willow.id, null, 0],
    ])
  })

  it('SCL-1 meanwhile everything can be read, and every change is answered 503 in both languages', async () => {
    await ask('willow', 'DB_2')
    const times = await freeTimes()
    const [english, spanish] = [
      await request(times[0] ?? ''),
      await send('ana', '/willow/my/cli_ana/requests', {}, { headers: { 'Accept-Language': 'es' } }),
    ]
    expect([english.status, english.headers.get('Retry-After')]).toEqual([503, '60'])
    expect(textOf(await english.text())).toContain('Back in a minute')
    expect(textOf(await spanish.text())).toContain('Volvemos en un minuto')
    expect((await see('ana', '/willow/my/cli_ana/appointments')).status).toBe(200)
    expect((await see('amir', '/cedar/manage/portal')).status).toBe(200)
    expect(await rowsOn(first, "SELECT count(*) AS n FROM audit WHERE action = 'request.made'")).toEqual([{ n: 0 }])
  })

  it('SCL-1 SEC-6 killed at every call, one later each time, it is gone on with, and comes to the same', async () => {
    const before = await everythingOf(first, willow.id)
    await ask('willow', 'DB_2')
    let kills = 0
    for (let at = 1; (await rowsOn(first, 'SELECT 1 FROM moves')).length > 0; at++) {
      expect(at, 'it comes to an end').toBeLessThan(400)
      const dying = { at, calls: 0 }
      const which = { ...twoShards, DB: dyingAt(first, dying), DB_2: dyingAt(second, dying) }
      await moveOrganizations(which, everyShard(which)[0]!).catch(() => (kills += 1))
      await clockBy(3)
    }
    expect(kills).toBeGreaterThan(20)
    const after = await everythingOf(second, willow.id)
    expect(withoutEntry(after)).toEqual(withoutEntry(before))
    expect(after.audit!.length).toBe(before.audit!.length + 1)
    await expectGone('DB', willow.id)
    await runSchedule(twoShards)
    await expectSound()
    const guards = await Promise.all([first, second].map((d1) => rowsOn(d1, "SELECT name FROM sqlite_master WHERE name GLOB 'moving_*'")))
    expect(guards).toEqual([[], []])
  })

  it('SCL-1 SCH-25 people go on booking and switching between any two calls of the move: what was acknowledged is there, once', async () => {
    await first.prepare("UPDATE organizations SET open_requests_per_client = 50 WHERE id = 'org_willow'").run()
    const times = (await freeTimes()).filter((_, i) => i % 2 === 0).slice(0, 16)
    const waiting = times.map((start) => ({ start, key: newKey() }))
    const acknowledged = new Map<string, string>()
    const statuses: number[] = []
    let [calls, toggled] = [0, 0]
    const book = async () => {
      const one = waiting.shift()
      if (!one) return
      const answer = await request(one.start, one.key)
      statuses.push(answer.status)
      if (answer.status === 303) acknowledged.set(one.start, answer.headers.get('Location') ?? '')
      else waiting.push(one)
    }
    const switches = async () => {
      const answer = await toggle(toggled % 2 === 0 ? 'on' : 'off', 'contact_access')
      statuses.push(answer.status)
      if (answer.status === 303) toggled += 1
    }
    const people = async () => {
      calls += 1
      if (calls % 12 === 0) await book()
      if (calls % 12 === 6) await switches()
    }
    for (let i = 0; i < 3; i++) await Promise.all([book(), switches()])
    await ask('willow', 'DB_2')
    const which = { ...twoShards, DB: between(first, people), DB_2: between(second, people) }
    for (let run = 0; run < 60 && (await rowsOn(first, 'SELECT 1 FROM moves')).length > 0; run++) {
      await moveOrganizations(which, everyShard(which)[0]!)
      await clockBy(3)
    }
    while (waiting.length > 0) await book()
    await switches()
    const made = await rowsOn<{ id: string; starts_at: number }>(
      second,
      "SELECT id, starts_at FROM appointments WHERE status = 'requested'",
    )
    expect(acknowledged.size).toBe(times.length)
    for (const [start, location] of acknowledged)
      expect(
        made.filter(({ starts_at }) => starts_at === Date.parse(start)).map(({ id }) => location.endsWith(id)),
        start,
      ).toEqual([true])
    expect(made.length, 'and nothing else').toBe(acknowledged.size)
    expect(await rowsOn(second, "SELECT count(*) AS n FROM audit WHERE entity_id = 'contact_access'")).toEqual([{ n: toggled }])
    expect([...new Set(statuses)].toSorted()).toEqual([303, 503])
    await runSchedule(twoShards)
    await expectSound()
  })

  it('SCL-1 NOT-20 whoever read the directory before is too late, whatever she writes; an e-mail that waits goes out from the new shard, once', async () => {
    const [start = ''] = await freeTimes()
    await request(start)
    await ask('willow', 'DB_2')
    await moveOrganizations(twoShards, control())
    await expect(first.prepare("UPDATE organizations SET name = 'x' WHERE id = 'org_willow'").run()).rejects.toThrow('organization_moves')
    await send(null, '/dev/cron', { only: 'due' })
    await clockBy(5)
    await finish()
    for (let i = 0; i < 2; i++) await send(null, '/dev/cron', { only: 'due' })
    expect((await mail()).map(({ kind }) => kind).toSorted()).toEqual(['new_request', 'request_received'])
    const late =
      "INSERT INTO audit (organization_id, at, actor_id, actor_kind, action, entity_kind, entity_id, request_id) VALUES ('org_willow', 1, '', 'system', 'x', 'x', 'x', 'x')"
    await expect(first.prepare(late).run()).rejects.toThrow('organization_moves')
    expect((await second.prepare(late).run()).success).toBe(true)
  })

  it('SCL-1 what cannot be moved is said: nobody, nowhere, two at once, another schema', async () => {
    await expect(ask('nobody', 'DB_2')).rejects.toThrow('There is no organization "nobody"')
    await expect(ask('willow', 'DB_7')).rejects.toThrow('There is no shard "DB_7". There are: DB, DB_2.')
    expect(await ask('willow', 'DB')).toBe('willow lies on DB already.')
    await ask('willow', 'DB_2')
    expect(await ask('willow', 'DB_2')).toBe('willow is on its way to DB_2 already.')
    await expect(ask('cedar', 'DB')).rejects.toThrow('One moves at a time')
    await second.prepare('ALTER TABLE rooms ADD COLUMN newer TEXT').run()
    try {
      await expect(moveOrganizations(twoShards, control())).rejects.toThrow('another schema')
      expect(await baseOf(first).run([sql`SELECT count(*) AS n FROM closed_here`])).toEqual([[{ n: 0 }]])
    } finally {
      await second.prepare('ALTER TABLE rooms DROP COLUMN newer').run()
    }
    expect((await see('ana', '/willow/my/cli_ana/appointments', { through: through() })).status).toBe(200)
  })
})
