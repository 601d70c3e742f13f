import { beforeEach, describe, expect, it } from 'vitest'
import { auditRows, cast, freshPortal, newKey, rows, signIn, submit, textOf, visit, type Browser } from '../support/portal.ts'

const bo = cast.bo.clientId
const address = `/willow/manage/clients/${bo}`
const assigned = () => rows('SELECT staff_id FROM assignments WHERE client_id = ? AND ended_at IS NULL ORDER BY staff_id', bo)

async function assign(therapists: string[], version = 1, who: Browser | 'theo' | 'amir' | 'dana' = 'dana') {
  const browser = typeof who === 'string' ? await signIn(who) : who
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const { exports } = await import('cloudflare:workers')
  const body = new URLSearchParams([
    ['version', String(version)],
    ['key', newKey()],
    ...therapists.map((id) => ['therapist', id] as [string, string]),
  ])
  return await exports.default.fetch(`https://portal.test${address}/therapists`, {
    method: 'POST',
    redirect: 'manual',
    headers: { Cookie: cookie, Origin: 'https://portal.test' },
    body,
  })
}

beforeEach(() => freshPortal())

describe("LNK-3 SET-12 a client's therapists", () => {
  it('are ticked on her page; who is added can be asked for times, who is taken away cannot, and keeps her history', async () => {
    expect((await assign([cast.theo.staffId, cast.tess.staffId])).status).toBe(303)
    expect(await assigned()).toEqual([{ staff_id: 'sta_tess' }, { staff_id: 'sta_theo' }])
    expect((await assign([cast.tess.staffId], 2)).status).toBe(303)
    expect(await assigned()).toEqual([{ staff_id: 'sta_tess' }])
    expect(textOf(await (await visit('bo', `/willow/my/${bo}/appointments/new`)).text())).not.toContain('Theo')
    expect((await assign([cast.theo.staffId], 3)).status).toBe(303)
    expect(await rows('SELECT count(*) AS n FROM assignments WHERE client_id = ?', bo)).toEqual([{ n: 2 }])
    expect((await auditRows({ action: 'client.therapists' })).map(({ entity_version, details }) => [entity_version, details])).toEqual([
      [2, { added: 'sta_tess', ended: '' }],
      [3, { added: '', ended: 'sta_theo' }],
      [4, { added: 'sta_theo', ended: 'sta_tess' }],
    ])
  })

  it('can be nobody; unchanged changes nothing', async () => {
    expect((await assign([cast.theo.staffId])).status).toBe(303)
    expect(await rows('SELECT version FROM clients WHERE id = ?', bo)).toEqual([{ version: 1 }])
    expect((await assign([])).status).toBe(303)
    expect(await assigned()).toEqual([])
  })

  it('SET-5 of two who change them one is told', async () => {
    const dana = await signIn('dana')
    const answers = await Promise.all([assign([cast.tess.staffId], 1, dana), assign([], 1, dana)])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409])
  })

  it('T-02 are of this practice, active, and chosen by its administrators', async () => {
    await rows("UPDATE staff SET deactivated_at = 1 WHERE id = 'sta_tess'")
    expect((await assign([cast.theo.staffId, 'sta_amir', cast.dana.staffId, cast.tess.staffId])).status).toBe(303)
    expect(await assigned()).toEqual([{ staff_id: 'sta_theo' }])
    expect((await assign([], 1, 'theo')).status).toBe(403)
    expect((await assign([], 1, 'amir')).status).toBe(404)
    expect((await submit('dana', `/willow/manage/clients/${cast.cyd.clientId}/therapists`, { version: 1 })).status).toBe(404)
  })
})
