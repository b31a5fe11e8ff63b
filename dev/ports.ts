import { createServer } from 'node:net'
import { StartupError } from '../config.ts'

export type PortWish = {
  /** The variable that may name the port; without one the port is ours to choose. */
  variable?: string
  preferred: number
}

/** Where the search for a free port ends: so many above the preferred one. */
const reach = 200

/**
 * A free port of `host` for each wish, none twice. A port that the environment names must be free;
 * a default one moves on to the next free one.
 */
export async function pickPorts<Name extends string>(
  wishes: Record<Name, PortWish>,
  env: Record<string, string | undefined>,
  host: string,
): Promise<Map<Name, number>> {
  const picked = new Map<Name, number>()
  for (const name in wishes) {
    const { variable, preferred } = wishes[name]
    const named = variable === undefined ? '' : (env[variable] ?? '')
    const taken = new Set(picked.values())
    picked.set(
      name,
      variable !== undefined && named !== ''
        ? await requirePort(variable, Number(named), host, taken)
        : await nextFreePort(preferred, host, taken),
    )
  }
  return picked
}

async function requirePort(variable: string, port: number, host: string, taken: Set<number>) {
  if (port === 0) return freePort(host)
  if (!taken.has(port) && (await isFree(port, host))) return port
  throw new StartupError(
    `${variable} names port ${port}, which is taken: stop what listens there or name another port.`,
  )
}

async function nextFreePort(preferred: number, host: string, taken: Set<number>) {
  for (let port = preferred; port < preferred + reach; port += 1) {
    if (!taken.has(port) && (await isFree(port, host))) return port
  }
  throw new StartupError(`No port from ${preferred} to ${preferred + reach - 1} is free.`)
}

/** A port that the system picks. */
export const freePort = (host = '127.0.0.1'): Promise<number> => listenOnce(0, host)

const isFree = (port: number, host: string) =>
  listenOnce(port, host).then(
    () => true,
    () => false,
  )

function listenOnce(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address()
      const listened = typeof address === 'object' && address !== null ? address.port : port
      server.close(() => resolve(listened))
    })
  })
}
