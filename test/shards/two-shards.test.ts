import { beforeEach, describe, expect, it } from 'vitest'
import { verifyChains } from '../../src/commands/audit/verify.ts'
import { runSchedule } from '../../src/schedule.ts'
import { everyShard } from '../../src/shards.ts'
import { readable, strangersOn } from '../../src/watches/apart.ts'
import { checkInvariants } from '../../src/watches/invariants.ts'
import { env } from 'cloudflare:workers'
import { cast, hidden, mail, newBrowser, roundTrips, signIn, textOf, type Browser } from '../support/portal.ts'
import { baseOf, cedar, everythingOf, first, freshShards, rowsOn, second, see, send, through, twoShards } from './support.ts'

beforeEach(() => freshShards())

const toggle = async (who: 'amir' | 'dana', org: string, how = {}) => {
  const page = `/${org}/manage/portal`
  const html = await (await see(who, page)).text()
  const version = hidden(html, 'setting-self_scheduling', 'version')
  return await send(who, `${page}/settings/self_scheduling`, { value: org === 'cedar' ? 'on' : 'off', version, confirm: '1' }, how)
}

async function codeFor(email: string, org: string): Promise<{ browser: Browser; code: string }> {
  const browser = newBrowser()
  expect((await send(browser, `/${org}/login`, { email })).status).toBe(303)
  await send(null, '/dev/cron', { only: 'due' })
  const sent = (await mail()).findLast(({ to }) => to === email)
  return { browser, code: /\b\d{6}\b/.exec(sent?.text ?? '')?.[0] ?? '' }
}

