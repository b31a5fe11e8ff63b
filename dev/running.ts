import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { z } from 'zod'
import { cannotReach, readSetupConfig, StartupError } from '../config.ts'
import { connect, type Db } from '../store/connect.ts'

/**
 * The database that a command works on and the address that its links lead to: what `DATABASE_URL` names, else what
 * `npm start` runs in `DATA_DIR`. Throws a `StartupError` when there is neither, or it does not answer.
 */
export async function openDatabase(
  env: NodeJS.ProcessEnv = process.env,
): Promise<{ db: Db; publicUrl: string }> {
  const dataDir = env['DATA_DIR'] || '.data'
  const isNamed = Boolean(env['DATABASE_URL'])
  const { DATABASE_URL, PUBLIC_URL } = readSetupConfig(isNamed ? env : besideStart(env, dataDir))
  const db = connect({ url: DATABASE_URL, maxConnections: 1 })
  await sql`select 1`.execute(db).catch((cause: unknown) => {
    if (isNamed) throw cannotReach('DATABASE_URL', DATABASE_URL, cause)
    const message = `What npm start began in ${dataDir} has ended: start it again beside this, or set DATABASE_URL.`
    throw new StartupError(message, { cause })
  })
  return { db, publicUrl: PUBLIC_URL }
}

const Running = z.object({ postgres: z.string(), signIn: z.string() })

function besideStart(env: NodeJS.ProcessEnv, dataDir: string): NodeJS.ProcessEnv {
  const { data } = Running.safeParse(readJson(join(dataDir, 'addresses.json')))
  if (data === undefined) {
    throw new StartupError(
      `DATABASE_URL is not set, and npm start runs nothing in ${dataDir}: leave it running beside this, name its folder in DATA_DIR, or set DATABASE_URL.`,
    )
  }
  const publicUrl = data.signIn.replace(/\/sign-in#.*$/, '')
  return { ...env, DATABASE_URL: data.postgres, PUBLIC_URL: env['PUBLIC_URL'] || publicUrl }
}

/** Undefined when there is no such file, or it is cut. */
function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
