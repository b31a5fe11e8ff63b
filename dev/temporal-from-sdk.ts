import { lookup } from 'node:dns/promises'
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { exec, lastLine } from './exec.ts'
import type { Attempt } from './find-temporal.ts'

const host = 'temporal.download'
const unreachableAfterMs = 3_000
const program = `
import { TestWorkflowEnvironment } from '@temporalio/testing'
const executable = { type: 'cached-download', downloadDir: process.argv[1] }
const environment = await TestWorkflowEnvironment.createLocal({ server: { executable } })
await environment.teardown()
`

/** Lets the SDK fetch its development server, in a process of its own: the fetch cannot be cancelled. */
export async function downloadWithSdk(cache: string): Promise<Attempt> {
  if (!(await isReachable())) return { why: `${host} cannot be reached from here` }
  const folder = join(cache, 'sdk')
  const { ok, stderr } = await exec(
    process.execPath,
    ['--input-type=module', '-e', program, folder],
    { timeout: 180_000, cwd: new URL('..', import.meta.url) },
  )
  const downloaded = existsSync(folder) ? await readdir(folder) : []
  const name = downloaded.find((file) => file.startsWith('temporal'))
  if (ok && name !== undefined) return { path: join(folder, name) }
  return { why: lastLine(stderr) || 'the download failed' }
}

const isReachable = () =>
  Promise.race([
    lookup(host).then(
      () => true,
      () => false,
    ),
    sleep(unreachableAfterMs, false, { ref: false }),
  ])
