import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'

const Counts = z.object({ passed: z.number(), failed: z.number(), skipped: z.number() })

const path = (file: string) => fileURLToPath(new URL(file, import.meta.url))
const folder = await mkdtemp(join(tmpdir(), 'sequence-rillet-counts-'))
const countsFile = join(folder, 'counts.json')

const code = await runVitest()
const counts = await readCounts()
await rm(folder, { recursive: true })

// A run that ended before it could count, or that found no test, has failed.
if (counts.failed === 0 && (code !== 0 || counts.passed === 0)) counts.failed = 1
const skipped = counts.skipped === 0 ? '' : `, ${counts.skipped} skipped`
console.log(`\n${counts.passed} passed, ${counts.failed} failed${skipped}`)
process.exitCode = counts.failed === 0 ? 0 : 1

/** Runs vitest with the arguments of `npm test --` and returns its exit code. */
function runVitest(): Promise<number> {
  const reporters = ['--reporter=default', `--reporter=${path('../test/support/reporter.ts')}`]
  const vitest = path('../node_modules/vitest/vitest.mjs')
  const args = [vitest, 'run', ...reporters, ...process.argv.slice(2)]
  const child = spawn(process.execPath, args, {
    stdio: 'inherit',
    env: { ...process.env, TEST_COUNTS_FILE: countsFile },
  })
  // Ctrl-C reaches vitest itself; this process waits for it, to say what came out.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => child.kill(signal))
  }
  return new Promise((resolve) => child.on('close', (status) => resolve(status ?? 1)))
}

async function readCounts() {
  try {
    return Counts.parse(JSON.parse(await readFile(countsFile, 'utf8')))
  } catch {
    return { passed: 0, failed: 0, skipped: 0 }
  }
}
