import { createDice, type Dice } from './dice.ts'
import { type PlannedFault, planEndingFaults, planFaults } from './plan-faults.ts'

export type LinePlan = {
  title: string
  quantity: string
  rate: string
  taxRate: string
  /** Which of the scenario's products; null has none. */
  product: number | null
}

/** What happens to the money in Rillet once the invoice is there. */
export type PaymentStep =
  | { kind: 'pay'; percent: number }
  /** Of the last payment that can still be changed. */
  | { kind: 'edit'; percent: number }
  | { kind: 'delete' }
  | { kind: 'clear' }
  | { kind: 'fail' }

export type InvoicePlan = {
  currency: string
  lines: LinePlan[]
  move: 'finalize' | 'finalize-and-send'
  /** Before it, counted from the first one. */
  afterMs: number
  payments: PaymentStep[]
  /** Between two steps. */
  pauseMs: number
  /** Before the money comes: a quarter is credited in Sequence, or the whole is voided there. */
  ending: 'paid' | 'credited' | 'voided'
}

export type Plan = {
  seed: number
  taxStatus: 'TAXED' | 'TAX_EXEMPT' | 'REVERSE_CHARGED'
  /** Null: before the invoices; else so long after. */
  linkedAfterMs: number | null
  /** True: linked by a person; false: the sync makes it. */
  products: boolean[]
  invoices: InvoicePlan[]
  /** Rillet refuses our references at first, and is mended so long after. */
  mendedAfterMs: number | null
  /** Rillet remembers no idempotency key while it runs. */
  keysForgotten: boolean
  /** Rillet books its first invoice otherwise than it was sent, until a person puts it right. */
  misbooked: boolean
  faults: PlannedFault[]
}

/** A scenario out of its seed: the same one every time. */
export function planOf(seed: number): Plan {
  const dice = createDice(seed)
  const products = dice.some(dice.int(1, 2), () => dice.chance(0.6))
  const taxStatus = dice.pick(['TAXED', 'TAXED', 'TAXED', 'TAX_EXEMPT', 'REVERSE_CHARGED'] as const)
  // Now and then so many at once that the calls per minute run out.
  const burst = dice.chance(0.03)
  const count = burst ? dice.int(8, 12) : dice.pick([1, 1, 1, 2])
  const paid = dice.some(count, () => planInvoice(dice, products.length, burst))
  const plan = {
    seed,
    taxStatus,
    linkedAfterMs: dice.chance(0.15) ? dice.int(200, 1_500) : null,
    mendedAfterMs: dice.chance(0.06) ? dice.int(500, 3_000) : null,
    products,
    ...planFaults(dice, { createsProducts: products.includes(false) }),
  }
  // Thrown last, so that the seeds that were kept mean what they did.
  const invoices = paid.map((invoice) => ({ ...invoice, ending: endingOf(dice, invoice, burst) }))
  const endings = new Set(invoices.map(({ ending }) => ending))
  const faults = [...plan.faults, ...planEndingFaults(dice, endings)]
  return { ...plan, invoices, faults, misbooked: dice.chance(0.05) }
}

function endingOf(dice: Dice, { payments }: InvoicePlan, burst: boolean): InvoicePlan['ending'] {
  const [voids, credits] = [dice.chance(0.6), dice.chance(0.12)]
  if (burst) return 'paid'
  if (payments.length === 0 && voids) return 'voided'
  return credits ? 'credited' : 'paid'
}

function planInvoice(dice: Dice, products: number, burst: boolean): InvoicePlan {
  const currency = dice.pick(['USD', 'USD', 'EUR', 'GBP', 'JPY'])
  const lines = dice.some(dice.pick([1, 2, 2, 3, 5, 8]), () => planLine(dice, products))
  return {
    currency,
    lines: [...lines, ...(dice.chance(0.15) ? [discount] : [])],
    move: dice.chance(0.6) ? 'finalize' : 'finalize-and-send',
    afterMs: burst ? 0 : dice.int(0, 400),
    payments: burst ? [] : planPayments(dice),
    pauseMs: dice.pick([0, 0, 50, 300, 1_200]),
    ending: 'paid',
  }
}

const planLine = (dice: Dice, products: number): LinePlan => ({
  title: `Line ${dice.int(1, 999)}`,
  quantity: dice.pick(['1', '1', '2', '3', '0.5', '1.25', '12', '0.333333', '7.77']),
  rate: `${dice.int(1, 900)}.${dice.pick(['00', '5', '99', '01', '333', '125'])}`,
  taxRate: dice.pick(['0', '0.1', '0.2', '0.0725']),
  product: dice.chance(0.1) ? null : dice.int(0, products - 1),
})

/** Never as much as the smallest line: the total stays above zero. */
const discount: LinePlan = {
  title: 'Discount',
  quantity: '1',
  rate: '-0.01',
  taxRate: '0',
  product: 0,
}

function planPayments(dice: Dice): PaymentStep[] {
  const whole: PaymentStep = { kind: 'pay', percent: 100 }
  const part: PaymentStep = { kind: 'pay', percent: dice.int(5, 60) }
  const edit: PaymentStep = { kind: 'edit', percent: dice.int(5, 90) }
  return dice.pick<PaymentStep[]>([
    [],
    [whole],
    [whole],
    [whole, { kind: 'clear' }],
    [part],
    [part, whole],
    [part, edit, whole],
    [part, { kind: 'delete' }],
    [whole, { kind: 'delete' }],
    [whole, { kind: 'delete' }, whole],
    [whole, { kind: 'fail' }],
    [whole, { kind: 'fail' }, part],
    [part, part, { kind: 'clear' }, whole],
    [edit, part, edit],
  ])
}
