import type { Customer, IntegrationId } from '../model/customer.ts'
import { badRequest } from '../refusal.ts'
import { replaceContacts, requirePrimary } from '../rules/contacts.ts'
import { parse } from '../wire/parse.ts'
import { existing, type Session } from '../world.ts'
import { addAlias, requireFreeAlias } from './aliases.ts'
import { CustomerRequest } from './customer-schema.ts'
import { announceCustomer } from './events.ts'

/** Body of `POST /customers`. */
export function createCustomer(session: Session, body: unknown, givenId?: string): Customer {
  const asked = parse(session, CustomerRequest, body)
  requirePrimary(session, asked.contacts, false)
  for (const value of asked.customerAliases ?? []) requireFreeAlias(session, value)

  const customer: Customer = {
    id: givenId ?? session.newId(),
    createdAt: session.now().toISOString(),
    archivedAt: null,
    customProperties: {},
    ...plainFields(asked),
    integrationIds: integrationIdsOf(session, [], asked) ?? [],
    status: asked.status ?? 'ACTIVE',
    contacts: replaceContacts(session, [], asked.contacts),
  }
  session.account.customers[customer.id] = customer
  for (const value of asked.customerAliases ?? []) addAlias(session, customer.id, value)
  announceCustomer(session, customer, 'CREATED')
  return customer
}

/** Body of `PUT /customers/{id}`: contacts are replaced, left-out maps stay. */
export function updateCustomer(session: Session, id: string, body: unknown): Customer {
  const customer = getCustomer(session, id)
  const asked = parse(session, CustomerRequest, body)
  requirePrimary(session, asked.contacts, true)
  const fresh = (asked.customerAliases ?? []).filter((value) => !hasAlias(session, id, value))
  for (const value of fresh) requireFreeAlias(session, value)

  Object.assign(customer, plainFields(asked))
  customer.integrationIds =
    integrationIdsOf(session, customer.integrationIds, asked) ?? customer.integrationIds
  customer.status = asked.status ?? customer.status
  customer.contacts = replaceContacts(session, customer.contacts, asked.contacts)
  for (const value of fresh) addAlias(session, id, value)
  announceCustomer(session, customer, 'UPDATED')
  return customer
}

export const getCustomer = (session: Session, id: string, declares404 = false): Customer =>
  existing(session, session.account.customers, id, 'customer', declares404)

/** There is no delete; archiving twice is refused. */
export function archiveCustomer(session: Session, id: string): Customer {
  const customer = getCustomer(session, id)
  if (customer.archivedAt !== null) throw badRequest('customer is already archived')
  customer.archivedAt = session.now().toISOString()
  announceCustomer(session, customer, 'ARCHIVED')
  return customer
}

function plainFields(asked: CustomerRequest) {
  const { legalName, address, taxStatus, customProperties } = asked
  const fields = {
    legalName,
    address,
    taxStatus,
    url: asked.url ?? null,
    label: asked.label ?? null,
    parentId: asked.parentId ?? null,
  }
  return customProperties === undefined ? fields : { ...fields, customProperties }
}

function integrationIdsOf(session: Session, old: IntegrationId[], asked: CustomerRequest) {
  if (asked.integrationIds === undefined) return undefined
  const { integrationIdsOnPut, rilletIntegrationIds } = session.switches()
  if (
    rilletIntegrationIds === 'refused' &&
    asked.integrationIds.some(({ service }) => service === 'Rillet')
  ) {
    throw badRequest('integration Rillet cannot be written', 'integrationIds')
  }
  const lastSynced = session.now().toISOString()
  const given = asked.integrationIds.map((link) => ({ ...link, lastSynced, isPending: false }))
  if (integrationIdsOnPut === 'replace') return given
  const replaced = new Set<string>(given.map(({ service }) => service))
  return [...old.filter(({ service }) => !replaced.has(service)), ...given]
}

const hasAlias = ({ account }: Session, customerId: string, value: string): boolean =>
  Object.values(account.aliases).some(
    (alias) => alias.value === value && alias.customerId === customerId && alias.deletedAt === null,
  )
