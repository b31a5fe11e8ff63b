import { chown, cp, mkdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { StartupError } from '../config.ts'
import { exec } from './exec.ts'

/** The system user that runs Postgres; empty where we are an ordinary user ourselves. */
export type PostgresUser = { uid?: number; gid?: number }

/** Postgres refuses to run as root: then the user `postgres` runs it, created if it is missing. */
export async function findPostgresUser(): Promise<PostgresUser> {
  if (process.getuid?.() !== 0) return {}
  const known = await idsOf('postgres')
  if (known !== undefined) return known

  await exec('groupadd', ['--system', 'postgres'], { timeout: 10_000 })
  await exec('useradd', ['--system', '-g', 'postgres', 'postgres'], { timeout: 10_000 })
  const created = await idsOf('postgres')
  if (created !== undefined) return created
  throw new StartupError(
    'Postgres does not run as root, and the user postgres could not be created: create it, start as an ordinary user, or set DATABASE_URL.',
  )
}

async function idsOf(name: string): Promise<PostgresUser | undefined> {
  const [uid, gid] = await Promise.all([
    exec('id', ['-u', name], { timeout: 5_000 }),
    exec('id', ['-g', name], { timeout: 5_000 }),
  ])
  return uid.ok && gid.ok ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : undefined
}

/** True if another user may pass through every folder above `path`. */
export async function isReachable(path: string): Promise<boolean> {
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    const { mode } = await stat(folder)
    if ((mode & 0o001) === 0) return false
  }
  return true
}

/** A private folder for that user. Throws if somebody else made it before us. */
export async function makePrivateFolder(path: string, { uid, gid }: PostgresUser): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 })
  if (uid === undefined || gid === undefined) return
  const { uid: owner } = await stat(path)
  if (owner !== uid && owner !== 0) {
    throw new StartupError(`${path} belongs to another user: remove it, or set DATA_DIR.`)
  }
  await chown(path, uid, gid)
}

/** Postgres' program files where that user can reach them: as installed, or a copy below `folder`. */
export async function reachablePrograms(
  installed: string,
  folder: string,
  user: PostgresUser,
): Promise<string> {
  if (user.uid === undefined || (await isReachable(join(installed, 'bin', 'postgres')))) {
    return installed
  }
  const copy = join(folder, 'programs')
  await cp(installed, copy, { recursive: true, verbatimSymlinks: true })
  return copy
}
