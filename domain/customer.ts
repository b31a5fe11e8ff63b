import type { Problem, SourceAddress, SourceContact, SourceCustomer } from './model.ts'
import { customerMissingData, linkTemplateInvalid } from './problems.ts'
import { customerUrlTemplate, headerReferences, linkTo } from './references.ts'
import type { Mapping } from './result.ts'
import { type Warning, warning } from './warnings.ts'
import type { CustomerEmail, CustomerRequest, RilletAddress } from './wire.ts'

/** The Rillet customer for a Sequence one. What Rillet has no field for, or wants whole, is a warning. */
export function mapCustomer({ customer, publicUrl }: CustomerInput): Mapping<CustomerRequest> {
  const name = customer.legalName.trim()
  const template = customerUrlTemplate(publicUrl)
  const url = linkTo(template, customer.id)
  const address = addressOf(customer.address)
  const emails = emailsOf(customer.contacts)
  const warnings = warningsOf(customer, address, emails)
  if (name === '' || url === null) {
    const problems: Problem[] = name === '' ? [customerMissingData(customer.id, 'legal name')] : []
    if (url === null) problems.push(linkTemplateInvalid(template))
    return { ok: false, problems, warnings }
  }
  const value: CustomerRequest = {
    name,
    ...('missing' in address ? {} : { address }),
    emails,
    ...(customer.paymentTermDays === null ? {} : { payment_terms: customer.paymentTermDays }),
    send_invoices_automatically: false,
    send_payment_reminders: false,
    external_references: headerReferences(customer.id, url),
  }
  return { ok: true, value, warnings }
}

export type CustomerInput = { customer: SourceCustomer; publicUrl: string }

/** Rillet takes an address whole or not at all, and wants state and postcode for every country. */
function addressOf(address: SourceAddress | null): RilletAddress | { missing: string[] } {
  const { line1, line2, town: city, state, postcode: zip_code, country } = address ?? noAddress
  if (line1 && city && state && zip_code && country) {
    return { line1, ...(line2 ? { line2 } : {}), city, state, zip_code, country }
  }
  const parts = { line1, town: city, state, postcode: zip_code, country }
  return { missing: Object.entries(parts).flatMap(([name, value]) => (value ? [] : [name])) }
}

const noAddress: SourceAddress = {
  line1: null,
  line2: null,
  town: null,
  state: null,
  postcode: null,
  country: null,
}

/** PRIMARY is written to, STANDARD gets a copy, NONE and words we do not know get nothing; each address once. */
function emailsOf(contacts: readonly SourceContact[]): CustomerEmail[] {
  const main = contacts.filter(({ billingPreference }) => billingPreference === 'PRIMARY')
  const copies = contacts.filter(({ billingPreference }) => billingPreference === 'STANDARD')
  const emails = [
    ...main.map(({ email }): CustomerEmail => ({ email, type: 'MAIN_SENDER' })),
    ...copies.map(({ email }): CustomerEmail => ({ email, type: 'CC' })),
  ]
  const taken = new Set<string>()
  return emails.filter(({ email }) => {
    const key = email.toLowerCase()
    return key !== '' && !taken.has(key) && taken.add(key)
  })
}

function warningsOf(
  customer: SourceCustomer,
  address: RilletAddress | { missing: string[] },
  emails: CustomerEmail[],
): Warning[] {
  const hasMain = emails.some(({ type }) => type === 'MAIN_SENDER')
  return [
    ...('missing' in address
      ? [warning('address_left_out', { fields: address.missing.join(', ') })]
      : []),
    ...(hasMain ? [] : [warning('main_contact_missing')]),
    ...(customer.taxIds.length === 0 ? [] : [warning('tax_id_not_sent')]),
  ]
}
