import type { Contact } from '../model/customer.ts'
import { badRequest } from '../refusal.ts'
import type { ContactRequest } from '../resources/customer-schema.ts'
import type { Session } from '../world.ts'

type Asked = Pick<ContactRequest, 'billingPreference'>

/** If anyone gets billing mail, somebody must be PRIMARY; and (assumed) only one. */
export function requirePrimary(session: Session, contacts: Asked[], atLeastOne: boolean): void {
  const primaries = contacts.filter((contact) => contact.billingPreference === 'PRIMARY').length
  const billed = contacts.some((contact) => contact.billingPreference !== 'NONE')
  if (primaries === 0 && (billed || atLeastOne)) {
    throw badRequest('one contact must have the billing preference PRIMARY', 'contacts')
  }
  if (primaries > 1 && session.switches().primaryContacts === 'one') {
    throw badRequest('only one contact may have the billing preference PRIMARY', 'contacts')
  }
}

/** Replaces all contacts; their ids change, unless switched to follow the e-mail address. */
export function replaceContacts(session: Session, old: Contact[], asked: ContactRequest[]) {
  const keep = session.switches().contactIdsOnPut === 'keep'
  return asked.map((contact): Contact => {
    const same = keep ? old.find(({ email }) => email === contact.email) : undefined
    const made = newContact(session, contact)
    return same === undefined ? made : { ...made, id: same.id, createdAt: same.createdAt }
  })
}

export function newContact({ now, newId }: Session, asked: ContactRequest): Contact {
  const at = now().toISOString()
  return { id: newId(), ...asked, createdAt: at, updatedAt: at, archivedAt: null }
}
