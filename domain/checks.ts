import type { InvoiceFacts, Problem, Settings, SyncContext } from './model.ts'
import {
  apiKeyRefused,
  beforeStartDate,
  currencyMismatch,
  currencyNotEnabled,
  customerNotLinked,
  disconnected,
  invoiceNumberMissing,
  missingSetup,
  rilletNotConnected,
  scopeNotSupported,
  sequenceKeyRefused,
  sequenceNotConnected,
  subsidiaryMissing,
} from './problems.ts'
import { totalsProblems } from './totals.ts'

/** What keeps the account from making any call. */
export function connectionProblems({ connection }: Pick<SyncContext, 'connection'>): Problem[] {
  switch (connection) {
    case 'ready':
      return []
    case 'rillet_missing':
      return [rilletNotConnected()]
    case 'rillet_key_refused':
      return [apiKeyRefused()]
    case 'sequence_missing':
      return [sequenceNotConnected()]
    case 'sequence_key_refused':
      return [sequenceKeyRefused()]
    case 'setup_missing':
      return [missingSetup()]
    case 'disconnected':
      return [disconnected()]
  }
}

/** The customer must be linked, to a Rillet customer of the invoice's currency as far as that is known. */
export function customerProblems(
  { customerId, currency }: Pick<InvoiceFacts, 'customerId' | 'currency'>,
  { customer }: Pick<SyncContext, 'customer'>,
): Problem[] {
  if (customer === null) return [customerNotLinked(customerId)]
  if (customer.problem) return [customer.problem]
  if (customer.currency === null || customer.currency === currency) return []
  return [currencyMismatch(customerId, currency, customer.currency)]
}

/** What the settings forbid or lack for an invoice of this currency. */
export function settingsProblems(
  { currency }: Pick<InvoiceFacts, 'currency'>,
  settings: Settings,
): Problem[] {
  const { subsidiaryId, subsidiaryCurrency, multiCurrency } = settings
  if (subsidiaryId === null) return [subsidiaryMissing()]
  if (multiCurrency || subsidiaryCurrency === currency) return []
  return [
    subsidiaryCurrency === null
      ? subsidiaryMissing()
      : currencyNotEnabled(currency, subsidiaryCurrency),
  ]
}

/** What runs that began before the other scopes could be sent were held back by. */
export const oldScopeProblems = ({ scope }: Pick<Settings, 'scope'>): Problem[] =>
  scope === 'REVENUE_RECOGNITION_ONLY' ? [] : [scopeNotSupported(scope)]

/** Set when the invoice is older than the sync: it is left alone unless a person asks for it. */
export function startDateProblem(
  { accountingDate }: Pick<InvoiceFacts, 'accountingDate'>,
  { startDate }: Pick<Settings, 'startDate'>,
): Problem | null {
  if (startDate === null || accountingDate >= startDate) return null
  return beforeStartDate(accountingDate, startDate)
}

/** What is wrong with the document itself, whatever it is linked to: its number and its amounts. */
export const documentProblems = (facts: InvoiceFacts): Problem[] => [
  ...(facts.invoiceNumber ? [] : [invoiceNumberMissing()]),
  ...totalsProblems(facts),
]
