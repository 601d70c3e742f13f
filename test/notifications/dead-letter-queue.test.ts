import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import { auditRows, freshPortal, rows } from '../support/portal.ts'
import { anEmail } from './delivery-support.ts'

const at = (time: string) => Date.parse(`2026-12-01T${time}:00Z`)

/** Through the real queue of dead letters: its consumer is the portal's. What is sent last is through when this answers. */
async function die(...ids: string[]): Promise<void> {
  const last = await anEmail({ tries: 3, due_at: at('14:59') })
  const { DEAD_LETTERS } = env as unknown as { DEAD_LETTERS: Queue }
  await DEAD_LETTERS.sendBatch([...ids, last].map((outboxId) => ({ body: { organizationId: 'org_willow', outboxId } })))
  for (let i = 0; i < 300; i++) {
    if ((await reasons(last))[0] === 'dead_letter') return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('The queue of dead letters was not read.')
}

const reasons = async (...ids: string[]) =>
  (
    await rows<{ reason: string | null }>(
      'SELECT reason FROM outbox WHERE id IN (SELECT value FROM json_each(?)) ORDER BY created_at',
      JSON.stringify(ids),
    )
  ).map(({ reason }) => reason)

beforeEach(() => freshPortal())

test('NOT-21 the queue’s last word is recorded: of what was tried, and of what was never tried although it was due for hours', async () => {
  const tried = await anEmail({ tries: 3, due_at: at('14:58') })
  const neverTried = await anEmail({ due_at: at('14:58') - 9 * 3_600_000 })
  const justDue = await anEmail({ due_at: at('14:58') })
  const sent = await anEmail({ tries: 1, sent_at: at('14:58') })
  await die(tried, neverTried, justDue, sent)
  expect(await reasons(tried, neverTried, justDue, sent)).toEqual(['dead_letter', 'dead_letter', null, null])
  expect((await auditRows({ action: 'email.failed' })).map(({ entity_id }) => entity_id)).toEqual(
    expect.arrayContaining([tried, neverTried]),
  )
})
