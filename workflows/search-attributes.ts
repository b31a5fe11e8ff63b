import { defineSearchAttributeKey } from '@temporalio/common'

/** What an operator can filter by in Temporal's Web UI. Ids, states and codes only: they are never encrypted. */
export const searchAttributeKeys = {
  accountId: defineSearchAttributeKey('AccountId', 'KEYWORD'),
  syncState: defineSearchAttributeKey('SyncState', 'KEYWORD'),
  errorClass: defineSearchAttributeKey('ErrorClass', 'KEYWORD'),
  invoiceNumber: defineSearchAttributeKey('InvoiceNumber', 'KEYWORD'),
  customerId: defineSearchAttributeKey('CustomerId', 'KEYWORD'),
  rilletInvoiceId: defineSearchAttributeKey('RilletInvoiceId', 'KEYWORD'),
  currency: defineSearchAttributeKey('Currency', 'KEYWORD'),
  blockedOn: defineSearchAttributeKey('BlockedOn', 'KEYWORD_LIST'),
  blockedSince: defineSearchAttributeKey('BlockedSince', 'DATETIME'),
} as const
