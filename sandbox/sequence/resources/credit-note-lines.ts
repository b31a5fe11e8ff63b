import Big from 'big.js'
import type { CreditLine, CreditNote } from '../model/credit-note.ts'
import { badRequest } from '../refusal.ts'
import { page, type Query } from '../wire/paging.ts'
import { parse } from '../wire/parse.ts'
import { missing, type Session } from '../world.ts'
import { CreateCreditLine, UpdateCreditLine } from './credit-note-schema.ts'
import { viewCreditLine } from './credit-note-view.ts'
import { editableCreditNote, getCreditNote, recalculateCreditNote } from './credit-notes.ts'

export function listCreditLines(session: Session, noteId: string, query: Query) {
  const items = getCreditNote(session, noteId).lines
  const view = (line: CreditLine) => viewCreditLine(session, noteId, line)
  return page(session, query, { items, sortable: true, view })
}

export function createCreditLine(session: Session, noteId: string, body: unknown): CreditLine {
  const note = editableCreditNote(session, noteId)
  const asked = parse(session, CreateCreditLine, body)
  if (asked.creditNoteId !== noteId) {
    throw badRequest('creditNoteId differs from the one in the path', 'creditNoteId')
  }
  const groupId = asked.groupId ?? null
  if (groupId !== null && !note.groups.some(({ id }) => id === groupId)) {
    throw missing(session, `credit note line item group ${groupId}`)
  }
  const siblings = note.lines.filter((line) => line.groupId === groupId)
  const line: CreditLine = {
    id: session.newId(),
    groupId,
    ...fieldsOf(asked),
    priceId: null,
    effectiveTaxRate: asked.taxRate,
    fixedNet: null,
    fixedTax: null,
    index: siblings.reduce((next, { index }) => Math.max(next, index + 1), 0),
    ...creditedLines(session, note, asked.lineItemId ?? null, asked.invoiceLineItemIds ?? []),
    netTotal: '0',
    totalTax: '0',
    grossTotal: '0',
  }
  note.lines.push(line)
  recalculateCreditNote(session, note)
  return line
}

export function updateCreditLine(session: Session, ids: CreditLineIds, body: unknown): CreditLine {
  const { note, line } = find(session, ids)
  Object.assign(line, fieldsOf(parse(session, UpdateCreditLine, body)))
  recalculateCreditNote(session, note)
  return line
}

export function deleteCreditLine(session: Session, ids: CreditLineIds): CreditLine {
  const { note, line } = find(session, ids)
  note.lines = note.lines.filter(({ id }) => id !== line.id)
  recalculateCreditNote(session, note)
  return line
}

type CreditLineIds = { noteId: string; lineId: string }

function fieldsOf(asked: UpdateCreditLine) {
  const { title, quantity, rate, taxRate } = asked
  if (new Big(taxRate).lt(0) || new Big(taxRate).gt(1)) {
    throw badRequest('taxRate is a fraction between 0 and 1', 'taxRate')
  }
  return {
    title,
    quantity,
    rate,
    taxRate,
    description: asked.description ?? null,
    rateDisplay: asked.rateDisplay ?? 'ABSOLUTE',
    productId: asked.productId ?? null,
    servicePeriod: asked.servicePeriod ?? null,
    externalIds: asked.externalIds ?? [],
    revenueClassification: asked.revenueClassification ?? null,
    revenueRecognitionMethod: asked.revenueRecognitionMethod ?? null,
  }
}

/** The invoice's lines that a line credits must be that invoice's own. */
function creditedLines(
  { account }: Session,
  { invoiceId }: CreditNote,
  lineItemId: string | null,
  invoiceLineItemIds: string[],
) {
  const lines = invoiceId === null ? [] : (account.invoices[invoiceId]?.lines ?? [])
  for (const id of lineItemId === null ? invoiceLineItemIds : [lineItemId, ...invoiceLineItemIds]) {
    if (!lines.some((line) => line.id === id))
      throw badRequest(`${id} is not a line of the invoice`)
  }
  return { lineItemId, invoiceLineItemIds }
}

function find(session: Session, { noteId, lineId }: CreditLineIds) {
  const note = editableCreditNote(session, noteId)
  const line = note.lines.find(({ id }) => id === lineId)
  if (line === undefined) throw missing(session, `credit note line item ${lineId}`)
  return { note, line }
}
