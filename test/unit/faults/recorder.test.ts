import { expect, test } from 'vitest'
import { createRecorder } from '../../faults/oracle/recorder.ts'

/** A stand-in whose log has these entries. */
const standIn = (log: number[]) => ({
  async get(path: string) {
    const since = Number(/since=(\d+)/.exec(path)?.[1] ?? 0)
    const requests = log
      .filter((seq) => seq > since)
      .map((seq) => ({ seq, headers: { 'user-agent': seq % 2 === 0 ? 'us' : 'sequence-rillet' } }))
    return { requests, deliveries: [] }
  },
})

test('a log that is read to its end has no gap, and nothing is read twice', async () => {
  const log = [1, 2, 3]
  const recorder = createRecorder({ rillet: standIn(log), sequence: standIn([]) })
  await Promise.all([recorder.read(), recorder.read()])
  log.push(4, 5)
  await recorder.read()
  expect(recorder.requests.map(({ seq }) => seq)).toEqual([1, 3, 5])
  expect(recorder.violations).toEqual([])
})

test('a request that was dropped before it was read is a finding', async () => {
  const log = [2, 3]
  const recorder = createRecorder({ rillet: standIn([]), sequence: standIn(log) })
  await recorder.read()
  log.push(7)
  await recorder.read()
  expect(recorder.violations.map(({ what }) => what)).toEqual([
    '1 requests to sequence before its 2th were dropped unread',
    '3 requests to sequence before its 7th were dropped unread',
  ])
})
