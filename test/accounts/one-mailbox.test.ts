import { beforeEach, describe, expect, it } from 'vitest'
import { auditRows, cast, freshPortal, rows, submit, textOf, visit } from '../support/portal.ts'
import { askForCode, typeCode } from './support.ts'

const ana = cast.ana.email

/** Bo reads Ana's mailbox too: an address is no key. */
beforeEach(async () => {
  await freshPortal()
  await rows("UPDATE people SET email = ? WHERE id = 'per_bo'", ana)
})

const sessionsOf = (person: string) => rows('SELECT method FROM sessions WHERE person_id = ?', person)

describe('ACC-1 two people, one mailbox', () => {
  it('the right code asks who she is, names both, and opens nothing yet', async () => {
    const { browser, code } = await askForCode(ana)
    const answer = await typeCode(browser, code)
    expect(answer.status).toBe(409)
    expect(answer.headers.getSetCookie().join()).not.toContain('session')
    expect(textOf(await answer.text())).toMatch(/Who are you\?.*I am Ana Pereira.*I am Bo Nilsson/)
    expect(await rows('SELECT * FROM sessions')).toEqual([])
  })

  it.each([
    ['per_ana', 'cli_ana'],
    ['per_bo', 'cli_bo'],
  ])('%s chooses herself and lands in her own portal', async (person, clientId) => {
    const { browser, code } = await askForCode(ana)
    await typeCode(browser, code)
    const answer = await submit(browser, '/willow/login/code', { code, person })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/willow/my'])
    expect((await visit(browser, '/willow/my')).headers.get('Location')).toBe(`/willow/my/${clientId}/appointments`)
    expect(await sessionsOf(person)).toEqual([{ method: 'code' }])
  })

  it('the link asks the same', async () => {
    const { link } = await askForCode(ana)
    const answer = await submit(null, link)
    expect([answer.status, answer.headers.get('Referrer-Policy')]).toEqual([409, 'no-referrer'])
    expect((await submit(null, link, { person: 'per_bo' })).status).toBe(303)
    expect(await sessionsOf('per_bo')).toEqual([{ method: 'link' }])
  })

  it('T-11 nobody else can be named, with the right code neither', async () => {
    const { browser, code } = await askForCode(ana)
    for (const person of ['per_dana', 'per_cyd', 'new', 'per_nobody', '', "' OR 1=1"]) {
      const answer = await submit(browser, '/willow/login/code', { code, person })
      expect(answer.status, person).toBe(409)
    }
    expect(await rows('SELECT * FROM sessions')).toEqual([])
    expect(await auditRows({ action: 'signed_in' })).toEqual([])
  })

  it('ACC-2 being asked costs no try, and a wrong code is never told who reads the mailbox', async () => {
    const { browser, code } = await askForCode(ana)
    for (let i = 0; i < 4; i++) expect(textOf(await (await typeCode(browser, '000000')).text())).not.toContain('Ana Pereira')
    expect((await typeCode(browser, code)).status).toBe(409)
    expect((await submit(browser, '/willow/login/code', { code, person: 'per_ana' })).status).toBe(303)
  })
})
