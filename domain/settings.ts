import type { Scope, Settings } from './model.ts'

/** What an account starts with: nothing that only a person can know is filled in. */
export const initialSettings: Settings = {
  scope: 'REVENUE_RECOGNITION_ONLY',
  defaultProductId: null,
  unmappedProduct: 'create',
  productPriceType: 'ONE_TIME',
  defaultAccountCode: null,
  revenuePattern: 'DAILY',
  subsidiaryId: null,
  bankAccountId: null,
  subsidiaryCurrency: null,
  multiCurrency: false,
  taxTable: [],
  taxCodes: [],
  creditNotes: 'ignore',
  mutingPaymentLinks: ['STRIPE', 'GOCARDLESS'],
  invoiceUrlTemplate: null,
  rilletUrlTemplates: { customer: null, product: null, invoice: null },
  sequenceUrlTemplates: { customer: null, product: null, invoice: null },
  rilletBudgetPerMinute: 60,
  voidPolicy: 'delete',
  closedPeriodPolicy: 'wait',
  startDate: null,
  unknownInvoices: 'ask',
  customerSync: 'on',
  changesSweepMinutes: 10,
  fullSweepMinutes: 24 * 60,
  sequenceSweepMinutes: 30,
}

/** The settings as they count for an invoice: the scope that it was created with stays, for all its life. */
export const inScope = (settings: Settings, scope: Scope | null): Settings =>
  scope === null ? settings : { ...settings, scope }
