import { setTimeout as pause } from 'node:timers/promises'
import type { Json } from '../../support/http.ts'
import type { Violation } from './ledger.ts'

type Vendor = 'rillet' | 'sequence'
type Control = { get: (path: string) => Promise<Json> }

/** A call of ours, as a stand-in logged it. */
export type Logged = {
  vendor: Vendor
  seq: number
  wallMs: number
  method: string
  path: string
  caller: string
  status: number | null
}

/** A webhook that a vendor was told 2xx for. */
export type Acknowledged = {
  vendor: Vendor
  accountId: string
  /** As our inbox names it. */
  deliveryId: string
  label: string
}

const vendors = ['rillet', 'sequence'] as const
/** A stand-in keeps 50,000 requests or 64 MB of them, whichever is less, and 10,000 deliveries. */
const atMost = 50_000
const requestsEveryMs = 2_000
const deliveriesEveryMs = 60_000

/** Reads the stand-ins' logs again and again, because they keep only the latest; keeps what counts. */
export function createRecorder(controls: Record<Vendor, Control>) {
  const requests: Logged[] = []
  const acknowledged = new Map<string, Acknowledged>()
  const violations: Violation[] = []
  const last = { rillet: 0, sequence: 0 }
  let reading: Promise<unknown> = Promise.resolve()

  async function readRequests(vendor: Vendor): Promise<void> {
    const path = `/_sandbox/requests?since=${last[vendor]}&limit=${atMost}`
    const { requests: found } = await controls[vendor].get(path)
    for (const entry of found as Json[]) noteRequest(vendor, entry)
    if (found.length === atMost) await readRequests(vendor)
  }

  /** They are counted from 1: one that was dropped before it was read leaves a gap. */
  function noteRequest(vendor: Vendor, entry: Json): void {
    const { seq, wallMs, method, path, credential, status, headers } = entry
    const missed = seq - last[vendor] - 1
    if (missed > 0) {
      const what = `${missed} requests to ${vendor} before its ${seq}th were dropped unread`
      violations.push({ rule: 'the oracle sees all', what, seed: null })
    }
    last[vendor] = seq
    if (headers['user-agent'] !== 'sequence-rillet') return
    requests.push({ vendor, seq, wallMs, method, path, caller: credential ?? '', status })
  }

  async function readDeliveries(vendor: Vendor): Promise<void> {
    const { deliveries } = await controls[vendor].get('/_sandbox/deliveries?state=delivered')
    for (const delivery of deliveries as Json[]) noteDelivery(vendor, delivery)
  }

  function noteDelivery(vendor: Vendor, { eventId, label, attempts }: Json): void {
    for (const { url, status, headers } of attempts as Json[]) {
      if (status === null || status >= 300) continue
      const accountId = String(url).split('/').at(-1) ?? ''
      const deliveryId = vendor === 'rillet' ? eventId : signatureIn(headers)
      acknowledged.set(`${vendor}/${deliveryId}`, { vendor, accountId, deliveryId, label })
    }
  }

  /** One after the other: each goes on where the one before has ended. */
  function inTurn(readOne: (vendor: Vendor) => Promise<void>): Promise<void> {
    const turn = reading.then(async () => {
      for (const vendor of vendors) await readOne(vendor)
    })
    reading = turn.catch(() => {}) // told to whoever asked for this turn
    return turn
  }

  async function follow(signal: AbortSignal): Promise<void> {
    let deliveriesAt = Date.now() + deliveriesEveryMs
    while (!signal.aborted) {
      await pause(requestsEveryMs, undefined, { signal }).catch(() => {})
      // A stand-in that does not answer is asked again; what it dropped meanwhile shows as a gap.
      await inTurn(readRequests).catch(() => {})
      if (Date.now() < deliveriesAt) continue
      await inTurn(readDeliveries).catch(() => {})
      deliveriesAt = Date.now() + deliveriesEveryMs
    }
  }

  return {
    requests,
    acknowledged,
    violations,
    async read(): Promise<void> {
      await inTurn(readRequests)
      await inTurn(readDeliveries)
    },
    /** Reads so often that the stand-ins drop nothing unread, until what it returns is called. */
    start() {
      const stopping = new AbortController()
      const ended = follow(stopping.signal)
      return async () => {
        stopping.abort()
        await ended
      }
    },
  }
}

const signatureIn = (headers: Json): string =>
  /s=([0-9a-f]+)/.exec(headers['sequence-signature'] ?? '')?.[1] ?? ''
