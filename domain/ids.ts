import type { AccountId, InvoiceRef, IsoDate } from './model.ts'
import type { SweepKind } from './sweep.ts'

/** The reference alone, of something that carries more. */
export const refOf = ({ accountId, invoiceId }: InvoiceRef): InvoiceRef => ({
  accountId,
  invoiceId,
})

/** The source invoice is the run: starting it twice is a no-op. */
export const invoiceWorkflowId = ({ accountId, invoiceId }: InvoiceRef) =>
  `invoice/${accountId}/${invoiceId}`

/** What can be created once in Rillet on behalf of several invoices. */
export type CreateKind = 'customer' | 'product' | 'credit_memo'

/** One writer per thing: whoever needs it starts this id with USE_EXISTING. */
export const createWorkflowId = (accountId: AccountId, kind: CreateKind, sourceId: string) =>
  `create/${accountId}/${kind}/${sourceId}`

export const customerWorkflowId = (accountId: AccountId, customerId: string) =>
  `customer/${accountId}/${customerId}`

export const bulkWorkflowId = (accountId: AccountId, bulkId: string) =>
  `bulk/${accountId}/${bulkId}`

/** Also the id of its schedule, whose runs have their time behind it. */
export const sweepWorkflowId = (accountId: AccountId, kind: SweepKind) =>
  `sweep/${accountId}/${kind}`

export const connectWorkflowId = (accountId: AccountId) => `connect/${accountId}`

export const previewWorkflowId = ({ accountId, invoiceId }: InvoiceRef) =>
  `preview/${accountId}/${invoiceId}`

/**
 * What a held invoice waits for (`Problem.blockedOn`), and what whoever mends it announces. A period is
 * named by its month, `period:2026-05`.
 */
export const causes = {
  customer: (id: string) => `customer:${id}`,
  product: (id: string) => `product:${id}`,
  /** Gone when the invoice is in Rillet. */
  invoice: (id: string) => `invoice:${id}`,
  period: (date: IsoDate) => `period:${date.slice(0, 7)}`,
  key: 'connection:key',
  setup: 'connection:setup',
  sequence: 'connection:sequence',
  disconnected: 'connection:disconnected',
  settings: 'settings',
  source: 'source',
  rillet: 'rillet',
  person: 'person',
} as const

/** What undoes an invoice in Rillet, whole or in part; its id there, and what the create is known by. */
export const creditOfInvoiceId = ({ invoiceId }: InvoiceRef, of: string) => `${invoiceId}:${of}`

/** Slug of the external-reference type that leads from Rillet back to Sequence. */
export const REFERENCE_TYPE = 'sequencehq'

/** Rillet's built-in reference type for documents that come from elsewhere; it needs a url. */
export const BUILT_IN_REFERENCE_TYPE = 'CUSTOMER_CUSTOM'
