import { portal } from './app.tsx'
import { windClock } from './dev/clock.ts'
import { mailbox } from './dev/mailbox.tsx'
import { mountDevelopment } from './dev/mount.ts'
import type { Env, OutboxMessage } from './env.ts'
import { deliverBatch } from './notifications/jobs.ts'
import { hearBatch, isProvidersWord } from './notifications/provider-jobs.ts'
import { runSchedule } from './schedule.ts'
import { checkSecrets } from './secrets.ts'

const app = portal(mountDevelopment)

/** The development Worker: the Worker, with /dev beside it, a clock that can stand still, and a mailbox in place of the e-mail service. */
export default {
  async fetch(request, env, ctx) {
    await begin(env)
    return await app.fetch(request, env, ctx)
  },
  async queue(messages, env) {
    await begin(env)
    await (isProvidersWord(messages.queue) ? hearBatch(messages, env) : deliverBatch(messages, env, mailbox))
  },
  async scheduled(_controller, env) {
    await begin(env)
    await runSchedule(env)
  },
} satisfies ExportedHandler<Env, OutboxMessage>

async function begin(env: Env): Promise<void> {
  checkSecrets(env)
  await windClock(env.DB)
}
