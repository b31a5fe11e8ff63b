import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { StartupError } from '../config.ts'
import { exec } from './exec.ts'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]
const installMs = 5 * 60_000

/** How Chromium is started where nobody looks at it: it calls nobody by itself. */
export const browserFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * The path of a Chromium: `CHROMIUM_PATH`, one that is installed, Playwright's own, or one that is installed
 * now (by apt as root on Debian and Ubuntu, else by Playwright). Throws a `StartupError` that says what to do.
 */
export async function findBrowser(
  say: (line: string) => void,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const named = env['CHROMIUM_PATH']
  if (named) {
    if (isProgram(named)) return named
    throw new StartupError(`CHROMIUM_PATH names ${named}, which is no program: mend or unset it.`)
  }
  const folders = (env['PATH'] ?? '').split(delimiter).filter(Boolean)
  const inPath = folders.flatMap((folder) => names.map((name) => join(folder, name)))
  const candidates = [...inPath, ...places, chromium.executablePath()]
  const found = candidates.find(isProgram)
  if (found !== undefined) return found

  const failures: string[] = []
  for (const { name, commands } of waysToInstall()) {
    say(`Chromium is missing: installing it by ${name}`)
    const failure = await runAll(commands)
    const installed = candidates.find(isProgram)
    if (installed !== undefined) return installed
    failures.push(`${name}: ${failure ?? 'no program came of it'}`)
  }
  throw new StartupError(
    `The browser tests need Chromium, and it could not be installed (${failures.join('; ')}). Install it, or name one in CHROMIUM_PATH.`,
  )
}

type Way = { name: string; commands: string[][] }

function waysToInstall(): Way[] {
  const cli = fileURLToPath(new URL('../node_modules/playwright-core/cli.js', import.meta.url))
  const apt = {
    name: 'apt-get',
    commands: [
      ['apt-get', 'update'],
      ['apt-get', 'install', '-y', '--no-install-recommends', 'chromium'],
    ],
  }
  const playwright = {
    name: 'Playwright',
    commands: [[process.execPath, cli, 'install', 'chromium', '--no-shell']],
  }
  const isRootOnDebian = process.getuid?.() === 0 && isProgram('/usr/bin/apt-get')
  return isRootOnDebian ? [apt, playwright] : [playwright]
}

/** Runs commands one after the other; returns the last line of the first that fails. */
async function runAll(commands: string[][]): Promise<string | null> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const [program = '', ...args] of commands) {
    const { ok, stdout, stderr } = await exec(program, args, { timeout: installMs, env })
    if (!ok) return (stderr || stdout).trim().split('\n').at(-1) ?? 'failed'
  }
  return null
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
