import type { Contact, Customer } from '../model/customer.ts'
import { present } from '../wire/shape.ts'

/** A list's item: without contacts and status. */
export function viewListedCustomer(customer: Customer) {
  const { id, createdAt, legalName, address, url, label, archivedAt, taxStatus } = customer
  return present({
    id,
    createdAt,
    organizations: [],
    legalName,
    address: present(address),
    url,
    domain: domainOf(url),
    label,
    integrationIds: customer.integrationIds,
    archivedAt,
    taxStatus,
    customProperties: customer.customProperties,
  })
}

export const viewCustomer = (customer: Customer) => ({
  ...viewListedCustomer(customer),
  id: customer.id,
  contacts: customer.contacts.filter(({ archivedAt }) => archivedAt === null).map(viewContact),
  status: customer.status,
})

export const viewContact = (contact: Contact) => present({ ...contact })

/** The shape of version 2024-05-09, which `by-alias` still answers. */
export function viewOldCustomer(customer: Customer) {
  const { id, createdAt, legalName, address, url, label, archivedAt, taxStatus } = customer
  const live = customer.contacts.filter((contact) => contact.archivedAt === null)
  const primary = live.find(({ billingPreference }) => billingPreference === 'PRIMARY') ?? live[0]
  const billed = live.filter(({ billingPreference }) => billingPreference !== 'NONE')
  return present({
    id,
    createdAt,
    legalName,
    contactName: primary?.name,
    email: primary?.email ?? '',
    billingEmails: billed.map(({ email }) => email),
    address: present(address),
    url,
    label,
    integrationIds: customer.integrationIds,
    archivedAt,
    taxStatus,
  })
}

const domainOf = (url: string | null): string | null =>
  url === null ? null : new URL(url).hostname
