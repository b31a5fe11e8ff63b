import type { Account } from '../model/account.ts'
import type { Invoice } from '../model/invoice.ts'
import type { ProviderSettings } from '../model/settings.ts'

type Subject = Pick<Invoice, 'id' | 'customerId' | 'billingScheduleId'>

/** Who collects an invoice: its own settings, else its billing schedule's, else its customer's. */
export const providerFor = (account: Account, invoice: Subject) =>
  settingsFor(account, invoice)?.paymentProvider

/** The settings that hold for an invoice, wherever they are kept. */
export function settingsFor(account: Account, invoice: Subject): ProviderSettings | undefined {
  const { id, customerId, billingScheduleId } = invoice
  return (
    settingsOf(account, 'invoice', id) ??
    (billingScheduleId === null
      ? undefined
      : settingsOf(account, 'billingSchedule', billingScheduleId)) ??
    settingsOf(account, 'customer', customerId)
  )
}

/** The settings kept for exactly that invoice, schedule or customer. */
export function settingsOf(
  account: Account,
  of: ProviderSettings['of'],
  subjectId: string,
): ProviderSettings | undefined {
  return account.providerSettings[settingsKey(of, subjectId)]
}

/** Settings are stored under what they are for: there is one for each. */
export const settingsKey = (of: ProviderSettings['of'], subjectId: string): string =>
  `${of}/${subjectId}`
