import { fork } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Environment } from '../environment/start.ts'
import type { Told } from './activities.ts'

const Message = z.union([
  z.literal('ready'),
  z.object({ workflowId: z.string(), mark: z.enum(['synced', 'paid']), atMs: z.number() }),
])

/** Starts the bare worker; it ends with this process. `onTold` hears of each marked call. */
export async function startBareWorker({ env, folder }: Environment, onTold: (told: Told) => void) {
  const program = fileURLToPath(new URL('./worker.ts', import.meta.url))
  const log = openSync(join(folder, 'logs', 'bare-worker.log'), 'a')
  const child = fork(program, { env, stdio: ['ignore', log, log, 'ipc'] })
  closeSync(log)
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error('the bare worker ended at once')))
    child.on('message', (message) => {
      const told = Message.parse(message)
      if (told === 'ready') resolve()
      else onTold(told)
    })
  })
  return {
    pid: child.pid ?? 0,
    stop: async (): Promise<void> => {
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}
