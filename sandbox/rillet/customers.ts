import { z } from 'zod'
import type { Api } from './api.ts'
import { checkFields } from './fields.ts'
import type { Customer, Listed, Session } from './model.ts'
import { listPage, UpdatedSorted } from './paging.ts'
import { parseBody } from './parse.ts'
import { checkReferences, checkUnique } from './references.ts'
import { invalid, refused } from './refusal.ts'
import { existing, newListed, touch } from './session.ts'
import { present } from './view.ts'
import { publish } from './webhooks.ts'
import { Address, FieldAssignments, isUnique, NotBlank, References, Uuid } from './wire.ts'

const CustomerRequest = z.strictObject({
  name: NotBlank,
  name_on_invoice: z.string().optional(),
  address: Address.optional(),
  shipping_address: Address.optional(),
  emails: z
    .array(
      z.strictObject({
        email: z.string().regex(/^\S+@\S+$/, 'must be a well-formed email address'),
        type: z.enum(['MAIN_SENDER', 'CC', 'BCC']),
      }),
    )
    .max(100)
    .refine(isUnique, 'must only contain unique elements')
    .optional(),
  external_references: References.optional(),
  payment_terms: z.int().min(0).max(2_147_483_647).optional(),
  send_invoices_automatically: z.boolean().optional(),
  send_payment_reminders: z.boolean().optional(),
  fields: FieldAssignments.nullable().optional(),
})

const Filters = UpdatedSorted.extend({
  search: z.string().optional(),
  external_reference_id: z.string().optional(),
  external_reference_type: z.string().optional(),
})

export function customerRoutes(api: Api): void {
  api('GET', '/customers', listCustomers)
  api('POST', '/customers', createCustomer)
  api('GET', '/customers/:customer_id', (session, { ids }) =>
    viewCustomer(customerOf(session, ids['customer_id'])),
  )
  api('PUT', '/customers/:customer_id', updateCustomer)
  api('DELETE', '/customers/:customer_id', (session, { ids }) =>
    deleteCustomer(session, customerOf(session, ids['customer_id'])),
  )
  api('POST', '/customers/:customer_id/settings/payment', (session, { ids, body }) => {
    const { id } = customerOf(session, ids['customer_id'])
    parseBody(session.world, z.strictObject({ subsidiary_id: Uuid.optional() }), body ?? {})
    return { setup_url: `${session.world.url()}/app/${session.organization.id}/customers/${id}` }
  })
  api('GET', '/customers/:customer_id/settings/payment', (session, { ids }) => {
    customerOf(session, ids['customer_id'])
    return { chargeable: false, payment_type: 'OTHER' }
  })
}

export const customerOf = ({ organization }: Session, id: string | undefined): Customer =>
  existing(organization.customers, id, 'The customer')

/** As answers and webhooks show it. */
export function viewCustomer({ seq: _seq, createdAtMs: _created, ...customer }: Customer): unknown {
  return present(customer)
}

export function deleteCustomer(session: Session, { id }: Customer): undefined {
  const { world, organization } = session
  const documents = [
    ...Object.values(organization.invoices),
    ...Object.values(organization.creditMemos),
  ]
  if (
    world.switches().deleteInUse === 'refused' &&
    documents.some(({ customer_id }) => customer_id === id)
  ) {
    throw refused('customer_in_use', 'The customer has invoices or credit memos.')
  }
  delete organization.customers[id]
  publish(session, { entity: 'CUSTOMER', event: 'DELETED', body: JSON.stringify(id) })
}

function listCustomers(session: Session, { query }: { query: unknown }) {
  const { external_reference_id: id, external_reference_type: type } = Object(query)
  const half = (id === undefined) !== (type === undefined)
  if (half && session.world.switches().oneReferenceParameter === 'refused') {
    const field = id === undefined ? 'external_reference_id' : 'external_reference_type'
    throw invalid({ field, message: 'both reference parameters are needed, or neither' })
  }
  return listPage(session, {
    name: 'customers',
    items: Object.values(session.organization.customers),
    query,
    filters: Filters,
    keep: (customer, filters) => {
      const { external_reference_id: wantedId, external_reference_type: wantedType } = filters
      if (filters.search && !isFound(session, customer.name, filters.search)) return false
      if (wantedId === undefined || wantedType === undefined) return true
      return customer.external_references.some(
        (reference) => reference.type === wantedType && reference.id === wantedId,
      )
    },
    view: viewCustomer,
  })
}

function isFound({ world }: Session, name: string, search: string): boolean {
  const [held, wanted] = [name.toLowerCase(), search.toLowerCase()]
  switch (world.switches().searchRule) {
    case 'substring':
      return held.includes(wanted)
    case 'prefix':
      return held.startsWith(wanted)
    case 'exact':
      return held === wanted
  }
}

function createCustomer(session: Session, { body }: { body: unknown }) {
  const fields = read(session, body)
  const customer: Customer = { ...newListed(session), ...fields }
  session.organization.customers[customer.id] = customer
  return announced(session, customer, 'CREATED')
}

/** Full replace: what is left out is cleared. */
function updateCustomer(
  session: Session,
  { ids, body }: { ids: Record<string, string>; body: unknown },
) {
  const customer = customerOf(session, ids['customer_id'])
  Object.assign(customer, read(session, body, customer.id))
  touch(session, customer)
  return announced(session, customer, 'UPDATED')
}

function announced(session: Session, customer: Customer, event: 'CREATED' | 'UPDATED'): unknown {
  const view = viewCustomer(customer)
  publish(session, { entity: 'CUSTOMER', event, body: JSON.stringify(view) })
  return view
}

function read(session: Session, body: unknown, ownId?: string): Omit<Customer, keyof Listed> {
  const request = parseBody(session.world, CustomerRequest, body)
  const { external_references = [], fields = null } = request
  const others = Object.values(session.organization.customers)
  checkReferences(session, external_references)
  checkUnique(session, external_references, others, ownId)
  checkFields(session, fields)
  if (
    session.world.switches().nameUniqueness === 'on' &&
    others.some(({ id, name }) => name === request.name && id !== ownId)
  ) {
    throw refused('customer_already_exists', `A customer named ${request.name} exists already.`)
  }
  return {
    name: request.name,
    name_on_invoice: request.name_on_invoice ?? null,
    address: request.address ?? null,
    shipping_address: request.shipping_address ?? null,
    emails: request.emails ?? null,
    external_references,
    payment_terms: request.payment_terms ?? null,
    send_invoices_automatically: request.send_invoices_automatically ?? false,
    send_payment_reminders: request.send_payment_reminders ?? false,
    fields,
  }
}
