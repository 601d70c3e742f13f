import { defineConfig } from 'vitest/config'
import { quietly, root } from '../../src/commands/quiet.ts'

quietly()

/** What needs a real browser (journeys) or a process (tools), in Node. The journeys share a portal: test/journeys/support.ts. */
export default defineConfig({
  root,
  test: {
    include: ['test/journeys/**/*.test.ts', 'test/tools/**/*.test.ts'],
    globalSetup: ['./test/journeys/ready.ts'],
    environment: 'node',
    // One file after the other in one process, which keeps its portal and its Chromium (test/journeys/support.ts).
    maxWorkers: 1,
    isolate: false,
    // Slow is not wrong: the other tests run beside these.
    expect: { poll: { timeout: 15_000 } },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
  },
})
