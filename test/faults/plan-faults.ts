import type { Dice } from './dice.ts'
import type { FaultKind } from './kinds.ts'

/** Where a call or a delivery can be hit: the vendor, and what its sandbox matches. */
export type Point = {
  name: string
  vendor: 'rillet' | 'sequence'
  method?: string
  path: string
}

const rillet = (name: string, method: string, path: string): Point => ({
  name: `Rillet ${name}`,
  vendor: 'rillet',
  method,
  path,
})
const sequence = (name: string, method: string, path: string): Point => ({
  name: `Sequence ${name}`,
  vendor: 'sequence',
  method,
  path,
})

const calls = {
  createInvoice: rillet('POST /invoices', 'POST', '^/invoices$'),
  createProduct: rillet('POST /products', 'POST', '^/products$'),
  lookUpInvoice: rillet('GET /invoices', 'GET', '^/invoices$'),
  lookUpProduct: rillet('GET /products', 'GET', '^/products$'),
  readPayments: rillet('GET payments', 'GET', '^/invoices/[^/]+/payments$'),
  readInvoice: sequence('GET /invoices/{id}', 'GET', '^/api/invoices/[^/]+$'),
  readLines: sequence('GET line items', 'GET', '^/api/invoices/[^/]+/line-items'),
  readCustomer: sequence('GET /customers/{id}', 'GET', '^/api/customers/[^/]+$'),
  createMemo: rillet('POST /credit-memos', 'POST', '^/credit-memos$'),
  applyMemo: rillet('POST applications', 'POST', '^/credit-memos/[^/]+/applications$'),
  deleteInvoice: rillet('DELETE /invoices/{id}', 'DELETE', '^/invoices/[^/]+$'),
  writeStatus: sequence('PUT payment-status', 'PUT', '^/api/invoices/[^/]+/payment-status$'),
}

export type PlannedFault = {
  kind: FaultKind
  point: Point
  times: number
  skip: number
  /** The rest of the sandbox's request. */
  request: Record<string, unknown>
}

type Shape = { kind: FaultKind; request: Record<string, unknown> }

/** Faults of one call, as a vendor's side sees them; several times of those that are worth it. */
const shapes = (dice: Dice): Shape => {
  const status = dice.pick([500, 502, 503, 504])
  return dice.pick<Shape>([
    { kind: 'commit, then timeout', request: { kind: 'commit_then_timeout' } },
    { kind: 'commit, then reset', request: { kind: 'commit_then_reset' } },
    { kind: 'commit, then 5xx', request: { kind: 'commit_then_status', status } },
    { kind: 'reset before', request: { kind: 'reset' } },
    { kind: 'answer cut', request: { kind: 'cut' } },
    {
      kind: 'JSON truncated',
      request: { kind: 'commit_then_status', status: 200, body: '{"id":' },
    },
    { kind: 'slow body', request: { kind: 'slow_body', ms: 3_000 } },
    { kind: 'slow', request: { kind: 'slow', ms: dice.int(100, 700) } },
    { kind: '5xx', request: { kind: 'status', status } },
    { kind: '429, seconds', request: { kind: 'throttle', retryAfter: dice.pick([0, 1]) } },
    { kind: '429, a date', request: { kind: 'throttle', retryAfter: 'date' } },
    { kind: '429, garbage', request: { kind: 'throttle', retryAfter: 'soon, we hope' } },
    { kind: '429, without', request: { kind: 'throttle' } },
  ])
}

const delivery = (vendor: 'rillet' | 'sequence', label: string): Point => ({
  name: `${vendor} ${label}`,
  vendor,
  path: label,
})
const deliveries = [
  delivery('sequence', 'INVOICE'),
  delivery('rillet', 'INVOICE/PAYMENT_UPDATED'),
  delivery('rillet', 'INVOICE/UPDATED'),
]

/** Every call and delivery that a plan may hit, by name. */
export const pointNames: string[] = [...Object.values(calls), ...deliveries].map(({ name }) => name)

/** What can meet a credit, or the deletion of what was voided. */
export function planEndingFaults(dice: Dice, endings: Set<string>): PlannedFault[] {
  const { createMemo, applyMemo, deleteInvoice } = calls
  const points = [
    ...(endings.has('credited') ? [createMemo, createMemo, applyMemo] : []),
    ...(endings.has('voided') ? [deleteInvoice] : []),
  ]
  return points.length === 0 ? [] : dice.some(dice.pick([0, 1, 1]), () => planCall(dice, points))
}

function planCall(dice: Dice, points: Point[]): PlannedFault {
  const { kind, request } = shapes(dice)
  const often = kind.startsWith('429') ? dice.int(1, 4) : dice.pick([1, 1, 2])
  return { kind, point: dice.pick(points), times: often, skip: dice.pick([0, 0, 0, 1]), request }
}

/** Which faults meet a scenario; about one in eight meets none. */
export function planFaults(dice: Dice, { createsProducts }: { createsProducts: boolean }) {
  const points = [
    ...dice.some(6, () => calls.createInvoice),
    ...(createsProducts ? dice.some(3, () => calls.createProduct) : []),
    ...(createsProducts ? [calls.lookUpProduct] : []),
    calls.lookUpInvoice,
    calls.readPayments,
    calls.readPayments,
    calls.readInvoice,
    calls.readLines,
    calls.readCustomer,
    calls.writeStatus,
    calls.writeStatus,
  ]
  const hit = dice.some(dice.pick([0, 1, 1, 2, 2, 3]), () => planCall(dice, points))
  const delivered = dice.some(dice.pick([0, 0, 1, 1, 2]), (): PlannedFault => {
    const point = dice.pick(deliveries)
    const [kind, wire] = dice.pick([
      ['delivery twice', 'webhook_duplicate'],
      ['delivery reordered', 'webhook_reorder'],
      ['delivery late', 'webhook_delay'],
      ['delivery dropped', 'webhook_drop'],
    ] as const)
    const request = { kind: wire, ms: dice.int(100, 2_500) }
    return { kind, point, times: dice.int(1, 3), skip: dice.pick([0, 0, 1]), request }
  })
  const lost = hit.some(
    ({ kind, point }) => point.method === 'POST' && !kind.startsWith('429') && kind !== 'slow',
  )
  return { keysForgotten: lost && dice.chance(0.4), faults: [...hit, ...delivered] }
}
