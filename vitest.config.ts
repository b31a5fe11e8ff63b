import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { patient } from './test/support/patience.ts'

/** Unit and replay tests need nothing running; the others share one Temporal server and one Postgres. */
export default defineConfig({
  test: {
    // A poll waits for a state; how long it may take on a busy machine proves nothing.
    expect: { poll: { timeout: patient(15_000) } },
    pool: 'forks', // Temporal's native module does not live in worker threads
    // A file mostly waits: for Temporal, for Postgres, for time to pass. Vitest's own choice is one less than cores.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    // Side by side within a file: what they wait for is theirs, the machine is not.
    maxConcurrency: 3,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 20_000 },
      },
      {
        extends: true,
        test: {
          name: 'replay',
          include: ['test/replay/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts', 'test/e2e/**/*.test.ts'],
          globalSetup: ['test/support/global-setup.ts'],
          testTimeout: patient(60_000),
          hookTimeout: patient(120_000),
        },
      },
      {
        extends: true,
        // Alone and last: it starts servers of its own, and kills them.
        test: {
          name: 'faults',
          include: ['test/faults/slice.test.ts'],
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
