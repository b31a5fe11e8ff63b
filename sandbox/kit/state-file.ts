import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

const delayMs = 200

/**
 * Keeps `snapshot()` in a JSON file: written within 200 ms of a change, later only when the state
 * has grown so large that writing would take most of the process's time. Without a file it does nothing.
 */
export function createStateFile(file: string | undefined, snapshot: () => unknown) {
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()
  let lastMs = 0

  async function write(): Promise<void> {
    if (file === undefined) return
    const startedMs = performance.now()
    const text = JSON.stringify(snapshot())
    await mkdir(dirname(file), { recursive: true })
    await writeFile(`${file}.tmp`, text, { mode: 0o600 })
    await rename(`${file}.tmp`, file)
    lastMs = performance.now() - startedMs
  }

  /** One write after the other; a failed one is said once and does not stop the next. */
  function enqueue(): Promise<void> {
    timer = undefined
    writing = writing.then(write).catch((error: unknown) => {
      console.error(`sandbox state was not saved: ${String(error)}`)
    })
    return writing
  }

  return {
    /** What was last written, or undefined when there is no file yet. */
    load: async (): Promise<unknown> => {
      if (file === undefined) return undefined
      try {
        return JSON.parse(await readFile(file, 'utf8'))
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
        throw error
      }
    },
    changed: () => {
      if (file === undefined || timer !== undefined) return
      timer = setTimeout(() => void enqueue(), lastMs > 50 ? lastMs * 8 : delayMs)
    },
    flush: async () => {
      clearTimeout(timer)
      await enqueue()
    },
  }
}
