import { MockActivityEnvironment } from '@temporalio/testing'
import { expect, test } from 'vitest'
import type { Retry } from '../../../activities/failures.ts'
import { nextTry } from '../../../activities/next-try.ts'
import { BudgetError, InDoubtError } from '../../../clients/errors.ts'
import { createTiming } from '../../../domain/timing.ts'

const timing = createTiming(1, 60_000)
const where = { vendor: 'rillet', operation: 'read', method: 'GET', path: '/invoices' } as const

/** The try after nine that waited for their turn and one that failed. */
async function tryAgain(error: Error) {
  const environment = new MockActivityEnvironment({
    attempt: 11,
    heartbeatTimeoutMs: 60_000,
    heartbeatDetails: { failures: 1 },
  })
  const beats: unknown[] = []
  environment.on('heartbeat', (beat) => beats.push(beat))
  const found: Retry[] = []
  await environment.run(async () => void found.push(nextTry(error, timing)))
  return { afterMs: found[0]?.afterMs, beats }
}

test('the pause doubles with each failure, and not with the tries that waited for their turn', async () => {
  const failed = await tryAgain(new InDoubtError('503', { ...where, status: 503 }))
  expect(failed).toEqual({ afterMs: 2_000, beats: [{ failures: 2 }] })
})

test('a try that waits for its turn is no failure', async () => {
  const waited = await tryAgain(new BudgetError('no slot', { ...where, retryAfterMs: 700 }))
  expect(waited).toEqual({ afterMs: 700, beats: [] })
})
