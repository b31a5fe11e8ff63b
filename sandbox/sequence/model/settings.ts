import type { NotificationType, PaymentProvider } from '../wire/enums.ts'

/** Who collects: for one invoice, one billing schedule or one customer. */
export type ProviderSettings = {
  id: string
  of: 'invoice' | 'billingSchedule' | 'customer'
  /** The id of the invoice, billing schedule or customer. */
  subjectId: string
  /** Of the invoice's customer, or the customer itself. */
  customerId: string
  paymentProvider: PaymentProvider
  autoCharge: boolean
}

/** A notification policy: which events go where. */
export type Policy = {
  id: string
  createdAt: string
  name: string
  channel: 'WEBHOOK' | 'EMAIL'
  recipients: string[]
  /** Empty means all types. */
  notificationTypes: NotificationType[]
  webhookSecret: string
}

export type ActivityLog = {
  id: string
  itemId: string
  createdAt: string
  activityType: string
  verb: string
  summary: string
  origin: Origin
  actorId: string
  objectId: string
  entityType: string
  entityId: string
}

export type Origin = 'API' | 'DASHBOARD' | 'SYSTEM'
