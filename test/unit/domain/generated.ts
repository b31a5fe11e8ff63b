import fc from 'fast-check'
import type { SourceInvoice, SourceLine } from '../../../domain/model.ts'
import { invoice, line } from './builders.ts'

/** Currencies by decimals: what the generators draw from. */
export const decimalsOf: Record<string, number> = { JPY: 0, CLP: 0, USD: 2, EUR: 2, KWD: 3, BHD: 3 }

/** A whole number of minor units in decimal text, by string arithmetic alone. */
function written(units: bigint, decimals: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0')
  const point = digits.length - decimals
  const text = decimals === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`
  return units < 0n ? `-${text}` : text
}

/** Exact product of two decimals in text, in minor units; null when it is no whole number of them. */
export function product(a: string, b: string, decimals: number): bigint | null {
  const scaleOf = (text: string) => text.split('.')[1]?.length ?? 0
  const whole = BigInt(a.replace('.', '')) * BigInt(b.replace('.', '')) * 10n ** BigInt(decimals)
  const scale = 10n ** BigInt(scaleOf(a) + scaleOf(b))
  return whole % scale === 0n ? whole / scale : null
}

/** The other way; null when the text has more decimals than the currency. */
export function units(text: string, decimals: number): bigint | null {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.')
  if (/[1-9]/.test(fraction.slice(decimals))) return null
  const value = BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'))
  return text.startsWith('-') ? -value : value
}

const quantity = fc.oneof(
  fc.constantFrom('0', '0.00', '1', '-1', '-2.5', '0.000001', '0.00001', '12345678901234567.5'),
  fc.nat(10_000).map(String),
  fc.tuple(fc.nat(999), fc.nat(999_999)).map(([a, b]) => `${a}.${b}`),
)

const lineShape = fc.record({
  net: fc.oneof(
    fc.bigInt(-5_000n, 1_000_000n),
    fc.bigInt(-(10n ** 20n), 10n ** 20n),
    fc.constant(0n),
  ),
  tax: fc.bigInt(-500n, 200_000n),
  quantity,
  product: fc.constantFrom(null, 'product-1', 'product-2', 'unmapped'),
  period: fc.option(fc.constant({ start: '2026-05-01', end: '2026-05-31' })),
  group: fc.option(fc.string({ maxLength: 8 })),
  title: fc.string({ maxLength: 12 }),
})

const customerTaxStatus = fc.constantFrom(
  'TAXED',
  'TAX_EXEMPT',
  'REVERSE_CHARGED',
  'NEW_WORD',
  null,
)

/** How a broken source may differ from a sound one: by this many minor units, or by one lost line. */
const flaw = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ kind: 'none' as const }) },
  fc.record({
    kind: fc.constantFrom('net' as const, 'tax' as const, 'gross' as const, 'line' as const),
    by: fc.oneof(fc.constantFrom(1n, -1n, 1_000n), fc.bigInt(-300n, 300n)),
  }),
  fc.constant({ kind: 'lost line' as const }),
  fc.constant({ kind: 'extra decimals' as const }),
)

/** Any invoice: sound ones, with discounts and odd quantities, and broken ones. */
export const anyInvoice = fc
  .record({
    currency: fc.constantFrom(...Object.keys(decimalsOf)),
    shapes: fc.array(lineShape, { minLength: 1, maxLength: 12 }),
    customerTaxStatus,
    number: fc.option(fc.constant('SEQ-1'), { freq: 9 }),
    flaw,
  })
  .map((drawn) => broken(drawn, soundInvoice(drawn)))

/** Invoices that add up, of a taxed customer, with a total that is not negative. */
export const anySoundInvoice = fc
  .record({
    currency: fc.constantFrom(...Object.keys(decimalsOf)),
    shapes: fc.array(lineShape, { minLength: 1, maxLength: 12 }),
  })
  .map((drawn) => soundInvoice({ ...drawn, customerTaxStatus: 'TAXED', number: 'SEQ-1' }))
  .filter(({ grossTotal }) => !grossTotal.startsWith('-'))

/** Rates as Sequence has them, with their tax in a hundred thousandths of the net. */
const taxRates = [
  ['0', 0n],
  ['0.05', 5_000n],
  ['0.2', 20_000n],
  ['0.08875', 8_875n],
] as const

const ratedShape = fc.record({
  shape: lineShape,
  taxRate: fc.constantFrom(...taxRates),
  /** Of the unit price, in minor units; null leaves a net that does not follow from it. */
  unit: fc.option(fc.bigInt(-2_000n, 100_000n), { freq: 3 }),
  count: fc.constantFrom('1', '2', '3.5', '0', '-1', '12', '0.125'),
})

/**
 * Sound invoices whose tax follows from a rate line by line, rounded half away from zero; some nets are
 * quantity × rate, some are not.
 */
export const anyRatedInvoice = fc
  .record({
    currency: fc.constantFrom(...Object.keys(decimalsOf)),
    drawn: fc.array(ratedShape, { minLength: 1, maxLength: 12 }),
    customerTaxStatus: fc.constantFrom('TAXED', 'TAX_EXEMPT', 'REVERSE_CHARGED'),
  })
  .map(ratedInvoice)
  .filter(({ grossTotal }) => !grossTotal.startsWith('-'))

type Rated = {
  currency: string
  drawn: (typeof ratedShape extends fc.Arbitrary<infer T> ? T : never)[]
  customerTaxStatus: string
}

function ratedInvoice({ currency, drawn, customerTaxStatus: status }: Rated): SourceInvoice {
  const decimals = decimalsOf[currency] ?? 0
  const shapes = drawn.map(({ shape, taxRate: [, rate], unit, count }) => {
    const follows = unit === null ? null : product(count, written(unit, decimals), decimals)
    const net = follows ?? shape.net
    const doubled = (net < 0n ? -net : net) * rate * 2n + 100_000n
    const tax = doubled / 200_000n
    return { ...shape, net, tax: net < 0n ? -tax : tax }
  })
  const sound = soundInvoice({ currency, shapes, customerTaxStatus: status, number: 'SEQ-1' })
  return {
    ...sound,
    lines: sound.lines.map((one, index) => {
      const { taxRate, unit, count } = drawn[index] ?? {
        taxRate: ['0', 0n],
        unit: null,
        count: '1',
      }
      return {
        ...one,
        taxRate: status === 'TAXED' ? (taxRate[0] ?? '0') : '0',
        ...(unit === null ? {} : { rate: written(unit, decimals), quantity: count }),
      }
    }),
  }
}

type Shape = typeof lineShape extends fc.Arbitrary<infer T> ? T : never
type Drawn = {
  currency: string
  shapes: Shape[]
  customerTaxStatus: string | null
  number: string | null
}
type Flaw = typeof flaw extends fc.Arbitrary<infer T> ? T : never

function soundInvoice({
  currency,
  shapes,
  customerTaxStatus: status,
  number,
}: Drawn): SourceInvoice {
  const text = (value: bigint) => written(value, decimalsOf[currency] ?? 0)
  const taxed = status === 'TAXED'
  const lines: SourceLine[] = shapes.map((shape, index) =>
    line({
      id: `line-${index + 1}`,
      groupTitle: shape.group,
      title: shape.title,
      quantity: shape.quantity,
      netTotal: text(shape.net),
      totalTax: text(taxed ? shape.tax : 0n),
      productId: shape.product,
      servicePeriod: shape.period,
    }),
  )
  const net = shapes.reduce((sum, shape) => sum + shape.net, 0n)
  const tax = taxed ? shapes.reduce((sum, shape) => sum + shape.tax, 0n) : 0n
  return invoice({
    currency,
    customerTaxStatus: status,
    invoiceNumber: number,
    netTotal: text(net),
    totalTax: text(tax),
    grossTotal: text(net + tax),
    lines,
  })
}

function broken({ flaw: how, currency }: { flaw: Flaw; currency: string }, sound: SourceInvoice) {
  const decimals = decimalsOf[currency] ?? 0
  const moved = (text: string, by: bigint) => written((units(text, decimals) ?? 0n) + by, decimals)
  const [first, ...rest] = sound.lines
  if (first === undefined) return sound
  switch (how.kind) {
    case 'none':
      return sound
    case 'net':
      return { ...sound, netTotal: moved(sound.netTotal, how.by) }
    case 'tax':
      return { ...sound, totalTax: moved(sound.totalTax, how.by) }
    case 'gross':
      return { ...sound, grossTotal: moved(sound.grossTotal, how.by) }
    case 'line':
      return { ...sound, lines: [{ ...first, netTotal: moved(first.netTotal, how.by) }, ...rest] }
    case 'lost line':
      return { ...sound, lines: rest }
    case 'extra decimals':
      return { ...sound, lines: [{ ...first, netTotal: written(1n, decimals + 1) }, ...rest] }
  }
}
