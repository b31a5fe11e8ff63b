import type { Period, SourceInvoice, SourceLine } from '../../domain/model.ts'
import type { CallOptions } from '../http.ts'
import type { SequenceClient } from './client.ts'
import { createLookups, type Lookups } from './lookups.ts'
import { readPaymentLink } from './payment-link.ts'
import type { LineItem, LineItemGroup } from './schemas.ts'

export type ReadOptions = Pick<CallOptions, 'signal'> & { lookups?: Lookups }

/**
 * The invoice whole, lines ordered by group and index. Four calls at once in the usual case: the invoice, its
 * groups, its lines, its payment settings; further ones only for what those leave out (a line's
 * product by its price, a group's tax category by its product, the customer's tax status).
 */
export async function readSourceInvoice(
  client: SequenceClient,
  invoiceId: string,
  { signal, lookups = createLookups(client) }: ReadOptions = {},
): Promise<SourceInvoice> {
  const options = { signal }
  const [invoice, groups, lineItems, settings] = await Promise.all([
    client.getInvoice(invoiceId, options),
    client.lineItemGroups(invoiceId, options),
    client.lineItems(invoiceId, options),
    client.invoicePaymentSettings(invoiceId, options),
  ])
  const [lines, paymentLink, customerTaxStatus] = await Promise.all([
    Promise.all(inOrder(groups, lineItems).map((line) => sourceLine(line, groups, lookups))),
    readPaymentLink(client, invoice, settings, options),
    invoice.customerTaxStatus ??
      client.getCustomer(invoice.customerId, options).then(({ taxStatus }) => taxStatus),
  ])
  return {
    id: invoice.id,
    accountId: invoice.sequenceAccountId,
    status: invoice.status,
    paymentStatus: invoice.paymentStatus,
    currency: invoice.currency,
    invoiceNumber: invoice.invoiceNumber,
    issueDate: invoice.issueDate,
    dueDate: invoice.dueDate,
    accountingDate: invoice.accountingDate,
    customerId: invoice.customerId,
    customerName: invoice.customerLegalCompanyName,
    customerTaxStatus,
    purchaseOrderNumber: invoice.purchaseOrderNumber,
    memo: invoice.memo,
    netTotal: invoice.netTotal,
    totalTax: invoice.totalTax,
    grossTotal: invoice.grossTotal,
    creditNoteIds: invoice.creditNoteIds,
    paymentLink,
    updatedAt: invoice.updatedAt,
    lines,
  }
}

async function sourceLine(
  line: LineItem,
  groups: LineItemGroup[],
  lookups: Lookups,
): Promise<SourceLine> {
  const group = groups.find(({ id }) => id === line.groupId)
  const productId = line.productId ?? (await lookups.productOfPrice(line.priceId))
  return {
    id: line.id,
    groupTitle: group?.title ?? null,
    title: line.title,
    description: line.description,
    quantity: line.quantity,
    rate: line.rate,
    taxRate: line.taxRate,
    netTotal: line.netTotal,
    totalTax: line.totalTax,
    grossTotal: line.grossTotal,
    productId,
    rilletProductId: line.externalIds.find(({ key }) => key === 'Rillet')?.value ?? null,
    taxCategoryId: group?.taxCategory?.id ?? (await lookups.taxCategoryOf(productId)),
    servicePeriod: periodOf(line),
  }
}

/** Lines without a group come last; equal places are told apart by id, so that each reading is the same. */
export function inOrder<L extends Placed>(
  groups: { id: string; index: number }[],
  lines: L[],
): L[] {
  const indexOf = new Map(groups.map(({ id, index }) => [id, index]))
  const place = ({ groupId }: L) => indexOf.get(groupId ?? '') ?? Number.MAX_SAFE_INTEGER
  return lines.toSorted(
    (a, b) => place(a) - place(b) || a.index - b.index || (a.id < b.id ? -1 : 1),
  )
}

type Placed = { id: string; groupId: string | null; index: number }

/** Two forms exist; the one with days wins, the other's instants count as days in UTC. */
function periodOf({
  servicePeriod,
  servicePeriodStart,
  servicePeriodEnd,
}: LineItem): Period | null {
  if (servicePeriod !== null) {
    return { start: servicePeriod.startDate, end: servicePeriod.endDate }
  }
  if (servicePeriodStart === null || servicePeriodEnd === null) return null
  return { start: dayOf(servicePeriodStart), end: dayOf(servicePeriodEnd) }
}

const dayOf = (instant: string) => new Date(instant).toISOString().slice(0, 10)
