import { z } from 'zod'
import type { Invoice } from '../model/invoice.ts'
import { badRequest } from '../refusal.ts'
import { announceInvoice } from '../resources/events.ts'
import { CreateInvoice, LineRequest } from '../resources/invoice-schema.ts'
import { getInvoice, makeInvoice } from '../resources/invoices.ts'
import { addGroup } from '../resources/line-item-groups.ts'
import { addLine } from '../resources/line-items.ts'
import { createInvoiceSettings } from '../resources/payment-settings.ts'
import { recalculate, touch } from '../rules/invoice-dates.ts'
import { Decimal, Id, Text } from '../wire/common.ts'
import { PaymentProvider } from '../wire/enums.ts'
import { parse } from '../wire/parse.ts'
import { missing, type Session } from '../world.ts'

/** A line with what the API cannot write: its product, and amounts that need not follow from the rest. */
const FreeLine = LineRequest.omit({ groupId: true }).extend({
  externalIds: LineRequest.shape.externalIds.default([]),
  netTotal: Decimal.optional(),
  totalTax: Decimal.optional(),
  productId: Id.optional(),
})
type FreeLine = z.infer<typeof FreeLine>

const WholeInvoice = CreateInvoice.extend({
  paymentTermDays: z.int().min(0).max(3_650).optional(),
  status: z.enum(['DRAFT', 'IN_PROGRESS']).default('DRAFT'),
  paymentProvider: PaymentProvider.optional(),
  lines: z.array(FreeLine).max(1_000).default([]),
  groups: z
    .array(
      z.strictObject({
        title: Text,
        description: z.string().optional(),
        /** Id or name of one of the account's categories. */
        taxCategory: Text.optional(),
        lines: z.array(FreeLine).max(1_000),
      }),
    )
    .max(200)
    .default([]),
})

type WholeInvoice = z.infer<typeof WholeInvoice>

/** A draft with groups and lines in one call, or none of it; the same as the API's calls would make. */
export function createWholeInvoice(session: Session, body: unknown): Invoice {
  const whole = parse(session, WholeInvoice, body)
  const invoice = makeInvoice(session, whole)
  try {
    fill(session, invoice, whole)
  } catch (error) {
    delete session.account.invoices[invoice.id]
    throw error
  }
  announceInvoice(session, invoice, { verb: 'CREATED', types: ['INVOICE_CREATED'] })
  return invoice
}

function fill(session: Session, invoice: Invoice, whole: WholeInvoice): void {
  const { groups, lines, paymentTermDays, paymentProvider, status } = whole
  if (paymentTermDays !== undefined) invoice.paymentTermDays = paymentTermDays
  for (const { title, description, taxCategory, lines: grouped } of groups) {
    const taxCategoryId = categoryIdOf(session, taxCategory)
    const group = addGroup(session, invoice, { title, description, taxCategoryId })
    for (const line of grouped) addFreeLine(session, invoice, line, group.id)
  }
  for (const line of lines) addFreeLine(session, invoice, line)
  recalculate(session, invoice)
  invoice.status = status
  if (paymentProvider !== undefined) {
    createInvoiceSettings(session, { invoiceId: invoice.id, paymentProvider })
  }
}

/** One more line, free in product and amounts, whatever the invoice's status. */
export function createFreeLine(session: Session, invoiceId: string, body: unknown) {
  const invoice = getInvoice(session, invoiceId)
  const { groupId, ...line } = parse(session, FreeLine.extend({ groupId: Id.optional() }), body)
  const made = addFreeLine(session, invoice, line, groupId)
  recalculate(session, invoice)
  touch(session, invoice)
  return made
}

const LineChange = z.strictObject({
  title: Text.optional(),
  servicePeriod: LineRequest.shape.servicePeriod.nullable(),
})

/** Another title or service period of a line, whatever the invoice's status; null takes the period off. */
export function changeLine(session: Session, invoiceId: string, lineId: string, body: unknown) {
  const invoice = getInvoice(session, invoiceId)
  const line = invoice.lines.find(({ id }) => id === lineId)
  if (line === undefined) throw missing(session, `line item ${lineId}`)
  const { title, servicePeriod } = parse(session, LineChange, body)
  if (title !== undefined) line.title = title
  if (servicePeriod !== undefined) line.servicePeriod = servicePeriod
  touch(session, invoice)
  return line
}

function addFreeLine(session: Session, invoice: Invoice, free: FreeLine, groupId?: string) {
  const { netTotal, totalTax, productId, ...line } = free
  return addLine(
    session,
    invoice,
    { ...line, groupId },
    {
      ...(netTotal !== undefined && { netTotal }),
      ...(totalTax !== undefined && { totalTax }),
      ...(productId !== undefined && { productId }),
    },
  )
}

function categoryIdOf({ account }: Session, wanted: string | undefined): string | undefined {
  if (wanted === undefined) return undefined
  const all = Object.values(account.taxCategories)
  const found = all.find(({ id, name }) => id === wanted || name === wanted)
  if (found === undefined) throw badRequest(`no tax category ${wanted}`, 'taxCategory')
  return found.id
}
