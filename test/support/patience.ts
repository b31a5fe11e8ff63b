/** Runs that one worker of the tests keeps in memory; 0 replays each one whenever it is woken. */
export const cachedWorkflows = Number(process.env['TEST_MAX_CACHED_WORKFLOWS'] ?? 100)

/** How long a test waits for a state, in milliseconds: without a cache every step is a replay, one at a time. */
export const patient = (ms: number): number => (cachedWorkflows === 0 ? 4 * ms : ms)
