import { fileURLToPath } from 'node:url'
import type { ProcessSpec } from '../../../dev/child.ts'
import { findTemporal } from '../../../dev/find-temporal.ts'
import { freePort } from '../../../dev/ports.ts'
import { postgresServer } from '../../../dev/postgres-server.ts'
import { service } from '../../../dev/services.ts'
import { temporalServer } from '../../../dev/temporal-server.ts'

export const namespace = 'default'

type Where = { folder: string; host: string; logs: (name: string) => string }

/** The same cluster at each start. What a killed process had written, the system still has. */
export async function postgresOf({ folder, host, port, logs }: Where & { port: number }) {
  const server = await postgresServer({
    dataDir: folder,
    port,
    host,
    logFile: logs('postgres-0'),
    say: () => {},
    settings: ['fsync=off', 'full_page_writes=off'],
  })
  const specOf = (start: number): ProcessSpec => ({
    ...server.spec,
    logFile: logs(`postgres-${start}`),
  })
  return { ...server, specOf }
}

/** The same database file at each start. */
export async function temporalOf({ folder, host, logs }: Where) {
  const { path: program } = await findTemporal(() => {})
  const [port, uiPort] = [await freePort(), await freePort()]
  const options = { program, port, uiPort, host, namespace, dataDir: folder }
  const specOf = (start: number): ProcessSpec =>
    temporalServer({ ...options, logFile: logs(`temporal-${start}`) })
  return { specOf, address: `${host}:${port}` }
}

type Own = {
  name: string
  script: string[]
  env: NodeJS.ProcessEnv
  logFile: string
  ready: Parameters<typeof service>[2]
}

const hook = fileURLToPath(new URL('hook.ts', import.meta.url))

/** One of our own processes as in production, with the fail points loaded before it. */
export function ownProcess({ name, script, env, logFile, ready }: Own): ProcessSpec {
  const spec = service({ name, script, stopOrder: 1 }, env, ready)
  return { ...spec, args: ['--import', hook, ...spec.args], logFile }
}
