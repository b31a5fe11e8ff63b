import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartupError } from '../config.ts'
import type { Addresses } from './addresses.ts'
import { postgresFolder } from './postgres-server.ts'

const marker = '.sequence-rillet'
const kept = new Set([marker, 'launcher.lock'])

/** Makes the state folder; one that is made here is marked as ours, so that it may be emptied. */
export function makeStateFolder(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o711 }) // others only pass through, to Postgres' files
  if (readdirSync(dataDir).length === 0) {
    writeFileSync(join(dataDir, marker), 'State of npm start. -- --fresh empties this folder.\n')
  }
  mkdirSync(join(dataDir, 'logs'), { recursive: true })
}

/** Forgets all state. Throws a `StartupError` for a folder that held something before we came. */
export async function forgetState(dataDir: string): Promise<void> {
  if (!existsSync(join(dataDir, marker))) {
    throw new StartupError(
      `--fresh would empty ${dataDir}, which was not made by npm start: empty it yourself, or set DATA_DIR to another folder.`,
    )
  }
  rmSync(await postgresFolder(dataDir), { recursive: true, force: true })
  for (const name of readdirSync(dataDir).filter((name) => !kept.has(name))) {
    rmSync(join(dataDir, name), { recursive: true, force: true })
  }
  makeStateFolder(dataDir)
}

/** The key that the state is encrypted with, made at the first start; readable by us alone. */
export function localEncryptionKey(dataDir: string): string {
  const file = join(dataDir, 'encryption-key')
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  const key = `local:${randomBytes(32).toString('base64')}`
  writeFileSync(file, `${key}\n`, { mode: 0o600 })
  return key
}

/** Where everything listens, for scripts. Holds the operator's token: readable by us alone. */
export function writeAddresses(dataDir: string, addresses: Addresses): void {
  const file = join(dataDir, 'addresses.json')
  rmSync(file, { force: true })
  writeFileSync(file, `${JSON.stringify(addresses, null, 2)}\n`, { mode: 0o600 })
}

const demoFile = (dataDir: string) => join(dataDir, 'demo.json')

export const isDemoDone = (dataDir: string): boolean => existsSync(demoFile(dataDir))

export function markDemoDone(dataDir: string): void {
  writeFileSync(demoFile(dataDir), `${JSON.stringify({ doneAt: new Date().toISOString() })}\n`)
}
