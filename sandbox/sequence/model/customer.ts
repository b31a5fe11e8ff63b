import type { Address } from '../wire/common.ts'
import type { TaxStatus } from '../wire/enums.ts'

export type IntegrationId = { service: string; id: string; lastSynced: string; isPending: boolean }

export type Contact = {
  id: string
  name: string
  email: string
  billingPreference: 'PRIMARY' | 'STANDARD' | 'NONE'
  createdAt: string
  updatedAt: string
  archivedAt: string | null
}

export type Customer = {
  id: string
  createdAt: string
  legalName: string
  address: Address
  url: string | null
  label: string | null
  integrationIds: IntegrationId[]
  archivedAt: string | null
  taxStatus: TaxStatus
  contacts: Contact[]
  status: 'DRAFT' | 'ACTIVE'
  customProperties: Record<string, string>
  parentId: string | null
}

export type Alias = {
  id: string
  customerId: string
  value: string
  label: string | null
  createdAt: string
  deletedAt: string | null
}

export type TaxRegistration = {
  id: string
  taxIdentifier: string
  customerId: string | null
  merchantId: string | null
  country: string
  state: string | null
}
