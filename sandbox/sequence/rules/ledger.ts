import Big from 'big.js'
import type { Allocation, Invoice } from '../model/invoice.ts'
import type { PaymentStatus } from '../wire/enums.ts'
import type { World } from '../world.ts'
import { sum } from './money.ts'

/** What a written payment status does to the balance (assumed): PAID pays the rest, UNPAID undoes it. */
export function followStatus(world: World, invoice: Invoice, status: PaymentStatus): void {
  switch (status) {
    case 'PAID':
      return payRest(world, invoice, 'MANUAL')
    case 'UNPAID':
      return dropAllocations(invoice, 'MANUAL')
    case 'PARTIALLY_PAID':
    case 'UNCOLLECTIBLE':
      return
  }
}

/** One allocation for all that is still open. */
export function payRest(
  { now, newId }: World,
  invoice: Invoice,
  origin: Allocation['origin'],
): void {
  const amount = invoice.balance
  if (amount === null || new Big(amount).eq(0)) return
  const at = now().toISOString()
  const paymentId = newId()
  invoice.allocations.push({ paymentId, amount, allocatedAt: at, paidAt: at, origin })
  moveBalance(invoice, new Big(amount).neg().toFixed())
}

/** Takes back what was allocated from there. */
export function dropAllocations(invoice: Invoice, origin: Allocation['origin']): void {
  const dropped = invoice.allocations.filter((allocation) => allocation.origin === origin)
  if (dropped.length === 0) return
  invoice.allocations = invoice.allocations.filter((allocation) => allocation.origin !== origin)
  moveBalance(
    invoice,
    sum(
      dropped.map(({ amount }) => amount),
      invoice.currency,
    ),
  )
}

type Balanced = { currency: string; balance: string | null; balanceVersion: number }

/** Every move gives the balance a new version. */
export function moveBalance(document: Balanced, by: string): void {
  document.balance = sum([document.balance ?? '0', by], document.currency)
  document.balanceVersion += 1
}
