import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import type { World } from './world.ts'

export type WorkerProcess = {
  process: ChildProcess
  /** Sends the signal; resolves with the exit code, null when the signal itself ended it. */
  end: (signal: 'SIGTERM' | 'SIGKILL') => Promise<number | null>
}

/** `npm run worker` as a process of its own, on a world's servers; resolves when it polls. It ends with its test. */
export async function startWorkerProcess({ env }: World): Promise<WorkerProcess> {
  const script = fileURLToPath(new URL('../../worker/main.ts', import.meta.url))
  const child = spawn(process.execPath, [script], { env, stdio: ['ignore', 'pipe', 'ignore'] })
  const exited = once(child, 'exit')
  onTestFinished(() => void child.kill('SIGKILL'))
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (text: Buffer) => {
      if (text.includes('worker running')) resolve()
    })
    child.once('exit', (code) => reject(new Error(`the worker ended with ${code}`)))
  })
  return {
    process: child,
    async end(signal) {
      child.kill(signal)
      const [code] = await exited
      return code
    },
  }
}
