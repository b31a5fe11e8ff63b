import type { SourceCreditNote } from '../../domain/credit-note.ts'
import type { SourceLine } from '../../domain/model.ts'
import { isNegative, negate } from '../../domain/money.ts'
import type { CallOptions } from '../http.ts'
import type { SequenceClient } from './client.ts'
import { createLookups, type Lookups } from './lookups.ts'
import type { CreditGroup, CreditLine, LineItemGroup } from './schemas.ts'
import { inOrder } from './source-invoice.ts'

/**
 * The credit note whole, lines ordered by group and index. Tax category and tax status are not on a note:
 * they come from the invoice that it credits, else from product and customer. Whether Sequence writes its
 * amounts positive or negative is not said anywhere: they are turned so that the total is a credit.
 */
export async function readSourceCreditNote(
  client: SequenceClient,
  id: string,
  options: Pick<CallOptions, 'signal'> = {},
): Promise<SourceCreditNote> {
  const lookups = createLookups(client)
  const [note, groups, lines] = await Promise.all([
    client.getCreditNote(id, options),
    client.creditNoteGroups(id, options),
    client.creditNoteLines(id, options),
  ])
  const { invoiceId } = note
  const [invoice, invoiceGroups] =
    invoiceId === null
      ? [null, []]
      : await Promise.all([
          client.getInvoice(invoiceId, options),
          client.lineItemGroups(invoiceId, options),
        ])
  const taxStatus =
    invoice?.customerTaxStatus ?? (await client.getCustomer(note.customerId, options)).taxStatus
  const sign = isNegative(note.grossTotal) ? negate : (amount: string) => amount
  const sources = { groups, invoiceGroups, lookups, sign }
  return {
    id: note.id,
    status: note.status,
    number: note.creditNoteNumber,
    invoiceId,
    currency: note.currency,
    date: note.accountingDate ?? note.issueDate,
    customerId: note.customerId,
    customerName: note.customerLegalCompanyName,
    customerTaxStatus: taxStatus,
    netTotal: sign(note.netTotal),
    totalTax: sign(note.totalTax),
    grossTotal: sign(note.grossTotal),
    applications: note.applications,
    lines: await Promise.all(inOrder(groups, lines).map((line) => sourceLine(line, sources))),
  }
}

type Sources = {
  groups: CreditGroup[]
  invoiceGroups: LineItemGroup[]
  lookups: Lookups
  sign: (amount: string) => string
}

async function sourceLine(
  line: CreditLine,
  { groups, invoiceGroups, lookups, sign }: Sources,
): Promise<SourceLine> {
  const group = groups.find(({ id }) => id === line.groupId)
  const credited = invoiceGroups.find(({ id }) => id === group?.lineItemGroupId)
  const productId = line.productId ?? (await lookups.productOfPrice(line.priceId))
  return {
    id: line.id,
    groupTitle: group?.title ?? null,
    title: line.title,
    description: line.description,
    quantity: line.quantity,
    rate: line.rate,
    taxRate: line.taxRate,
    netTotal: sign(line.netTotal),
    totalTax: sign(line.totalTax),
    grossTotal: sign(line.grossTotal),
    productId,
    rilletProductId: line.externalIds.find(({ key }) => key === 'Rillet')?.value ?? null,
    taxCategoryId: credited?.taxCategory?.id ?? (await lookups.taxCategoryOf(productId)),
    servicePeriod: line.servicePeriod,
  }
}
