import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, renameSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { stripVTControlCharacters } from 'node:util'
import type { Guardian } from './guardian.ts'
import { killGroup } from './kill.ts'

export type ProcessSpec = {
  name: string
  command: string
  args: string[]
  env: NodeJS.ProcessEnv
  uid?: number | undefined
  gid?: number | undefined
  /** Takes both its outputs; that of the run before is kept as `…log.1`. */
  logFile: string
  stopSignal: NodeJS.Signals
  /** Lower ones are stopped first, equal ones together: clients before the servers they use. */
  stopOrder: number
  /** True once it serves; asked every 50 ms with what this run has logged so far. */
  isReady: (log: () => string) => Promise<boolean>
}

export type Child = { pid: number; exited: Promise<string>; stop: () => Promise<void> }

const readyWithinMs = 60_000
const stopWithinMs = 10_000

/** A process that did not become ready; `lastLines` of its log say why. */
export class ChildError extends Error {
  override readonly name = 'ChildError'
  readonly lastLines: string
  constructor(message: string, lastLines: string) {
    super(message)
    this.lastLines = lastLines
  }
}

/** Starts one process in a group of its own, known to the guard. `exited` says how it ended. */
export function spawnChild(spec: ProcessSpec, guardian: Guardian): Child {
  const log = openLog(spec.logFile)
  const child = spawn(spec.command, spec.args, {
    env: spec.env,
    detached: true,
    stdio: ['ignore', log, log],
    ...(spec.uid === undefined ? {} : { uid: spec.uid }),
    ...(spec.gid === undefined ? {} : { gid: spec.gid }),
  })
  closeSync(log)
  const exited = waitForExit(child)
  const { pid } = child
  if (pid === undefined) return { pid: 0, exited, stop: async () => {} }

  guardian.add({ pid, stopSignal: spec.stopSignal })
  const gone = exited.then(() => {
    killGroup(pid, 'SIGKILL', 'group') // what it may have started itself
    guardian.remove(pid)
  })
  const stop = async () => {
    killGroup(pid, spec.stopSignal, 'leader')
    const kill = setTimeout(() => killGroup(pid, 'SIGKILL', 'group'), stopWithinMs)
    await gone
    clearTimeout(kill)
  }
  return { pid, exited, stop }
}

/** Waits until the process serves. Throws a `ChildError` if it ends first or takes over a minute. */
export async function waitUntilReady(spec: ProcessSpec, { exited }: Child): Promise<void> {
  let ending: string | undefined
  void exited.then((how) => {
    ending = how
  })
  const deadline = Date.now() + readyWithinMs
  while (!(await spec.isReady(() => readLog(spec.logFile)))) {
    if (ending !== undefined) throw failure(spec, `${spec.name} ended at once (${ending})`)
    if (Date.now() > deadline) throw failure(spec, `${spec.name} was not ready within a minute`)
    await sleep(50)
  }
}

const failure = (spec: ProcessSpec, message: string) =>
  new ChildError(message, lastLines(spec.logFile))

/** The end of a log, for a person. */
export const lastLines = (file: string, count = 12): string =>
  readLog(file).trim().split('\n').slice(-count).join('\n')

const readLog = (file: string) => stripVTControlCharacters(readFileSync(file, 'utf8'))

function openLog(file: string) {
  try {
    renameSync(file, `${file}.1`)
  } catch {
    // There was no run before this one.
  }
  return openSync(file, 'a')
}

function waitForExit(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
  })
}