describe('SCL-1 a practice on a second shard', () => {
  it('SCL-1 signs in by a code that was mailed, and nothing of the practice lies beside control', async () => {
    const { browser, code } = await codeFor(cast.cyd.email, 'cedar')
    expect((await send(browser, '/cedar/login/code', { code })).status).toBe(303)
    const page = await see(browser, '/cedar/my')
    expect(page.headers.get('Location')).toBe('/cedar/my/cli_cyd/appointments')
    expect(roundTrips(await see(browser, '/cedar/my/cli_cyd/appointments'))).toBe(3)
    expect(await rowsOn(second, "SELECT action FROM audit WHERE action IN ('sign_in.asked', 'signed_in') ORDER BY seq")).toEqual([
      { action: 'sign_in.asked' },
      { action: 'signed_in' },
    ])
    expect(Object.values(await everythingOf(first, cedar.id)).flat()).toEqual([])
    expect((await rowsOn(second, 'SELECT count(*) AS n FROM sessions'))[0]).toEqual({ n: 0 })
  })

  it('SCL-1 SET-5 a switch is moved there, audited and sealed there; both chains hold', async () => {
    expect([(await toggle('amir', 'cedar')).status, (await toggle('dana', 'willow')).status]).toEqual([303, 303])
    await runSchedule(twoShards)
    for (const d1 of [first, second]) {
      expect(
        await rowsOn(
          d1,
          "SELECT count(*) AS n FROM audit WHERE action = 'setting.on' AND request_id <> 'demo-data' OR action = 'setting.off'",
        ),
      ).toEqual([{ n: 1 }])
      const walked = await verifyChains(baseOf(d1), { secrets: [env.PORTAL_SECRET], anchors: [] })
      expect(walked.map(({ wrong, unsealed }) => ({ wrong, unsealed }))).toEqual([{ wrong: null, unsealed: 0 }])
    }
  })

  it('SCL-1 who belongs to both practices has one session, sees both, and sees where she is signed in', async () => {
    await first
      .prepare(
        "INSERT INTO client_logins (organization_id, client_id, person_id, created_at) VALUES ('org_willow', 'cli_nell', 'per_cyd', 1)",
      )
      .run()
    const { browser, code } = await codeFor(cast.cyd.email, 'cedar')
    await send(browser, '/cedar/login/code', { code })
    expect((await see(browser, '/cedar/my')).headers.get('Location')).toBe('/cedar/my/cli_cyd/appointments')
    expect((await see(browser, '/willow/my')).headers.get('Location')).toBe('/willow/my/cli_nell/appointments')
    await codeFor(cast.cyd.email, 'willow').then(({ browser: other, code: typed }) => send(other, '/willow/login/code', { code: typed }))
    const security = textOf(await (await see(browser, '/account/security')).text())
    expect(security).toContain('Cedar Street Counseling')
    expect(security).toContain('Willow House Therapy')
  })

  it('SCL-1 SEC-6 what control decided is carried out on the shard by the clock when it broke off between, once', async () => {
    await signIn('amir')
    const amir = await signIn('amir')
    const answer = await send(
      amir,
      '/account/sessions/end',
      { which: 'others' },
      { through: through({ ...twoShards, DB_2: secondReadOnly() }) },
    )
    expect(answer.status).toBe(303)
    const entries = () => rowsOn(second, "SELECT action FROM audit WHERE action = 'sessions.ended'")
    expect(await entries()).toEqual([])
    expect(await rowsOn(first, 'SELECT organization_id FROM owed')).toEqual([{ organization_id: cedar.id }])
    await Promise.all([runSchedule(twoShards), runSchedule(twoShards)])
    await runSchedule(twoShards)
    expect(await entries()).toHaveLength(1)
    expect(await rowsOn(first, 'SELECT * FROM owed')).toEqual([])
  })

  it('SCL-1 SEC-6 a sign-in that broke off after its code was spent takes nothing: another code opens', async () => {
    const { browser, code } = await codeFor(cast.cyd.email, 'cedar')
    const failed = await send(browser, '/cedar/login/code', { code }, { through: through({ ...twoShards, DB_2: secondReadOnly() }) })
    expect(failed.status).toBe(500)
    expect(await rowsOn(first, "SELECT count(*) AS n FROM sessions WHERE person_id = 'per_cyd'")).toEqual([{ n: 0 }])
    expect((await send(browser, '/cedar/login/code', { code })).status).toBe(422)
    const again = await codeFor(cast.cyd.email, 'cedar')
    expect((await send(again.browser, '/cedar/login/code', { code: again.code })).status).toBe(303)
    expect(await rowsOn(second, "SELECT count(*) AS n FROM audit WHERE action = 'signed_in'")).toEqual([{ n: 1 }])
  })

  it('SEC-6 the invariants hold on both', async () => {
    await codeFor(cast.cyd.email, 'cedar')
    for (const shard of everyShard(twoShards)) {
      const broken = [...(await checkInvariants(readable(shard))), ...(await strangersOn(twoShards, shard))].filter(
        (one) => one.broken.length > 0,
      )
      expect(broken).toEqual([])
    }
    await second.prepare("UPDATE staff SET person_id = 'per_nobody' WHERE id = 'sta_amir'").run()
    const [, apart] = everyShard(twoShards)
    expect((await strangersOn(twoShards, apart!))[0]?.broken).toEqual(['per_nobody'])
  })
})

/** The second shard as it is when every change of it fails: it can still be read. */
function secondReadOnly(): D1Database {
  const texts = new WeakMap<object, string>()
  const kept = (statement: D1PreparedStatement, text: string): D1PreparedStatement => {
    const bind = statement.bind.bind(statement)
    statement.bind = (...values: unknown[]) => kept(bind(...values), text)
    texts.set(statement, text)
    return statement
  }
  return {
    prepare: (text: string) => kept(second.prepare(text), text),
    batch: async (list: D1PreparedStatement[]) => {
      if (list.some((one) => /\b(insert into|update|delete from)\b/i.test(texts.get(one) ?? '')))
        throw new Error('D1_ERROR: the shard is gone')
      return await second.batch(list)
    },
  } as unknown as D1Database
}
