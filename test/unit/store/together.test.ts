import { expect, test } from 'vitest'
import { together } from '../../../store/together.ts'

function counting() {
  const batches: number[][] = []
  const failures: Error[] = []
  let begun = Promise.withResolvers<void>()
  let goOn = Promise.withResolvers<void>()
  const ask = together(async (items: number[]) => {
    batches.push(items)
    begun.resolve()
    await goOn.promise
    const failure = failures.pop()
    if (failure !== undefined) throw failure
    return items.map((item) => item * 10)
  })
  return {
    ask,
    batches,
    failures,
    begun: () => begun.promise,
    finish() {
      const { resolve } = goOn
      begun = Promise.withResolvers<void>()
      goOn = Promise.withResolvers<void>()
      resolve()
    },
  }
}

test('who asks in one turn shares a call, who asks during it shares the next', async () => {
  const { ask, batches, begun, finish } = counting()
  const first = [ask(1), ask(2)]
  await begun()
  const second = [ask(3), ask(4)]
  finish()
  expect(await Promise.all(first)).toEqual([10, 20])
  await begun()
  finish()
  expect(await Promise.all(second)).toEqual([30, 40])
  expect(batches).toEqual([
    [1, 2],
    [3, 4],
  ])
})

test('a failure is that of everybody in the call, and nobody else’s', async () => {
  const { ask, failures, begun, finish } = counting()
  failures.push(new Error('away'))
  const both = Promise.allSettled([ask(1), ask(2)])
  await begun()
  const next = ask(3)
  finish()
  expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  await begun()
  finish()
  expect(await next).toBe(30)
})
