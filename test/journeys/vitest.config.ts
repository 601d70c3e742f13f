import { defineConfig } from 'vitest/config'
import { quietly, root } from '../../src/commands/quiet.ts'

quietly()

/** What needs a real browser (journeys) or a process (tools), in Node. Each journey file starts its own portal: test/journeys/support.ts. */
export default defineConfig({
  root,
  test: {
    include: ['test/journeys/**/*.test.ts', 'test/tools/**/*.test.ts'],
    globalSetup: ['./test/journeys/ready.ts'],
    environment: 'node',
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
  },
})
