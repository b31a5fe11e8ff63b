import { setImmediate as endOfTurn } from 'node:timers/promises'

export type Together<T, R> = (item: T) => Promise<R>

type Waiting<T, R> = { item: T; resolve: (result: R) => void; reject: (error: unknown) => void }

const mostAtOnce = 100

/**
 * Does one thing for many callers: those who ask in the same turn, or while `work` is under way, share
 * its next call. `work` answers for each item in its place; its failure is everybody's. `onIdle` is
 * called whenever nobody is left.
 */
export function together<T, R>(
  work: (items: T[]) => Promise<R[]>,
  onIdle: () => void = () => {},
): Together<T, R> {
  const waiting: Waiting<T, R>[] = []
  let isWorking = false

  async function workOff(): Promise<void> {
    isWorking = true
    await endOfTurn()
    while (waiting.length > 0) await workFor(waiting.splice(0, mostAtOnce))
    isWorking = false
    onIdle()
  }

  async function workFor(batch: Waiting<T, R>[]): Promise<void> {
    try {
      const results = await work(batch.map(({ item }) => item))
      for (const [index, result] of results.entries()) batch[index]?.resolve(result)
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (!isWorking) void workOff()
    })
}
