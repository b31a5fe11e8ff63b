import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** Passes bytes on between us and a server, until it is told to keep them, to be slow or to break off. */
export async function startTcpProxy(target: { host: string; port: number }) {
  const pairs = new Set<[Socket, Socket]>()
  const stranded = new Set<[Socket, Socket]>()
  let swallowing = false
  let latencyMs: (() => number) | null = null
  let held: (() => void)[] | null = null

  /** What came first goes first, however long each takes. */
  function passOnTo(to: Socket): (bytes: Buffer) => void {
    let last = Promise.resolve()
    let waiting = 0
    return (bytes) => {
      if (latencyMs === null && waiting === 0) {
        to.write(bytes)
        return
      }
      waiting += 1
      const arrival = pause(latencyMs?.() ?? 0)
      last = last
        .then(() => arrival)
        .then(() => {
          waiting -= 1
          to.write(bytes)
        })
    }
  }

  /** At once, or once nothing is held any more. */
  const whenReleased = (act: () => void) => (held === null ? act() : void held.push(act))

  const server = createServer((near) => {
    const far = createConnection(target)
    const pair: [Socket, Socket] = [near, far]
    pairs.add(pair)
    const end = () => {
      near.destroy()
      far.destroy()
      pairs.delete(pair)
      stranded.delete(pair)
    }
    for (const [from, to] of [pair, [far, near] as const]) {
      const passOn = passOnTo(to)
      from.on('data', (bytes) => {
        if (!swallowing && !stranded.has(pair)) whenReleased(() => passOn(bytes))
      })
      from.on('error', () => whenReleased(end))
      from.on('close', () => whenReleased(end))
    }
  })
  await new Promise<void>((resolve) => server.listen(0, target.host, resolve))

  return {
    port: (server.address() as AddressInfo).port,
    /** Half-open: every socket stays, and nothing comes through any more. */
    blackHole() {
      swallowing = true
    },
    /** Lets bytes through again; what was swallowed is lost, so the connections it hit are broken off. */
    heal() {
      swallowing = false
      for (const [near, far] of pairs) {
        near.resetAndDestroy()
        far.resetAndDestroy()
      }
    },
    /** Half-open for ever: nothing comes through the connections of now; new ones pass. */
    strand() {
      for (const pair of pairs) stranded.add(pair)
    },
    /** Keeps all that comes, ends of connections too, for whoever stands still meanwhile. */
    hold() {
      held ??= []
    },
    /** Delivers what was held, in the order in which it came. */
    release() {
      const acts = held ?? []
      held = null
      for (const act of acts) act()
    },
    /** Each piece takes so long, in milliseconds, in either direction; null: no longer than it takes. */
    slow(latency: (() => number) | null) {
      latencyMs = latency
    },
    /** Breaks off every connection. */
    reset() {
      for (const [near, far] of pairs) {
        near.resetAndDestroy()
        far.resetAndDestroy()
      }
    },
    close: () =>
      new Promise<void>((resolve) => {
        for (const [near, far] of pairs) {
          near.destroy()
          far.destroy()
        }
        server.close(() => resolve())
      }),
  }
}
