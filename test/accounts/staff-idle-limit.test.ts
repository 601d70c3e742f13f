import { beforeEach, describe, expect, it } from 'vitest'
import { auditRows, clockBy, freshPortal, newKey, rows, signIn, submit, textOf, visit } from '../support/portal.ts'
import { staffPage } from './staff-support.ts'

beforeEach(() => freshPortal())

describe('ACC-5 how long staff stay signed in', () => {
  const setIdle = (minutes: number | string, version: number) => submit('dana', `${staffPage}/idle-limit`, { minutes, version })

  it.each([5, 60, 22])('%d minutes hold from the next request on', async (minutes) => {
    expect((await setIdle(minutes, 1)).status).toBe(303)
    expect((await visit('theo', '/willow/manage/requests')).headers.get('Session-Seconds')).toBe(String(minutes * 60))
    expect(await auditRows({ action: 'organization.idle_limit' })).toMatchObject([
      { entity_version: 2, details: { from: 15, to: minutes } },
    ])
  })

  it.each(['4', '61', '0', '-5', '7.5', 'ten', '', '1e9'])('%j gets a sentence and keeps what was typed', async (minutes) => {
    const answer = await setIdle(minutes, 1)
    const html = await answer.text()
    expect([answer.status, textOf(html)]).toEqual([422, expect.stringContaining('Enter a whole number from 5 to 60')])
    expect(html).toContain(`value="${minutes}"`)
  })

  it('a session that is open ends by the new limit, not by the one it began with', async () => {
    const theo = await signIn('theo')
    await setIdle(5, 1)
    await clockBy(6)
    expect((await visit(theo, '/willow/manage/requests')).headers.get('Location')).toMatch(/^\/willow\/login/)
  })

  it('holds for staff of this practice only: clients and the staff of another keep theirs', async () => {
    await setIdle(60, 1)
    expect((await visit('ana', '/willow/my/cli_ana/appointments')).headers.get('Session-Seconds')).toBe('1800')
    expect((await visit('amir', '/cedar/manage/requests')).headers.get('Session-Seconds')).toBe('900')
  })

  it('SET-5 of two who change it one is told, and shown what the other chose', async () => {
    const answers = await Promise.all([setIdle(10, 1), setIdle(20, 1)])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409])
    const [chosen] = await rows<{ minutes: number }>("SELECT staff_idle_minutes AS minutes FROM organizations WHERE id = 'org_willow'")
    const told = await answers.find(({ status }) => status === 409)?.text()
    expect(textOf(told ?? '')).toContain('somebody else changed this meanwhile')
    expect(told).toContain(`value="${chosen?.minutes}"`)
  })

  it('SCH-25 sent twice with its key is one change', async () => {
    const fields = { minutes: 25, version: 1, key: newKey() }
    const answers = await Promise.all([0, 1].map(() => submit('dana', `${staffPage}/idle-limit`, fields)))
    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    expect(await auditRows({ action: 'organization.idle_limit' })).toHaveLength(1)
  })

  it('SEC-1 is for administrators of this practice', async () => {
    for (const [who, status] of [
      ['theo', 403],
      ['ana', 403],
      ['amir', 404],
      [null, 303],
    ] as const)
      expect((await submit(who, `${staffPage}/idle-limit`, { minutes: 60, version: 1 })).status, String(who)).toBe(status)
    expect(await rows("SELECT staff_idle_minutes AS minutes FROM organizations WHERE id = 'org_willow'")).toEqual([{ minutes: 15 }])
  })
})
