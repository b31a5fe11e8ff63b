import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Where the api finds the built console. */
export const consoleDir = join(root, 'dist/console')

/** What the build reads: a change of any of these makes another console. */
const sources = ['console', 'api/schemas', 'domain', 'vite.config.ts', 'package-lock.json']
const stampFile = 'built-from'

/**
 * Builds the console into `dist/console` when what it is made from has changed since; returns whether it
 * did. Pages that are open go on with the old files until then: the new ones come in one move.
 */
export async function buildConsole(): Promise<boolean> {
  const stamp = await stampOf(sources)
  const present = await readFile(join(consoleDir, stampFile), 'utf8').catch(() => null)
  if (present === stamp) return false

  const fresh = `${consoleDir}.${process.pid}`
  const old = `${fresh}.old`
  await runVite(fresh)
  await compressAll(join(fresh, 'assets'))
  await writeFile(join(fresh, stampFile), stamp)
  await mkdir(join(root, 'dist'), { recursive: true })
  if (existsSync(consoleDir)) await rename(consoleDir, old)
  await rename(fresh, consoleDir)
  await rm(old, { recursive: true, force: true })
  return true
}

/** In a process of its own: the caller's NODE_ENV (`test`, under Vitest) would put React's development build into the page. */
async function runVite(outDir: string): Promise<void> {
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  const args = ['build', '--logLevel', 'error', '--outDir', outDir]
  const env = { ...process.env, NODE_ENV: 'production' }
  await promisify(execFile)(process.execPath, [vite, ...args], { cwd: root, env })
}

async function stampOf(paths: string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const path of paths) {
    for (const file of await filesOf(path)) {
      hash.update(`${file}\0`).update(await readFile(join(root, file)))
    }
  }
  return hash.digest('hex')
}

async function filesOf(path: string): Promise<string[]> {
  const entries = await readdir(join(root, path), { recursive: true, withFileTypes: true }).catch(
    () => null,
  )
  if (entries === null) return [path]
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .sort()
}

/** The api serves these beside the originals, so that nothing is compressed while somebody waits. */
async function compressAll(dir: string): Promise<void> {
  const files = (await readdir(dir)).filter((name) => /\.(js|css|svg)$/.test(name))
  await Promise.all(
    files.map(async (name) => {
      const bytes = await readFile(join(dir, name))
      await writeFile(join(dir, `${name}.gz`), await promisify(gzip)(bytes, { level: 9 }))
      await writeFile(join(dir, `${name}.br`), await promisify(brotliCompress)(bytes))
    }),
  )
}
