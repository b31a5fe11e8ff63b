import { mkdtempSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const inMemory = '/dev/shm'
const wantedBytes = 2_000_000_000

/**
 * A folder for a database that is thrown away: in memory where there is room, because the Temporal
 * server syncs its file at every step. A process that is killed leaves what it wrote all the same.
 */
export const makeMemoryFolder = (): string =>
  mkdtempSync(join(hasRoom() ? inMemory : tmpdir(), 'sequence-rillet-faults-'))

function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(inMemory)
    return bavail * bsize > wantedBytes
  } catch {
    return false // not on this system
  }
}
