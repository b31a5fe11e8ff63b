import { setTimeout as pause } from 'node:timers/promises'
import { DemoError } from './http.ts'

const everyMs = 250

export type Poll<T> = {
  /** What is waited for: "Rillet to show the new due date". */
  wanted: string
  ask: () => Promise<T>
  isThere: (answer: T) => boolean
  /** What to say of the last answer when time is up. */
  describe: (answer: T) => string
  /** Epoch milliseconds. */
  deadline: number
}

/** Asks until the answer is there. Throws a `DemoError` that says how things stood at the deadline. */
export async function poll<T>({ wanted, ask, isThere, describe, deadline }: Poll<T>): Promise<T> {
  for (;;) {
    const answer = await ask()
    if (isThere(answer)) return answer
    if (Date.now() > deadline) {
      throw new DemoError(`waited in vain for ${wanted}: ${describe(answer)}`)
    }
    await pause(everyMs)
  }
}
