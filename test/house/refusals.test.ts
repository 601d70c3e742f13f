import { beforeEach, describe, expect, it, vi } from 'vitest'
import { mostRefusals } from '../../src/refusals.ts'
import { auditRows, cast, clockBy, freshPortal, rows, signIn, visit } from '../support/portal.ts'

/** What the audit keeps of refusals, once it has that many. */
const denied = (count: number) =>
  vi.waitFor(async () => {
    const entries = await auditRows({ action: 'denied' })
    expect(entries).toHaveLength(count)
    return entries
  })

const bos = `/willow/my/${cast.bo.clientId}/appointments`

describe('SEC-1 a refusal is remembered', () => {
  beforeEach(() => freshPortal())

  it('SEC-1 SEC-5 who, which door, what she was told, and which client of the practice it was about; not what she typed', async () => {
    await visit('theo', '/willow/manage/portal?filter=secret')
    await visit('ana', bos)
    await visit('ana', '/willow/my/cli_made_up/appointments')
    await visit('tess', '/willow/manage/appointments/apt_made_up')
    expect(
      (await denied(4)).map(({ actor_id, actor_name, entity_kind, entity_id, details }) => [
        actor_id,
        actor_name,
        entity_kind,
        entity_id,
        details,
      ]),
    ).toEqual([
      ['per_theo', cast.theo.name, 'door', '/:org/manage/portal', { answer: 403 }],
      ['per_ana', cast.ana.name, 'door', '/:org/my/:clientId/appointments', { answer: 404, client: 'cli_bo' }],
      ['per_ana', cast.ana.name, 'door', '/:org/my/:clientId/appointments', { answer: 404 }],
      ['per_tess', cast.tess.name, 'door', '/:org/manage/appointments/:appointmentId', { answer: 404 }],
    ])
  })

  it('SEC-1 whoever belongs to another practice is an id here, and no name', async () => {
    for (const who of ['amir', 'cyd'] as const) expect((await visit(who, '/willow/manage/clients')).status).toBe(404)
    expect((await denied(2)).map(({ organization_id, actor_id, actor_name }) => [organization_id, actor_id, actor_name])).toEqual([
      ['org_willow', 'per_amir', ''],
      ['org_willow', 'per_cyd', ''],
    ])
  })

  it('SEC-1 strangers, addresses that do not exist and practices that do not exist leave nothing', async () => {
    for (const path of [bos, '/willow/manage/portal', '/willow/my', '/willow/nothing/here', '/nowhere/manage']) await visit(null, path)
    for (const path of ['/willow/nothing/here', '/nowhere/manage', '/nowhere/my']) expect((await visit('dana', path)).status).toBe(404)
    await visit('theo', '/willow/manage/portal')
    expect((await denied(1)).map(({ actor_id }) => actor_id)).toEqual(['per_theo'])
  })

  it(`SEC-1 nobody fills the audit with it: ${mostRefusals.of} in ${mostRefusals.minutes} minutes, and the answer stays the same`, async () => {
    const ana = await signIn('ana')
    const answers = await Promise.all(Array.from({ length: mostRefusals.of + 20 }, () => visit(ana, bos)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404]))
    await denied(mostRefusals.of)
    expect((await visit('cyd', bos)).status).toBe(404)
    await denied(mostRefusals.of + 1)
    await clockBy(mostRefusals.minutes + 1)
    expect((await visit('ana', bos)).status).toBe(404)
    await denied(mostRefusals.of + 2)
    expect(await rows('SELECT 1 FROM outbox')).toEqual([])
  })

  it('SPD-1 a refusal costs no more round trips than before, because it is written behind the answer', async () => {
    const answer = await visit('theo', '/willow/manage/portal')
    expect(/desc="(\d+)"/.exec(answer.headers.get('Server-Timing') ?? '')?.[1]).toBe('1')
  })
})
