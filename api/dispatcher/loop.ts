export type Loop = { wake: () => void; stop: () => Promise<void> }

type LoopOptions = {
  /** Does a batch; returns in how many milliseconds there may be more: 0 is at once. */
  work: () => Promise<number>
  /** Looks again after this at the latest, woken or not. */
  pollMs: number
  onError: (error: unknown) => void
}

/** Works until nothing is left, then rests until there is more, it is woken, or `pollMs` are over. */
export function createLoop({ work, pollMs, onError }: LoopOptions): Loop {
  let isStopped = false
  let isWoken = false
  let endRest = () => {}

  async function rest(restMs: number): Promise<void> {
    if (restMs <= 0 || isWoken || isStopped) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.min(restMs, pollMs))
      endRest = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  async function run(): Promise<void> {
    for (;;) {
      if (isStopped) return
      isWoken = false // before the work: what comes meanwhile is looked for once more
      const restMs = await work().catch((error: unknown) => {
        onError(error)
        return pollMs
      })
      await rest(restMs)
    }
  }

  const ended = run()
  return {
    wake() {
      isWoken = true
      endRest()
    },
    async stop() {
      isStopped = true
      endRest()
      await ended
    },
  }
}
