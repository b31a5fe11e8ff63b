import { fileURLToPath } from 'node:url'
import { StartupError } from '../config.ts'
import { exec } from './exec.ts'

const path = (file: string) => fileURLToPath(new URL(file, import.meta.url))

/** Runs one of our scripts to its end; returns what it printed. Throws a `StartupError` with its words. */
export async function runScript(
  file: string,
  args: string[],
  env: NodeJS.ProcessEnv,
): Promise<string> {
  const { ok, stdout, stderr } = await exec(process.execPath, [path(file), ...args], {
    env,
    timeout: 120_000,
  })
  if (!ok) throw new StartupError(stderr || stdout)
  return stdout
}
