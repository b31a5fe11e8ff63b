import formbody from '@fastify/formbody'
import { type FastifyInstance, fastify } from 'fastify'
import { z } from 'zod'
import { acceptBodies } from './bodies.ts'
import { type Clock, createClock } from './clock.ts'
import { controlRoutes } from './control.ts'
import {
  createDeliveryQueue,
  type Delivery,
  type DeliveryQueue,
  type DeliveryRules,
} from './deliveries.ts'
import { createFaults, type Faults } from './faults.ts'
import { createIds } from './ids.ts'
import type { Wording } from './inject.ts'
import { observe } from './observe.ts'
import { refuseForeignForms } from './pages.ts'
import { createRequestLog } from './request-log.ts'
import { createStateFile } from './state-file.ts'
import { createSwitches } from './switches.ts'

export type SandboxOptions = {
  /** 0 takes a free one. */
  port: number
  /** Default 127.0.0.1. */
  host?: string
  /** 100 makes the vendor's windows a hundred times shorter. Default 1. */
  timeScale?: number
  /** JSON file that keeps the state over restarts. */
  dataFile?: string
}

export type Sandbox = {
  /** `http://127.0.0.1:PORT`, without a path. */
  url: string
  port: number
  close: () => Promise<void>
}

/** What a vendor's module gets to work with. */
export type Kit<State, Switches> = {
  /** The vendor's whole state, plain JSON; replaced by a reset, so ask each time. */
  state: () => State
  switches: () => Switches
  clock: Clock
  faults: Faults
  queue: DeliveryQueue
  /** The address it listens on, for links back. */
  url: () => string
  newId: () => string
  /** Call after a change that no HTTP write caused. */
  changed: () => void
  /** For what a vendor keeps outside its state. */
  onReset: (listener: () => void) => void
}

export type Vendor<State, Schema extends z.ZodObject> = {
  name: string
  /** Counted up when the saved state's shape changes: an older file is set aside unread. */
  stateVersion: number
  switches: Schema
  initialState: (basics: Pick<Kit<State, unknown>, 'clock' | 'newId'>) => State
  /** Whether faults apply to this path. */
  isApi: (path: string) => boolean
  wording: Wording
  deliveries: (kit: Kit<State, z.output<Schema>>) => DeliveryRules
  /** What an auditor reads. */
  ledger: (state: State, kit: Kit<State, z.output<Schema>>) => unknown
  /** Resource routes, pages, and the vendor's own control routes under `/_sandbox`. */
  routes: (app: FastifyInstance, kit: Kit<State, z.output<Schema>>) => Promise<void> | void
}

/** Starts a stand-in vendor over real HTTP, with log, clock, switches, faults and webhooks. */
export async function startSandbox<State, Schema extends z.ZodObject>(
  vendor: Vendor<State, Schema>,
  { port, host = '127.0.0.1', timeScale = 1, dataFile }: SandboxOptions,
): Promise<Sandbox> {
  const clock = createClock(timeScale)
  const newId = createIds(clock.nowMs)
  const switches = createSwitches(vendor.switches)
  const faults = createFaults()
  const log = createRequestLog()
  let state = vendor.initialState({ clock, newId })
  let url = ''

  const file = createStateFile(dataFile, () => ({
    version: vendor.stateVersion,
    clockOffsetMs: clock.offsetMs(),
    switches: switches.get(),
    deliveries: queue.list(),
    state,
  }))
  const changed = () => file.changed()
  const resetListeners: (() => void)[] = []
  const onReset = (listener: () => void) => {
    resetListeners.push(listener)
  }
  const kit: Kit<State, z.output<Schema>> = {
    state: () => state,
    switches: switches.get,
    clock,
    faults,
    newId,
    changed,
    onReset,
    url: () => url,
    get queue() {
      return queue
    },
  }
  const queue = createDeliveryQueue({
    clock,
    faults,
    newId,
    changed,
    rules: vendor.deliveries(kit),
  })

  const app = fastify({
    bodyLimit: 1_048_576,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 500 },
  })
  acceptBodies(app)
  await app.register(formbody, { bodyLimit: 65_536 })
  refuseForeignForms(app)
  observe(app, { clock, log, faults, changed, isApi: vendor.isApi, wording: vendor.wording })
  app.register(controlRoutes, {
    prefix: '/_sandbox',
    name: vendor.name,
    clock,
    switches,
    faults,
    log,
    queue,
    ledger: () => vendor.ledger(state, kit),
    changed,
    reset: () => {
      switches.reset()
      clock.setOffsetMs(0)
      faults.clear()
      log.clear()
      queue.clear()
      state = vendor.initialState({ clock, newId })
      for (const listener of resetListeners) listener()
    },
  })
  await vendor.routes(app, kit)

  const { data } = Saved.safeParse(await file.load())
  const saved = data?.version === vendor.stateVersion ? data : undefined
  if (saved !== undefined) {
    state = restored<State>(saved.state)
    clock.setOffsetMs(saved.clockOffsetMs)
    trySetting(switches, saved.switches)
  }
  url = await app.listen({ port, host })
  if (host === '0.0.0.0') url = url.replace('0.0.0.0', '127.0.0.1')
  if (saved !== undefined) queue.restore(restored<Delivery[]>(saved.deliveries))
  return {
    url,
    port: Number(new URL(url).port),
    close: async () => {
      queue.stop()
      await app.close()
      await file.flush()
    },
  }
}

const Saved = z.object({
  version: z.number(),
  clockOffsetMs: z.number(),
  switches: z.record(z.string(), z.unknown()),
  deliveries: z.array(z.unknown()),
  state: z.unknown(),
})

/** What this sandbox wrote itself is trusted: the version says that the shape is the same. */
function restored<T>(value: unknown): T {
  return JSON.parse(JSON.stringify(value))
}

/** A saved switch that this version no longer knows is left out, not an error. */
function trySetting(
  switches: { set: (c: Record<string, unknown>) => void },
  saved: Record<string, unknown>,
) {
  for (const [name, value] of Object.entries(saved)) {
    try {
      switches.set({ [name]: value })
    } catch {}
  }
}
