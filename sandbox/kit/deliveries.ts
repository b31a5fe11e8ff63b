import type { Clock } from './clock.ts'
import { attempt } from './delivery-attempt.ts'
import type { Faults } from './faults.ts'

const maxKept = 10_000
const maxParallel = 16

export type Attempt = {
  at: string
  url: string
  headers: Record<string, string>
  status: number | null
  error: string | null
  durationMs: number
}

export type Delivery = {
  id: string
  /** The vendor's webhook that it goes to. */
  targetId: string
  /** What the receiver de-duplicates on; the same for a duplicate. */
  eventId: string
  /** For people and for the faults' `match.path`. */
  label: string
  /** Exactly the bytes that are sent, as UTF-8 text. */
  body: string
  /** What the vendor needs to make headers. */
  meta: Record<string, string>
  createdAt: string
  dueAtMs: number
  /** Set aside until a later one to the same target has been delivered. */
  held: boolean
  state: 'pending' | 'delivered' | 'failed' | 'cancelled' | 'dropped'
  attempts: Attempt[]
}

/** How a vendor delivers. */
export type DeliveryRules = {
  /** Milliseconds of the vendor, before TIME_SCALE; never below 2 s here. */
  timeoutMs: number
  /** The pause after that many failed attempts, in the vendor's milliseconds; null gives up. */
  retryAfterMs: (failedAttempts: number) => number | null
  /** Address and signed headers for an attempt now; null when the target is gone or disabled. */
  prepare: (delivery: Delivery) => { url: string; headers: Record<string, string> } | null
  /** The last attempt failed. */
  gaveUp?: (delivery: Delivery) => void
}

export type NewDelivery = Pick<Delivery, 'targetId' | 'eventId' | 'label' | 'body' | 'meta'>

type Deps = {
  clock: Clock
  faults: Faults
  newId: () => string
  rules: DeliveryRules
  changed: () => void
}

export type DeliveryQueue = ReturnType<typeof createDeliveryQueue>

/** The vendor's outgoing webhooks: delivered in the background, retried, every attempt kept. */
export function createDeliveryQueue({ clock, faults, newId, rules, changed }: Deps) {
  let all = new Map<string, Delivery>()
  const pending = new Map<string, Delivery>()
  const running = new Map<string, AbortController>()
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  clock.onChange(() => pump())

  function enqueue(request: NewDelivery): void {
    const fault = faults.take('webhook', {
      method: 'POST',
      path: request.label,
      caller: request.targetId,
      agent: '',
    })
    const delayMs =
      fault?.kind === 'webhook_delay' || fault?.kind === 'webhook_reorder' ? fault.ms : 0
    for (let copy = 0; copy < (fault?.kind === 'webhook_duplicate' ? 2 : 1); copy += 1) {
      keep({
        ...request,
        id: newId(),
        createdAt: clock.iso(),
        dueAtMs: clock.nowMs() + delayMs,
        held: fault?.kind === 'webhook_reorder',
        state: fault?.kind === 'webhook_drop' ? 'dropped' : 'pending',
        attempts: [],
      })
    }
    pump()
  }

  function keep(delivery: Delivery): void {
    all.set(delivery.id, delivery)
    if (delivery.state === 'pending') pending.set(delivery.id, delivery)
    for (const [id, oldest] of all) {
      if (all.size <= maxKept) break
      oldest.state = oldest.state === 'pending' ? 'cancelled' : oldest.state
      all.delete(id)
      pending.delete(id)
    }
    changed()
  }

  /** Starts what is due and sets one timer for the next. */
  function pump(): void {
    clearTimeout(timer)
    if (stopped) return
    const nowMs = clock.nowMs()
    let nextMs = Number.POSITIVE_INFINITY
    for (const delivery of pending.values()) {
      if (running.size >= maxParallel) return
      if (running.has(delivery.id)) continue
      if (delivery.dueAtMs <= nowMs) void run(delivery)
      else nextMs = Math.min(nextMs, delivery.dueAtMs)
    }
    if (Number.isFinite(nextMs)) timer = setTimeout(pump, Math.min(nextMs - nowMs + 1, 2 ** 30))
  }

  async function run(delivery: Delivery): Promise<void> {
    const prepared = rules.prepare(delivery)
    if (prepared === null) return settle(delivery, 'cancelled')
    const abort = new AbortController()
    running.set(delivery.id, abort)
    const timeoutMs = Math.max(2_000, clock.scaled(rules.timeoutMs))
    const made = await attempt({ ...prepared, body: delivery.body, timeoutMs, abort, clock })
    running.delete(delivery.id)
    if (stopped || !pending.has(delivery.id)) return pump()
    delivery.attempts.push(made)
    if (made.status !== null && made.status >= 200 && made.status < 300) {
      release(delivery.targetId)
      return settle(delivery, 'delivered')
    }
    const pauseMs = rules.retryAfterMs(delivery.attempts.length)
    if (pauseMs === null) {
      settle(delivery, 'failed')
      rules.gaveUp?.(delivery)
      return
    }
    delivery.dueAtMs = clock.nowMs() + clock.scaled(pauseMs)
    changed()
    pump()
  }

  function settle(delivery: Delivery, state: Delivery['state']): void {
    delivery.state = state
    pending.delete(delivery.id)
    changed()
    queueMicrotask(pump)
  }

  /** Those set aside for reordering go out behind the one that overtook them. */
  function release(targetId: string): void {
    for (const delivery of pending.values()) {
      if (!delivery.held || delivery.targetId !== targetId) continue
      delivery.held = false
      delivery.dueAtMs = clock.nowMs()
    }
  }

  return {
    enqueue,
    list: (): Delivery[] => [...all.values()],
    /** Sends one again, as a new delivery of the same event; false when it is not known. */
    resend: (id: string): boolean => {
      const { targetId, eventId, label, body, meta } = all.get(id) ?? {}
      if (!targetId || !eventId || !label || body === undefined || !meta) return false
      enqueue({ targetId, eventId, label, body, meta })
      return true
    },
    /** Makes everything that waits for a retry due now. */
    flush: () => {
      for (const delivery of pending.values()) delivery.dueAtMs = clock.nowMs()
      pump()
    },
    clear: () => {
      for (const abort of running.values()) abort.abort()
      all = new Map()
      pending.clear()
      changed()
    },
    restore: (deliveries: Delivery[]) => {
      for (const delivery of deliveries) keep(delivery)
      pump()
    },
    stop: () => {
      stopped = true
      clearTimeout(timer)
      for (const abort of running.values()) abort.abort()
    },
  }
}
