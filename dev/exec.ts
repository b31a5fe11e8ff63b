import { type ExecFileOptions, execFile } from 'node:child_process'

export type Finished = { ok: boolean; stdout: string; stderr: string }

/** Runs a program to its end, its output kept; one that cannot be started or fails is `ok: false`. */
export function exec(
  command: string,
  args: string[],
  options: ExecFileOptions & { timeout: number },
): Promise<Finished> {
  return new Promise((resolve) => {
    const limits = { maxBuffer: 16 * 1024 * 1024, ...options }
    execFile(command, args, limits, (error, stdout, stderr) => {
      const said = String(stderr).trim()
      const stderrOrWhy = said === '' && error !== null ? error.message : said
      resolve({ ok: error === null, stdout: String(stdout).trim(), stderr: stderrOrWhy })
    })
  })
}

/** The last line of what a failed program said: mostly the reason. */
export const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? ''
