import { readFileSync } from 'node:fs'

export type Ending = {
  /** Resolves with the exit code once something asks this process to end. */
  asked: Promise<number>
  /** Asks it to end. */
  ask: (exitCode: number) => void
}

const interrupted = 130
const orphanCheckMs = 500

/**
 * Ctrl-C, SIGTERM, SIGHUP, or the end of the npm that started us. The first of them asks; a second
 * one calls `insist`. A start that only serves has done its work when it is ended: exit code 0.
 */
export function watchForEnding(endsWell: boolean, insist: () => void): Ending {
  const { promise: asked, resolve } = Promise.withResolvers<number>()
  let times = 0
  const onSignal = () => {
    times += 1
    if (times === 1) resolve(endsWell ? 0 : interrupted)
    else insist()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
  // A terminal that is gone must not stop us from stopping the others.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

  if (process.env.npm_lifecycle_event !== undefined) {
    const startedBy = ancestors()
    const check = () => {
      if (ancestors() !== startedBy) resolve(interrupted)
    }
    setInterval(check, orphanCheckMs).unref()
  }
  return { asked, ask: resolve }
}

/** Our parent and, where the system tells, its parent: npm runs a script through a shell. */
function ancestors(): string {
  try {
    const afterName = readFileSync(`/proc/${process.ppid}/stat`, 'utf8').split(') ').at(-1) ?? ''
    return `${process.ppid} ${afterName.split(' ')[1]}`
  } catch {
    return String(process.ppid)
  }
}
