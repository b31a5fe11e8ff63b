import { execFileSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** Only there can a file system of so many bytes be made for a folder. */
export const canLimitDisk = (): boolean => process.platform === 'linux' && process.getuid?.() === 0

/** A folder that is a disk of its own, in memory. Only where `canLimitDisk`. */
export function mountSmallDisk(folder: string, bytes: number) {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes},mode=700`, 'tmpfs', folder])
  const filler = join(folder, 'filler')
  return {
    /** Leaves no byte. */
    fill(): void {
      const piece = Buffer.alloc(1_000_000)
      const file = openSync(filler, 'a')
      try {
        for (;;) writeSync(file, piece)
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
      } finally {
        closeSync(file)
      }
    },
    free: (): void => rmSync(filler, { force: true }),
    unmount: (): void => {
      execFileSync('umount', ['--lazy', folder])
    },
  }
}
