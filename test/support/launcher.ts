import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { postgresFolder } from '../../dev/postgres-server.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** What the surroundings of the tests say must not reach the program under test. */
const ownVariables =
  /^(DATABASE_URL|TEMPORAL_|RILLET_API_URL|SEQUENCE_API_URL|ENCRYPTION_KEY|PUBLIC_URL|PORT$|HOST$|DATA_DIR|SANDBOX_|TIME_SCALE|LOG_LEVEL|npm_|VITEST|NODE_OPTIONS|FORCE_COLOR)/

export function cleanEnvironment(added: Record<string, string>): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !ownVariables.test(name))
  return { ...Object.fromEntries(kept), NO_COLOR: '1', ...added }
}

/** A state folder; a private one is out of reach for the user that runs Postgres when we are root. */
export function makeDataDir({ isPrivate = false } = {}): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'sequence-rillet-launch-'))
  chmodSync(dataDir, isPrivate ? 0o700 : 0o755)
  return dataDir
}

/** Removes it, and what Postgres had to keep elsewhere. */
export async function removeDataDir(dataDir: string): Promise<void> {
  rmSync(await postgresFolder(dataDir), { recursive: true, force: true })
  rmSync(dataDir, { recursive: true, force: true })
}

/** Runs one of our programs that is expected to end by itself, soon. */
export function runProgram(file: string, args: string[], env: Record<string, string>) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, file), ...args], {
    cwd: root,
    encoding: 'utf8',
    env: cleanEnvironment(env),
    timeout: 60_000,
  })
  return { status, stdout, stderr }
}

export type Launched = {
  process: ChildProcess
  output: () => string
  /** Resolves once the output holds that text; rejects if the launcher ends before. */
  says: (text: string, withinMs?: number) => Promise<void>
  ended: Promise<number | null>
}

/** `npm start` without npm, killed with the test should it still run. */
export function launch(args: string[], env: Record<string, string>): Launched {
  const child = spawn(process.execPath, [join(root, 'dev/start.ts'), ...args], {
    cwd: root,
    env: cleanEnvironment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const keep = (chunk: unknown) => {
    output += String(chunk)
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const says = (text: string, withinMs = 60_000) =>
    until(() => {
      if (child.exitCode !== null && !output.includes(text)) throw new Error(`ended:\n${output}`)
      return output.includes(text)
    }, withinMs)
  return { process: child, output: () => output, says, ended }
}

/** Asks every 50 ms until it is so. */
export async function until(isSo: () => boolean, withinMs = 20_000): Promise<void> {
  const deadline = Date.now() + withinMs
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error('it never became so')
    await sleep(50)
  }
}

/** Our processes and servers that belong to a state folder: command lines by process id. */
export function processesOf(dataDir: string): Map<number, string> {
  const found = new Map<number, string>()
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
      const environment = readFileSync(`/proc/${name}/environ`, 'utf8')
      const isOurs = `${command} ${environment}`.includes(dataDir)
      if (isOurs && command !== '' && Number(name) !== process.pid) found.set(Number(name), command)
    } catch {
      // It ended meanwhile, or is another user's.
    }
  }
  return found
}

/** The process id of the one whose command line holds that text. */
export function processOf(dataDir: string, text: string): number | undefined {
  return [...processesOf(dataDir)].find(([, command]) => command.includes(text))?.[0]
}
