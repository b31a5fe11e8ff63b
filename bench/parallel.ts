import { setTimeout as pause } from 'node:timers/promises'

const longestWaitMs = 120_000

/** Does `work` for every item, at most `limit` of them at a time, in order. */
export async function inParallel<T>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const left = [...items.entries()].toReversed()
  const worker = async () => {
    for (let next = left.pop(); next !== undefined; next = left.pop()) await work(next[1])
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker))
}

/** Waits at most two minutes. Throws an error that names what was waited for. */
export async function until<T>(promise: Promise<T>, what: string): Promise<T> {
  const ended = new AbortController()
  const late = pause(longestWaitMs, undefined, { signal: ended.signal, ref: false }).then(
    (): never => {
      throw new Error(`waited in vain for ${what}`)
    },
  )
  late.catch(() => {})
  try {
    return await Promise.race([promise, late])
  } finally {
    ended.abort()
  }
}

/** Asks every `everyMs` until the answer is yes, for at most two minutes. */
export async function poll(what: string, ask: () => Promise<boolean>, everyMs = 50): Promise<void> {
  const deadline = Date.now() + longestWaitMs
  while (!(await ask())) {
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`)
    await pause(everyMs)
  }
}
