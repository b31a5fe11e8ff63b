import type { Group, Invoice } from '../model/invoice.ts'
import { badRequest } from '../refusal.ts'
import { recalculate, touch } from '../rules/invoice-dates.ts'
import { requireMove } from '../rules/invoice-lifecycle.ts'
import { page, type Query } from '../wire/paging.ts'
import { parse } from '../wire/parse.ts'
import { missing, type Session } from '../world.ts'
import { CreateGroup, UpdateGroup } from './invoice-schema.ts'
import { getInvoice } from './invoices.ts'
import { viewGroup } from './line-item-view.ts'

export function listGroups(session: Session, invoiceId: string, query: Query) {
  const items = getInvoice(session, invoiceId).groups
  const view = (group: Group) => viewGroup(session, invoiceId, group)
  return page(session, query, { items, sortable: true, view })
}

export function createGroup(session: Session, invoiceId: string, body: unknown): Group {
  const invoice = editable(session, invoiceId)
  const group = addGroup(session, invoice, parse(session, CreateGroup, body))
  changed(session, invoice)
  return group
}

export function updateGroup(session: Session, ids: GroupIds, body: unknown): Group {
  const { invoice, group } = find(session, ids)
  const { index, ...asked } = parse(session, UpdateGroup, body)
  Object.assign(group, fieldsOf(session, asked))
  if (index !== undefined) group.index = index
  changed(session, invoice)
  return group
}

/** Takes the group's lines away with it. */
export function deleteGroup(session: Session, ids: GroupIds): Group {
  const { invoice, group } = find(session, ids)
  invoice.groups = invoice.groups.filter(({ id }) => id !== group.id)
  invoice.lines = invoice.lines.filter(({ groupId }) => groupId !== group.id)
  changed(session, invoice)
  return group
}

/** Puts a group at the end; the caller works the totals out. */
export function addGroup(session: Session, invoice: Invoice, asked: CreateGroup): Group {
  const group: Group = {
    id: session.newId(),
    ...fieldsOf(session, asked),
    index: invoice.groups.reduce((next, { index }) => Math.max(next, index + 1), 0),
    netTotal: '0',
    totalTax: '0',
    grossTotal: '0',
  }
  invoice.groups.push(group)
  return group
}

type GroupIds = { invoiceId: string; groupId: string }

function fieldsOf({ account }: Session, asked: CreateGroup) {
  const taxCategoryId = asked.taxCategoryId ?? null
  if (taxCategoryId !== null && !Object.hasOwn(account.taxCategories, taxCategoryId)) {
    throw badRequest('Tax category invalid', 'taxCategoryId')
  }
  return {
    title: asked.title,
    description: asked.description ?? null,
    taxCategoryId,
    revenueRecognitionMethod: asked.revenueRecognitionMethod ?? null,
    revenueClassification: asked.revenueClassification ?? null,
    servicePeriod: asked.servicePeriod ?? null,
  }
}

function editable(session: Session, invoiceId: string): Invoice {
  const invoice = getInvoice(session, invoiceId)
  requireMove('change lines', invoice.status)
  return invoice
}

function find(session: Session, { invoiceId, groupId }: GroupIds) {
  const invoice = editable(session, invoiceId)
  const group = invoice.groups.find(({ id }) => id === groupId)
  if (group === undefined) throw missing(session, `line item group ${groupId}`)
  return { invoice, group }
}

function changed(session: Session, invoice: Invoice): void {
  recalculate(session, invoice)
  touch(session, invoice)
}
