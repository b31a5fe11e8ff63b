import Big from 'big.js'
import type { Invoice, Line } from '../model/invoice.ts'
import { badRequest } from '../refusal.ts'
import { recalculate, touch } from '../rules/invoice-dates.ts'
import { requireMove } from '../rules/invoice-lifecycle.ts'
import { page, type Query } from '../wire/paging.ts'
import { parse } from '../wire/parse.ts'
import { missing, type Session } from '../world.ts'
import { type LineRequest, LineWithProduct, LineRequest as Strict } from './invoice-schema.ts'
import { getInvoice } from './invoices.ts'
import { viewLine } from './line-item-view.ts'
import { getPrice } from './prices.ts'

/** What only the control interface may fix: amounts that quantity × rate × tax rate do not give. */
export type Fixed = { netTotal?: string; totalTax?: string; productId?: string }

export function listLineItems(session: Session, invoiceId: string, query: Query) {
  const items = getInvoice(session, invoiceId).lines
  const view = (line: Line) => viewLine(session, invoiceId, line)
  return page(session, query, { items, sortable: true, view })
}

export function createLineItem(session: Session, invoiceId: string, body: unknown): Line {
  const invoice = editable(session, invoiceId)
  const line = addLine(session, invoice, lineBody(session, body))
  changed(session, invoice)
  return line
}

export function updateLineItem(session: Session, ids: LineIds, body: unknown): Line {
  const { invoice, line } = find(session, ids)
  const asked = lineBody(session, body)
  Object.assign(line, fieldsOf(session, invoice, asked))
  changed(session, invoice)
  return line
}

/** Answers the line that is gone. */
export function deleteLineItem(session: Session, ids: LineIds): Line {
  const { invoice, line } = find(session, ids)
  invoice.lines = invoice.lines.filter(({ id }) => id !== line.id)
  changed(session, invoice)
  return line
}

/** Puts a line at its group's end; the caller works the totals out. */
export function addLine(
  session: Session,
  invoice: Invoice,
  asked: LineRequest & { productId?: string | null | undefined },
  fixed: Fixed = {},
): Line {
  const fields = fieldsOf(session, invoice, asked)
  const siblings = invoice.lines.filter(({ groupId }) => groupId === fields.groupId)
  const line: Line = {
    id: session.newId(),
    ...fields,
    productId: fixed.productId ?? fields.productId,
    effectiveTaxRate: fields.taxRate,
    fixedNet: fixed.netTotal ?? null,
    fixedTax: fixed.totalTax ?? null,
    index: siblings.reduce((next, { index }) => Math.max(next, index + 1), 0),
    netTotal: '0',
    totalTax: '0',
    grossTotal: '0',
  }
  invoice.lines.push(line)
  return line
}

type LineIds = { invoiceId: string; lineId: string }

function lineBody(session: Session, body: unknown) {
  const writable = session.switches().lineProductId === 'writable'
  return parse<LineRequest & { productId?: string | null | undefined }>(
    session,
    writable ? LineWithProduct : Strict,
    body,
  )
}

function fieldsOf(
  session: Session,
  invoice: Invoice,
  asked: LineRequest & { productId?: string | null | undefined },
) {
  const { title, quantity, rate, taxRate, externalIds } = asked
  if (new Big(taxRate).lt(0) || new Big(taxRate).gt(1)) {
    throw badRequest('taxRate is a fraction between 0 and 1', 'taxRate')
  }
  const groupId = asked.groupId ?? null
  if (groupId !== null && !invoice.groups.some(({ id }) => id === groupId)) {
    throw missing(session, `line item group ${groupId}`)
  }
  const price = typeof asked.priceId === 'string' ? getPrice(session, asked.priceId) : undefined
  return {
    groupId,
    title,
    description: asked.description ?? null,
    quantity,
    rate,
    rateDisplay: asked.rateDisplay ?? 'ABSOLUTE',
    taxRate,
    priceId: price?.id ?? null,
    productId: price?.productId ?? asked.productId ?? null,
    creditGrantId: asked.creditGrantId ?? null,
    servicePeriod: periodOf(asked),
    externalIds,
    revenueClassification: asked.revenueClassification ?? null,
    revenueRecognitionMethod: asked.revenueRecognitionMethod ?? null,
  }
}

/** Days win over instants; of the instants, both or neither must be given. */
function periodOf({ servicePeriod, servicePeriodStart, servicePeriodEnd }: LineRequest) {
  const start = servicePeriodStart ?? null
  const end = servicePeriodEnd ?? null
  if ((start === null) !== (end === null)) {
    throw badRequest('servicePeriodStart and servicePeriodEnd go together', 'servicePeriodStart')
  }
  if (servicePeriod) return servicePeriod
  if (start === null || end === null) return null
  return { startDate: start.slice(0, 10), endDate: end.slice(0, 10) }
}

function editable(session: Session, invoiceId: string): Invoice {
  const invoice = getInvoice(session, invoiceId)
  requireMove('change lines', invoice.status)
  return invoice
}

function find(session: Session, { invoiceId, lineId }: LineIds) {
  const invoice = editable(session, invoiceId)
  const line = invoice.lines.find(({ id }) => id === lineId)
  if (line === undefined) throw missing(session, `line item ${lineId}`, true)
  return { invoice, line }
}

function changed(session: Session, invoice: Invoice): void {
  recalculate(session, invoice)
  touch(session, invoice)
}
