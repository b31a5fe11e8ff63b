import type { SourceCustomer } from '../../domain/model.ts'
import type { Customer } from './schemas.ts'

type Mapped = Pick<Customer, 'id' | 'legalName' | 'taxStatus' | 'contacts'> & {
  address: Customer['address'] | null
}

/** The customer as its mapping to Rillet takes it; archived contacts are left out. */
export const sourceCustomer = (customer: Mapped, taxIds: string[] = []): SourceCustomer => ({
  id: customer.id,
  legalName: customer.legalName,
  address: customer.address,
  taxStatus: customer.taxStatus,
  contacts: customer.contacts.filter(({ archivedAt }) => archivedAt === null),
  taxIds,
  paymentTermDays: null,
  updatedAt: null,
})
