import { defineConfig } from 'vitest/config'
import { buildAssets } from './src/commands/assets.ts'
import { quietly } from './src/commands/quiet.ts'
import { startSmtpServers } from './test/support/smtp/servers.ts'

/**
 * Tests that run inside workerd, against the development Worker with real D1, queue and e-mail bindings.
 * Storage is fresh for every test file, not for every test (test/support/setup.ts): files share a runtime, because a new one costs 1.7 s each.
 * What needs a browser or a process is in test/journeys/vitest.config.ts.
 */
export default defineConfig(async () => {
  quietly()
  await buildAssets()
  // Before Miniflare is loaded: then it reads whom the runtime trusts beside the usual authorities.
  const smtp = await startSmtpServers()
  process.env['NODE_EXTRA_CA_CERTS'] = smtp.authorityFile
  const { cloudflareTest, readD1Migrations } = await import('@cloudflare/vitest-plugin')
  return {
    plugins: [
      cloudflareTest(async () => ({
        main: './src/dev.ts',
        wrangler: { configPath: './wrangler.toml' },
        miniflare: {
          // With SHARDS=apart every organization lies in another database than control (src/commands/shards.ts); else that is for test/shards.
          d1Databases: { [process.env['SHARDS'] === 'apart' ? 'DB_2' : 'SECOND_SHARD']: 'portico-second' },
          // The portal only reads its dead letters; a test also writes some.
          queueProducers: { DEAD_LETTERS: { queueName: 'portico-outbox-dead' } },
          bindings: {
            TEST_MIGRATIONS: await readD1Migrations('./migrations'),
            PUBLIC_ORIGIN: 'https://portal.test',
            PORTAL_SECRET: 'a-secret-for-tests-of-at-least-32-characters',
            SMTP_PORTS: JSON.stringify(smtp.ports),
            EMAIL_WEBHOOK_SECRET: 'whsec_dGhlIHNlY3JldCBvZiB0aGUgdGVzdHMsIDMyIGJ5dGVz',
            DEMO_SHARD: process.env['SHARDS'] === 'apart' ? 'DB_2' : '',
            // How long the model test plays, and what it plays again (src/commands/model.ts).
            MODEL: process.env['MODEL'] ?? '{}',
            // Whether the matrix is played in full, or against doors without a policy (src/commands/matrix.ts).
            MATRIX: process.env['MATRIX'] ?? '{}',
            // How long the fuzzers play (src/commands/fuzz.ts).
            FUZZ: process.env['FUZZ'] ?? '{}',
            // Whether every effect of every use case fails in every way (src/commands/faults.ts).
            FAULTS: process.env['FAULTS'] ?? '',
          },
        },
      })),
    ],
    test: {
      include: ['test/**/*.test.{ts,tsx}'],
      exclude: ['test/journeys/**', 'test/tools/**'],
      isolate: false,
      // Slow is not wrong: a busy machine must not turn a long table of cases into a failure.
      testTimeout: process.env['FAULTS'] ? 900_000 : 60_000,
      hookTimeout: 120_000,
      restoreMocks: true,
      setupFiles: ['./test/support/setup.ts'],
    },
  }
})
