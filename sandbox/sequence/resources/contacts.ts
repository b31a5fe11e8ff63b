import type { Contact } from '../model/customer.ts'
import { badRequest } from '../refusal.ts'
import { newContact, requirePrimary } from '../rules/contacts.ts'
import { parse } from '../wire/parse.ts'
import { missing, type Session } from '../world.ts'
import { ContactRequest } from './customer-schema.ts'
import { getCustomer } from './customers.ts'
import { announceCustomer } from './events.ts'

/** The customer's contacts, unpaged. */
export function listContacts(session: Session, customerId: string, includeArchived: boolean) {
  const { contacts } = getCustomer(session, customerId)
  return contacts.filter(({ archivedAt }) => includeArchived || archivedAt === null)
}

export function createContact(session: Session, customerId: string, body: unknown): Contact {
  const customer = getCustomer(session, customerId)
  const asked = parse(session, ContactRequest, body)
  requirePrimary(session, [...live(customer.contacts), asked], false)
  const contact = newContact(session, asked)
  customer.contacts.push(contact)
  announceCustomer(session, customer, 'UPDATED')
  return contact
}

export function updateContact(session: Session, ids: ContactIds, body: unknown): Contact {
  const { customer, contact, others } = find(session, ids)
  const asked = parse(session, ContactRequest, body)
  requirePrimary(session, [...others, asked], false)
  Object.assign(contact, asked, { updatedAt: session.now().toISOString() })
  announceCustomer(session, customer, 'UPDATED')
  return contact
}

export function archiveContact(session: Session, ids: ContactIds): Contact {
  const { customer, contact, others } = find(session, ids)
  if (contact.archivedAt !== null) throw badRequest('contact is already archived')
  requirePrimary(session, others, false)
  contact.archivedAt = session.now().toISOString()
  announceCustomer(session, customer, 'UPDATED')
  return contact
}

type ContactIds = { customerId: string; contactId: string }

function find(session: Session, { customerId, contactId }: ContactIds) {
  const customer = getCustomer(session, customerId)
  const contact = customer.contacts.find(({ id }) => id === contactId)
  if (contact === undefined) throw missing(session, `contact ${contactId}`)
  const others = live(customer.contacts).filter(({ id }) => id !== contactId)
  return { customer, contact, others }
}

const live = (contacts: Contact[]): Contact[] =>
  contacts.filter(({ archivedAt }) => archivedAt === null)
