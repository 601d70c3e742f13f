import { cron, rows } from '../support/portal.ts'

/** An e-mail that went out; answers the provider's name for it. */
export async function aReturnedEmail(): Promise<string> {
  await cron()
  const [row] = await rows<{ id: string }>(
    "SELECT provider_id AS id FROM outbox WHERE sent_at IS NOT NULL AND provider_id IS NOT NULL AND recipient <> 'sign_in' ORDER BY created_at, id LIMIT 1",
  )
  return row?.id ?? ''
}

/** Cloudflare's event that it came back, as the queue hands it over. */
export const aWordOf = (messageId: string, attempts: number, acknowledged: () => void) =>
  ({
    queue: 'portico-email-events',
    messages: [
      {
        attempts,
        body: { type: 'cf.email.sending.message.bounced', payload: { messageId, bounce: { type: 'hard' } } },
        ack: acknowledged,
        retry: () => {},
      },
    ],
  }) as unknown as MessageBatch<unknown>
