import { z } from 'zod'
import type { Customer } from '../model/customer.ts'
import { page, type Query } from '../wire/paging.ts'
import { parse } from '../wire/parse.ts'
import type { Session } from '../world.ts'
import { aliasesOf } from './aliases.ts'
import { viewListedCustomer } from './customer-view.ts'

const Filter = z.object({
  legalName: z.string().optional(),
  email: z.string().optional(),
  alias: z.string().optional(),
  label: z.string().optional(),
  billingStatus: z.enum(['ACTIVE', 'INACTIVE']).optional(),
  includeArchived: z.enum(['true', 'false']).optional(),
  sortBy: z.string().optional(),
})
type Filter = z.infer<typeof Filter>

/** `GET /customers`: items come without contacts and status. */
export function listCustomers(session: Session, query: Query) {
  const filter = parse(session, Filter, query)
  const found = Object.values(session.account.customers).filter((customer) =>
    matches(session, customer, filter),
  )
  const items = filter.sortBy === undefined ? found : sorted(found, filter.sortBy)
  return page(session, query, { items, sortable: true, view: viewListedCustomer })
}

function matches(session: Session, customer: Customer, filter: Filter): boolean {
  const { legalName, email, alias, label, billingStatus } = filter
  if (customer.archivedAt !== null && filter.includeArchived !== 'true') return false
  if (legalName !== undefined && !contains(customer.legalName, legalName)) return false
  if (label !== undefined && customer.label !== label) return false
  if (email !== undefined && !customer.contacts.some((contact) => contact.email === email)) {
    return false
  }
  if (alias !== undefined && !isKnownAs(session, customer, alias)) return false
  return billingStatus === undefined || billingStatus === billingStatusOf(session, customer)
}

const contains = (text: string, part: string): boolean =>
  text.toLowerCase().includes(part.toLowerCase())

const isKnownAs = (session: Session, { id }: Customer, alias: string): boolean =>
  id === alias || aliasesOf(session, id).some(({ value }) => value === alias)

/** A customer counts as billed once it has an invoice that is not voided. */
function billingStatusOf({ account }: Session, { id }: Customer): 'ACTIVE' | 'INACTIVE' {
  const billed = Object.values(account.invoices).some(
    ({ customerId, status }) => customerId === id && status !== 'VOIDED',
  )
  return billed ? 'ACTIVE' : 'INACTIVE'
}

function sorted(customers: Customer[], sortBy: string): Customer[] {
  const own = sortBy.startsWith('customProperties.') ? sortBy.slice('customProperties.'.length) : ''
  const keyOf = ({ legalName, createdAt, customProperties }: Customer): string => {
    if (own !== '') return customProperties[own] ?? ''
    return sortBy.toLowerCase() === 'createdat' ? createdAt : legalName
  }
  return customers.toSorted((a, b) => keyOf(a).localeCompare(keyOf(b)))
}
