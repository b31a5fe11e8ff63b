import { type ChildProcess, fork, type StdioOptions } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Watched } from './kill.ts'

export type Guardian = {
  add: (process: Watched) => void
  remove: (pid: number) => void
  /** Lets the guard go, once nothing is left to stop; resolves when it has gone. */
  close: () => Promise<void>
  pid: () => number | undefined
}

const stdio: StdioOptions = ['ignore', 'ignore', 'ignore', 'ipc']
const program = fileURLToPath(new URL('./guard.ts', import.meta.url))

/** Starts the guard process, and starts it again with all it watched should it be killed. */
export function startGuardian(): Guardian {
  const watched = new Map<number, Watched>()
  let closed = false
  let guard = start()

  function start(): ChildProcess {
    // Its own group, so that what kills the launcher's group does not reach the guard.
    const child = fork(program, { detached: true, execArgv: [], stdio })
    child.unref()
    child.channel?.unref()
    child.on('error', () => {})
    child.on('exit', () => {
      if (closed) return
      guard = start()
    })
    for (const process of watched.values()) child.send({ add: process })
    return child
  }
  const tell = (message: { add: Watched } | { remove: number }) => {
    if (guard.connected) guard.send(message)
  }

  return {
    add: (process) => {
      watched.set(process.pid, process)
      tell({ add: process })
    },
    remove: (pid) => {
      watched.delete(pid)
      tell({ remove: pid })
    },
    close: async () => {
      closed = true
      if (!guard.connected) return
      const gone = once(guard, 'exit')
      guard.ref()
      guard.disconnect()
      await gone
    },
    pid: () => guard.pid,
  }
}
