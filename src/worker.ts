import { portal } from './app.tsx'
import type { Env, OutboxMessage } from './env.ts'
import { deliverBatch } from './notifications/jobs.ts'
import { hearBatch, isProvidersWord } from './notifications/provider-jobs.ts'
import { transportOf } from './notifications/transports.ts'
import { runSchedule } from './schedule.ts'
import { checkSecrets } from './secrets.ts'

const app = portal()

/** The Worker. Three short functions: a request, a queue's batch, the clock. */
export default {
  fetch(request, env, ctx) {
    checkSecrets(env)
    return app.fetch(request, env, ctx)
  },
  queue(messages, env) {
    checkSecrets(env)
    return isProvidersWord(messages.queue) ? hearBatch(messages, env) : deliverBatch(messages, env, transportOf(env))
  },
  scheduled(_controller, env) {
    checkSecrets(env)
    return runSchedule(env)
  },
} satisfies ExportedHandler<Env, OutboxMessage>
