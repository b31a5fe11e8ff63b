import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod'
import { StartupError } from '../config.ts'

const Lock = z.object({ launcher: z.number(), guard: z.number().optional() })
type Lock = z.infer<typeof Lock>

const guardEndsWithinMs = 15_000

/**
 * Takes the state folder for this process. Throws a `StartupError` if another launcher has it; one
 * that was killed is waited for until its guard has stopped what it left.
 */
export async function lockFolder(dataDir: string, guard: number | undefined): Promise<() => void> {
  const file = join(dataDir, 'launcher.lock')
  const deadline = Date.now() + guardEndsWithinMs
  const lock = JSON.stringify({ launcher: process.pid, guard })
  while (!write(file, lock)) {
    const holder = read(file)
    if (holder !== undefined && runs(holder.launcher, 'start.ts')) {
      throw new StartupError(
        `The state in ${dataDir} is in use by process ${holder.launcher}: stop that npm start first, or set DATA_DIR to another folder.`,
      )
    }
    const guarded = holder?.guard !== undefined && runs(holder.guard, 'guard.ts')
    if (guarded && Date.now() < deadline) await sleep(100)
    else rmSync(file, { force: true })
  }
  return () => rmSync(file, { force: true })
}

function write(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { flag: 'wx' })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

function read(file: string): Lock | undefined {
  try {
    return Lock.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return undefined
  }
}

/** True if that process is alive and is one of ours: an id may since belong to another program. */
function runs(pid: number, program: string): boolean {
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(program)
  } catch {
    return true
  }
}
