import { expect, test } from 'vitest'
import { faultKinds } from '../../faults/kinds.ts'
import { neverHappened } from '../../faults/never.ts'
import { pointNames } from '../../faults/plan-faults.ts'
import { failPointNames } from '../../faults/stage/fail-points.ts'
import { createTally } from '../../faults/tally.ts'

/** Everything happened once, everywhere. */
function everything() {
  const tally = createTally()
  for (const kind of faultKinds) tally.add(kind, 'somewhere')
  for (const name of pointNames) tally.add('slow', name)
  const strikes = failPointNames.map((point) => ({ point, action: 'kill' as const, pid: 1 }))
  return { tally, strikes }
}

test('a run in which everything happened leaves nothing out', () => {
  const { tally, strikes } = everything()
  expect(neverHappened(tally, strikes)).toEqual([])
})

test('each kind, each call and delivery, and each fail point must be struck', () => {
  expect(neverHappened(createTally(), [])).toEqual([
    ...faultKinds,
    ...pointNames.map((name) => `a fault at ${name}`),
    ...failPointNames.map((name) => `a process killed at “${name}”`),
  ])
})

test('what was only frozen at a fail point was not killed there', () => {
  const { tally, strikes } = everything()
  const [first, ...rest] = strikes
  expect(neverHappened(tally, [{ ...first!, action: 'freeze' }, ...rest])).toEqual([
    `a process killed at “${first!.point}”`,
  ])
})

test('a fault that was laid and never met anything did not happen', () => {
  const tally = createTally()
  tally.add('keys forgotten', 'while a create is in doubt', 0)
  expect(tally.missing()).toContain('keys forgotten')
})
