import { createServer } from 'node:net'
import { StartupError } from '../config.ts'
import { claimPort } from './port-claims.ts'

export type PortWish = {
  host: string
  /** The variable that may name the port; without one the port is ours to choose. */
  variable?: string
  preferred: number
}
export type PickPort = (wish: PortWish) => Promise<number>

/** Where the search for a free port ends: so many above the preferred one. */
const reach = 200

/**
 * Picks free ports, none twice. One that the environment names must be free, else a `StartupError`
 * names the variable; a default one moves on to the next one that is free and that no other launcher claims.
 */
export function createPortPicker(env: Record<string, string | undefined>): PickPort {
  const picked = new Set<number>()

  async function pick({ host, variable, preferred }: PortWish): Promise<number> {
    const named = variable === undefined ? '' : (env[variable] ?? '')
    if (variable === undefined || named === '') return nextFreePort(preferred, host)
    const port = Number(named)
    if (port === 0) return freePort(host)
    if (!picked.has(port) && (await isFree(port, host))) return port
    throw new StartupError(
      `${variable} names port ${port}, which is taken: stop what listens there or name another port.`,
    )
  }

  async function nextFreePort(preferred: number, host: string): Promise<number> {
    for (let port = preferred; port < preferred + reach; port += 1) {
      if (!picked.has(port) && (await isFree(port, host)) && claimPort(port)) return port
    }
    throw new StartupError(`No port from ${preferred} to ${preferred + reach - 1} is free.`)
  }

  return async (wish) => {
    const port = await pick(wish)
    picked.add(port)
    return port
  }
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
