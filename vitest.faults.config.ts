import { defineConfig } from 'vitest/config'

/** The slice of `npm run test:faults` that mutations are held against, beside the integration tests. */
export default defineConfig({
  test: {
    expect: { poll: { timeout: 15_000 } },
    pool: 'forks',
    include: ['test/faults/slice.test.ts', 'test/integration/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
