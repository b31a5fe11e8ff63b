import type { Json } from '../../support/http.ts'
import type { Stage } from '../stage/start.ts'

/** A call of ours, as a stand-in logged it. */
export type Logged = {
  vendor: 'rillet' | 'sequence'
  seq: number
  wallMs: number
  method: string
  path: string
  caller: string
  status: number | null
}

/** A webhook that a vendor was told 2xx for. */
export type Acknowledged = {
  vendor: 'rillet' | 'sequence'
  accountId: string
  /** As our inbox names it. */
  deliveryId: string
  label: string
}

/** Reads the stand-ins' logs again and again, because they keep only the latest; keeps what counts. */
export function createRecorder({ rillet, sequence }: Pick<Stage, 'rillet' | 'sequence'>) {
  const vendors = { rillet, sequence }
  const requests: Logged[] = []
  const acknowledged = new Map<string, Acknowledged>()
  const last = { rillet: 0, sequence: 0 }

  async function read(vendor: 'rillet' | 'sequence'): Promise<void> {
    const { requests: found } = await vendors[vendor].get(
      `/_sandbox/requests?since=${last[vendor]}&limit=50000`,
    )
    for (const { seq, wallMs, method, path, credential, status, headers } of found as Json[]) {
      last[vendor] = Math.max(last[vendor], seq)
      if (headers['user-agent'] !== 'sequence-rillet') continue
      requests.push({ vendor, seq, wallMs, method, path, caller: credential ?? '', status })
    }
    const { deliveries } = await vendors[vendor].get('/_sandbox/deliveries?state=delivered')
    for (const delivery of deliveries as Json[]) note(vendor, delivery)
  }

  function note(vendor: 'rillet' | 'sequence', { eventId, label, attempts }: Json): void {
    for (const { url, status, headers } of attempts as Json[]) {
      if (status === null || status >= 300) continue
      const accountId = String(url).split('/').at(-1) ?? ''
      const deliveryId = vendor === 'rillet' ? eventId : signatureIn(headers)
      acknowledged.set(`${vendor}/${deliveryId}`, { vendor, accountId, deliveryId, label })
    }
  }

  return {
    requests,
    acknowledged,
    read: () => Promise.all([read('rillet'), read('sequence')]),
  }
}

const signatureIn = (headers: Json): string =>
  /s=([0-9a-f]+)/.exec(headers['sequence-signature'] ?? '')?.[1] ?? ''
