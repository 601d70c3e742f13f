import { newMeter } from './db.ts'
import { identify } from './accounts/identity.ts'
import { clock } from './clock.ts'
import type { Current } from './current.ts'
import type { Env } from './env.ts'

/** `Current` of the portal itself in an organization: what cron and the queue act as. Null when the organization is gone. */
export async function systemCurrent(env: Env, slug: string): Promise<Current | null> {
  const { current } = await identify({
    env, slug, meter: newMeter(), now: clock.now(), requestId: `job-${crypto.randomUUID()}`, network: 'system',
    tokenHash: '', clientId: null, params: {}, fields: {}, attempt: null, languageAsked: null,
  })
  return current
}

