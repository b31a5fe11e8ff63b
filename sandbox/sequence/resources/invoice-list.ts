import Big from 'big.js'
import { z } from 'zod'
import type { Invoice } from '../model/invoice.ts'
import { sum } from '../rules/money.ts'
import { page, type Query } from '../wire/paging.ts'
import { parse } from '../wire/parse.ts'
import { jsonNumber } from '../wire/shape.ts'
import type { Session } from '../world.ts'
import { filterInvoices } from './invoice-filter.ts'
import { viewInvoiceSummary, viewListedInvoice } from './invoice-view.ts'

const SortBy = z.enum([
  'CUSTOMER_LEGAL_COMPANY_NAME',
  'GROSS_TOTAL',
  'ACCOUNTING_DATE',
  'DUE_DATE',
  'ISSUE_DATE',
])

export const listInvoices = (session: Session, query: Query) =>
  page(session, query, {
    items: sorted(session, query),
    sortable: true,
    view: (invoice) => viewListedInvoice(session, invoice),
  })

/** Light rows, good for sweeps. */
export const listInvoiceSummaries = (session: Session, query: Query) =>
  page(session, query, {
    items: sorted(session, query),
    sortable: true,
    view: (invoice) => viewInvoiceSummary(session, invoice),
  })

/** Count and gross for each currency; here the totals are JSON numbers. */
export function summarizeInvoices(session: Session, query: Query) {
  const byCurrency = Object.groupBy(filterInvoices(session, query), ({ currency }) => currency)
  const totalsByCurrency = Object.entries(byCurrency).map(([currency, invoices = []]) => ({
    currency,
    grossTotal: jsonNumber(
      sum(
        invoices.map(({ grossTotal }) => grossTotal),
        currency,
      ),
    ),
    invoiceCount: invoices.length,
  }))
  return { totalsByCurrency }
}

function sorted(session: Session, query: Query): Invoice[] {
  const sortBy = parse(session, SortBy.optional(), query['sortBy'])
  const found = filterInvoices(session, query)
  switch (sortBy) {
    case undefined:
      return found
    case 'GROSS_TOTAL':
      return found.toSorted((a, b) => new Big(a.grossTotal).cmp(b.grossTotal))
    case 'CUSTOMER_LEGAL_COMPANY_NAME':
      return byText(found, (invoice) => invoice.customerLegalCompanyName)
    case 'ACCOUNTING_DATE':
      return byText(found, (invoice) => invoice.accountingDate)
    case 'DUE_DATE':
      return byText(found, (invoice) => invoice.dueDate ?? '')
    case 'ISSUE_DATE':
      return byText(found, (invoice) => invoice.issueDate ?? '')
  }
}

const byText = (invoices: Invoice[], keyOf: (invoice: Invoice) => string): Invoice[] =>
  invoices.toSorted((a, b) => keyOf(a).localeCompare(keyOf(b)))
