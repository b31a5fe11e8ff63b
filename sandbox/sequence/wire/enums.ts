import { z } from 'zod'

export const currencies = [
  'AED',
  'ARS',
  'AUD',
  'BRL',
  'BGN',
  'CAD',
  'CHF',
  'CLP',
  'CNY',
  'COP',
  'CZK',
  'DKK',
  'EGP',
  'EUR',
  'GBP',
  'HKD',
  'ILS',
  'INR',
  'ISK',
  'JPY',
  'KRW',
  'MXN',
  'NOK',
  'NZD',
  'PLN',
  'SAR',
  'SEK',
  'SGD',
  'THB',
  'USD',
  'UYU',
  'ZAR',
] as const

export const Currency = z.enum(currencies)
export type Currency = z.infer<typeof Currency>

export const TaxStatus = z.enum(['TAXED', 'TAX_EXEMPT', 'REVERSE_CHARGED'])
export type TaxStatus = z.infer<typeof TaxStatus>

export const CustomerStatus = z.enum(['DRAFT', 'ACTIVE'])
export const BillingPreference = z.enum(['PRIMARY', 'STANDARD', 'NONE'])
export const PaymentProvider = z.enum(['STRIPE', 'GOCARDLESS', 'NONE'])
export type PaymentProvider = z.infer<typeof PaymentProvider>

export const InvoiceStatus = z.enum(['IN_PROGRESS', 'DRAFT', 'FINAL', 'SENT', 'VOIDED'])
export type InvoiceStatus = z.infer<typeof InvoiceStatus>

export const PaymentStatus = z.enum(['UNPAID', 'PARTIALLY_PAID', 'PAID', 'UNCOLLECTIBLE'])
export type PaymentStatus = z.infer<typeof PaymentStatus>

export const PaymentOption = z.enum(['BANK_TRANSFER', 'LINK'])
export const RateDisplay = z.enum(['ABSOLUTE', 'PERCENTAGE'])
export const RevenueClassification = z.enum(['PREPAYMENT', 'EARNED', 'BURNDOWN'])
export const RecognitionMethod = z.enum(['STRAIGHT_LINE', 'USAGE', 'MILESTONE', 'POINT_IN_TIME'])

export const ProviderStatus = z.enum([
  'PENDING',
  'IN_PROGRESS',
  'PAID',
  'FAILED',
  'CANCELLED',
  'REFUNDED',
])

export const BillingFrequency = z.enum([
  'ON_DEMAND',
  'ONE_TIME',
  'MONTHLY',
  'QUARTERLY',
  'HALF_YEARLY',
  'YEARLY',
  'PER_EVENT',
])
export const BillingType = z.enum(['IN_ARREARS', 'IN_ADVANCE'])

export const IntegrationService = z.enum([
  'Amazon_Redshift',
  'GoCardless',
  'Google_BigQuery',
  'Google_Sheets',
  'HubSpot',
  'NetSuite',
  'QuickBooks_Online',
  'Salesforce',
  'Slack',
  'Snowflake',
  'Stripe',
  'Xero',
  'Avalara',
  'Anrok',
  'Attio',
  'Numeral',
  'Rillet',
  'Sphere',
])

export const NotificationChannel = z.enum(['WEBHOOK', 'EMAIL'])

export const NotificationType = z.enum([
  'CUSTOMER_CREATED',
  'CUSTOMER_UPDATED',
  'CUSTOMER_ARCHIVED',
  'INVOICE_CREATED',
  'INVOICE_ISSUED',
  'INVOICE_UPDATED',
  'INTEGRATION_SYNC_COMPLETED',
  'INTEGRATION_WEBHOOK_HANDLED',
  'MERCHANT_UPDATED',
  'BILLING_SCHEDULE_CREATED',
  'BILLING_SCHEDULE_UPDATED',
  'BILLING_SCHEDULE_ARCHIVED',
  'CREDIT_NOTE_CREATED',
  'CREDIT_NOTE_UPDATED',
  'CREDIT_NOTE_ISSUED',
  'QUOTE_PUBLISHED',
  'QUOTE_ACCEPTED',
  'QUOTE_SIGNED',
  'INVOICE_REMINDER_SENT',
  'WATCHTOWER_TASK_ASSIGNED',
])
export type NotificationType = z.infer<typeof NotificationType>
