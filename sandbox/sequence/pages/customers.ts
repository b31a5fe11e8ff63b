import { choice, field, form, html, table } from '../../kit/html.ts'
import type { Customer } from '../model/customer.ts'
import { getCustomer, updateCustomer } from '../resources/customers.ts'
import type { Session } from '../world.ts'
import { accountPage, baseOf, link, type Outcome } from './dashboard.ts'

export function customersPage(session: Session, outcome: Outcome): string {
  const rows = Object.values(session.account.customers)
    .toReversed()
    .map((customer) => [
      link(`${baseOf(session)}/customers/${customer.id}`, customer.legalName),
      customer.taxStatus,
      primaryOf(customer)?.email,
      customer.integrationIds.map(({ service, id }) => `${service} ${id}`).join(', '),
      customer.archivedAt === null ? customer.status : 'ARCHIVED',
    ])
  const heads = ['Customer', 'Tax status', 'Primary contact', 'Integrations', 'Status']
  return accountPage(session, 'Customers', table(heads, rows), outcome)
}

export function customerPage(session: Session, id: string, outcome: Outcome): string {
  const customer = getCustomer(session, id)
  const { legalName, address, taxStatus } = customer
  const contact = primaryOf(customer)
  const statuses = ['TAXED', 'TAX_EXEMPT', 'REVERSE_CHARGED'].map((s) => [s, s] as const)
  const fields = html`${field('Legal name', 'legalName', legalName)}
${choice('Tax status', 'taxStatus', statuses, taxStatus)}
${field('Address line 1', 'line1', address.line1)}
${field('Address line 2', 'line2', address.line2)}
${field('Town', 'town', address.town)}
${field('State', 'state', address.state)}
${field('Postcode', 'postcode', address.postcode)}
${field('Country', 'country', address.country)}
${field('Primary contact', 'contactName', contact?.name)}
${field('E-mail', 'contactEmail', contact?.email)}`
  const body = html`<p><code>${id}</code></p>${form('', 'Save', fields)}
${form(`${baseOf(session)}/customers/${id}/archive`, 'Archive', '', true)}`
  return accountPage(session, legalName, body, outcome)
}

/** Saves the form exactly as a PUT through the API would: contacts are sent again. */
export function saveCustomer(session: Session, id: string, form: Record<string, string>): void {
  const customer = getCustomer(session, id)
  const { label, url, parentId } = customer
  const others = customer.contacts.filter(
    ({ archivedAt, billingPreference }) => archivedAt === null && billingPreference !== 'PRIMARY',
  )
  updateCustomer(session, id, {
    legalName: form['legalName'],
    taxStatus: form['taxStatus'],
    address: {
      line1: form['line1'],
      line2: form['line2'] || null,
      town: form['town'],
      state: form['state'] || null,
      postcode: form['postcode'],
      country: form['country'],
    },
    contacts: [
      { name: form['contactName'], email: form['contactEmail'], billingPreference: 'PRIMARY' },
      ...others.map(({ name, email, billingPreference }) => ({ name, email, billingPreference })),
    ],
    label,
    url,
    parentId,
  })
}

const primaryOf = ({ contacts }: Customer) =>
  contacts.find((c) => c.billingPreference === 'PRIMARY' && c.archivedAt === null)
