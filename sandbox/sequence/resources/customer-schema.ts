import { z } from 'zod'
import { Address, Id, Text } from '../wire/common.ts'
import { BillingPreference, CustomerStatus, IntegrationService, TaxStatus } from '../wire/enums.ts'

export const ContactRequest = z.strictObject({
  name: Text,
  email: z.email('is not an e-mail address'),
  billingPreference: BillingPreference,
})
export type ContactRequest = z.infer<typeof ContactRequest>

/** Body of `POST /customers` and `PUT /customers/{id}`. */
export const CustomerRequest = z.strictObject({
  legalName: Text,
  address: Address,
  taxStatus: TaxStatus,
  contacts: z.array(ContactRequest).max(100),
  url: z.url().nullish(),
  label: z.string().nullish(),
  customerAliases: z.array(Text).max(100).optional(),
  integrationIds: z.array(z.strictObject({ service: IntegrationService, id: Text })).optional(),
  parentId: Id.nullish(),
  pushToIntegrations: z.array(z.enum(['Xero'])).optional(),
  status: CustomerStatus.optional(),
  customProperties: z.record(z.string(), z.string()).optional(),
})
export type CustomerRequest = z.infer<typeof CustomerRequest>
