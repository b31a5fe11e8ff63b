import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ProcessSpec } from './child.ts'
import type { ProvidedTemporal } from './servers.ts'
import type { Settings } from './settings.ts'

export type Wiring = {
  databaseUrl: string
  temporal: ProvidedTemporal
  encryptionKey: string
  ports: Ports
}
/** Those of the sandboxes are absent when none are started. */
export type Ports = { api: number; sandboxes?: { rillet: number; sequence: number } }

/** Belongs to the server that the environment names; would break the connection to our own. */
const temporalAccess = /^TEMPORAL_(TLS|API_KEY|PROFILE|GRPC_META|CODEC|CLIENT|CONFIG_FILE|ADDRESS)/

/** The environment of our processes: the given one, and the addresses of what was started. */
export function serviceEnvironment(settings: Settings, wiring: Wiring): NodeJS.ProcessEnv {
  const { env, dataDir, named } = settings
  const { databaseUrl, temporal, ports } = wiring
  const given = Object.entries(env).filter(
    ([name]) => named.temporal !== undefined || !temporalAccess.test(name),
  )
  return {
    // A person's own profile is for another server; a file that is not there counts as none.
    ...(named.temporal === undefined && { TEMPORAL_CONFIG_FILE: join(dataDir, 'no-profile.toml') }),
    ...Object.fromEntries(given),
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: temporal.address,
    ...(temporal.uiUrl !== null && { TEMPORAL_UI_URL: temporal.uiUrl }),
    ENCRYPTION_KEY: wiring.encryptionKey,
    DATA_DIR: dataDir,
    PORT: String(ports.api),
    PUBLIC_URL: env.PUBLIC_URL || urlOf(settings, ports.api),
    ...(ports.sandboxes && sandboxVariables(settings, ports.sandboxes)),
  }
}

const sandboxVariables = (
  settings: Settings,
  { rillet, sequence }: { rillet: number; sequence: number },
) => ({
  SANDBOX_RILLET_PORT: String(rillet),
  SANDBOX_SEQUENCE_PORT: String(sequence),
  RILLET_API_URL: settings.env.RILLET_API_URL || urlOf(settings, rillet),
  SEQUENCE_API_URL: settings.env.SEQUENCE_API_URL || `${urlOf(settings, sequence)}/api`,
})

/** Where one of our servers is reached from this machine. */
export const urlOf = ({ config }: Settings, port: number): string =>
  `http://${urlHost(config.HOST)}:${port}`

const urlHost = (host: string): string => {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}

const root = fileURLToPath(new URL('..', import.meta.url))

type Service = { name: string; script: string[]; stopOrder: number }
type Ready = { url: string } | { logged: string }

/** One of our own processes, ready when its address answers well or its log says so. */
export function service(
  { name, script: [file = '', ...args], stopOrder }: Service,
  env: NodeJS.ProcessEnv,
  ready: Ready,
): ProcessSpec {
  return {
    name,
    command: process.execPath,
    args: [join(root, file), ...args],
    env,
    logFile: join(env.DATA_DIR ?? '', 'logs', `${name.replaceAll(' ', '-')}.log`),
    stopSignal: 'SIGTERM',
    stopOrder,
    isReady: async (log) =>
      'url' in ready ? answersWell(ready.url) : log().includes(ready.logged),
  }
}

async function answersWell(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) })
    await answer.body?.cancel()
    return answer.ok
  } catch {
    return false
  }
}
