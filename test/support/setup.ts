import { applyD1Migrations, reset } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach } from 'vitest'
import { clock } from '../../src/clock.ts'
import { namesInTheLog } from './log.ts'

/** SEC-4: whatever a test does, the portal's log names nobody. */
afterEach(() => {
  const named = namesInTheLog()
  if (named.length > 0) throw new Error(`The log names somebody of the cast: ${named.join('; ')}`)
})

/** Every test file begins with an empty database, migrated, and with a clock that runs. */
await reset()
for (const d1 of [env.DB, env.DB_2, env.SECOND_SHARD]) if (d1) await applyD1Migrations(d1, env.TEST_MIGRATIONS)
clock.stand(null)

declare global {
  namespace Cloudflare {
    interface Env extends PortalEnv {
      TEST_MIGRATIONS: D1Migration[]
      SECOND_SHARD?: D1Database
      MODEL: string
      MATRIX: string
      FUZZ: string
      FAULTS: string
      SMTP_PORTS: string
    }
    interface GlobalProps {
      mainModule: typeof import('../../src/dev.ts')
    }
  }
}

type PortalEnv = import('../../src/env.ts').Env
type D1Migration = import('cloudflare:test').D1Migration
