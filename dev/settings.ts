import { resolve } from 'node:path'
import { type Config, readConfig } from '../config.ts'
import { localEncryptionKey, makeStateFolder } from './state.ts'

export type Settings = {
  env: NodeJS.ProcessEnv
  config: Config
  /** Absolute. */
  dataDir: string
  /** The servers that the environment names, used instead of our own. */
  named: { postgres: string | undefined; temporal: string | undefined }
}

/** Reads what the environment says about a start, and fills in what `npm start` makes by itself. */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const env = { ...environment }
  const named = {
    postgres: env.DATABASE_URL || undefined,
    temporal: env.TEMPORAL_ADDRESS || undefined,
  }
  const dataDir = resolve(env.DATA_DIR || '.data')
  const anyKey = `k:${Buffer.alloc(32).toString('base64')}`
  const config = readConfig({
    ...env,
    DATA_DIR: dataDir,
    DATABASE_URL: named.postgres ?? 'postgres://to-be-started',
    ENCRYPTION_KEY: env.ENCRYPTION_KEY || anyKey,
  })
  return { env, config, dataDir, named }
}

/** The key for the processes: the environment's, else the state folder's own. */
export function encryptionKey({ env, dataDir }: Settings): string {
  makeStateFolder(dataDir)
  return env.ENCRYPTION_KEY || localEncryptionKey(dataDir)
}
