import type { Decimal, InvoiceState, IsoDate } from './model.ts'
import { add, isZero, negate, subtract, sum } from './money.ts'

/**
 * Why the month's totals differ by an invoice. The first six are explained: four are meant so, and what is held waits
 * for its cause or for a person.
 */
export const itemKinds = [
  'credited',
  'open_day',
  'accepted',
  'left',
  'void_held',
  'held',
  'differs',
  'missing',
] as const
export type ItemKind = (typeof itemKinds)[number]

export const isExplained = (kind: ItemKind): boolean => kind !== 'differs' && kind !== 'missing'

/** In words, beside the invoice. */
export const itemReasons: Record<ItemKind, string> = {
  credited: 'Credited in Rillet: the sync’s credit memo counts in the month of its invoice',
  open_day: 'Dated in Rillet on the first open day, as Sequence’s own day is in a closed period',
  accepted: 'A person accepted it as Rillet has it',
  left: 'Voided in Sequence, and left booked in Rillet by a person',
  void_held: 'Voided in Sequence, still booked in Rillet: held',
  held: 'Booked in Rillet, and not synced at present: held or under way',
  differs: 'The two sides differ',
  missing: 'Synced, but not among Rillet’s invoices as last read',
}

/** An invoice of ours, and what Rillet has of it; one of them at least is of the month. */
export type Pair = {
  invoiceId: string
  number: string | null
  customerId: string | null
  customerName: string | null
  currency: string
  state: InvoiceState
  isVoid: boolean
  /** Sequence's. */
  ours: Decimal
  oursDate: IsoDate | null
  isOursIn: boolean
  rilletId: string | null
  /** Null when Rillet does not have it. */
  rillet: Decimal | null
  rilletDate: IsoDate | null
  isRilletIn: boolean
  /** By credit memos that the sync made for it. */
  credited: Decimal
  /** The open day that was chosen for it is Rillet's. */
  isRedated: boolean
  /** A person accepted Rillet's day, Rillet's total as it is now, or that it stays booked though it is void. */
  isDayAccepted: boolean
  isAccepted: boolean
  isLeft: boolean
}

/** What of the month's difference an invoice makes, and why. */
export type TieOutItem = Pick<
  Pair,
  'invoiceId' | 'number' | 'rilletId' | 'oursDate' | 'rilletDate' | 'rillet'
> & {
  kind: ItemKind
  /** Null when it is void in Sequence: it counts to nothing there. */
  ours: Decimal | null
  /** Adds up with all others, and with what is from elsewhere, to the difference. */
  amount: Decimal
}

/**
 * Why the month differs by this invoice; nothing when it does not. Its credit, where it stands and what of the amount
 * is left then are said apart, so that a real difference does not hide behind one that is meant so; each reason once.
 */
export function itemsOf(pair: Pair): TieOutItem[] {
  const { invoiceId, number, rilletId, oursDate, rilletDate, rillet, isVoid } = pair
  const ours = isVoid ? null : pair.ours
  const shown = { invoiceId, number, rilletId, oursDate, rilletDate, rillet, ours }
  const amounts = new Map<ItemKind, Decimal>()
  for (const { kind, amount } of reasonsOf(pair)) {
    amounts.set(kind, add(amounts.get(kind) ?? '0', amount))
  }
  return [...amounts]
    .filter(([, amount]) => !isZero(amount))
    .map(([kind, amount]) => ({ ...shown, kind, amount }))
}

type Reason = { kind: ItemKind; amount: Decimal }

function reasonsOf(pair: Pair): Reason[] {
  const { rillet, isOursIn, isRilletIn, ours } = pair
  const isExpected = isOursIn && claims(pair)
  if (rillet === null) return isExpected ? [{ kind: 'missing', amount: negate(ours) }] : []
  if (!isRilletIn) return isExpected ? [{ kind: elsewhen(pair), amount: negate(ours) }] : []
  const { credited } = pair
  const net = subtract(rillet, credited)
  const credit: Reason = { kind: 'credited', amount: credited }
  if (isVoidThere(pair)) return [credit, { kind: ofVoid(pair), amount: net }]
  const over: Reason = {
    kind: pair.isAccepted ? 'accepted' : 'differs',
    amount: subtract(net, ours),
  }
  if (isExpected) return [credit, over]
  return [credit, { kind: claims(pair) ? elsewhen(pair) : unclaimed(pair), amount: ours }, over]
}

/** States that say that the invoice is in Rillet: it is expected there. */
export const claiming: readonly InvoiceState[] = ['synced', 'partially_paid', 'paid', 'drift']

const claims = ({ isVoid, state }: Pair): boolean => !isVoid && claiming.includes(state)

const isVoidThere = ({ isVoid, state }: Pair): boolean => isVoid || state === 'voided'

/** Void in Sequence, and something of it is booked in Rillet beyond what was credited. */
function ofVoid({ isLeft, state }: Pair): ItemKind {
  if (isLeft) return 'left'
  return state === 'voided' ? 'differs' : 'void_held'
}

/** Each side has it in a month of its own. */
function elsewhen({ isRedated, isDayAccepted }: Pair): ItemKind {
  if (isRedated) return 'open_day'
  return isDayAccepted ? 'accepted' : 'differs'
}

/** Booked in Rillet, though its state does not say so. */
const unclaimed = ({ state }: Pair): ItemKind =>
  state === 'blocked' || state === 'waiting' || state === 'in_doubt' ? 'held' : 'differs'

/** How much of a difference is explained by these. */
export const explainedBy = (items: readonly TieOutItem[]): Decimal =>
  sum(items.filter(({ kind }) => isExplained(kind)).map(({ amount }) => amount))

/** Unexplained ones first, then by number. */
export const byWeight = (a: TieOutItem, b: TieOutItem): number =>
  Number(isExplained(a.kind)) - Number(isExplained(b.kind)) ||
  (a.number ?? '').localeCompare(b.number ?? '') ||
  a.invoiceId.localeCompare(b.invoiceId)
