import { aliasesOf, customerByAlias, viewAlias } from '../resources/aliases.ts'
import {
  archiveContact,
  createContact,
  listContacts,
  updateContact,
} from '../resources/contacts.ts'
import { listCustomers } from '../resources/customer-list.ts'
import { viewContact, viewCustomer, viewOldCustomer } from '../resources/customer-view.ts'
import {
  archiveCustomer,
  createCustomer,
  getCustomer,
  updateCustomer,
} from '../resources/customers.ts'
import type { Call, Route } from './route.ts'

export const customerRoutes: Route[] = [
  { method: 'GET', path: '/customers', answer: (s, { query }) => listCustomers(s, query) },
  {
    method: 'POST',
    path: '/customers',
    status: 201,
    answer: (s, { body }) => viewCustomer(createCustomer(s, body)),
  },
  {
    method: 'GET',
    path: '/customers/by-alias/:alias',
    answer: (s, { param }) => viewOldCustomer(customerByAlias(s, param('alias'))),
  },
  {
    method: 'GET',
    path: '/customers/:id',
    answer: (s, { param }) => viewCustomer(getCustomer(s, param('id'))),
  },
  {
    method: 'PUT',
    path: '/customers/:id',
    answer: (s, { param, body }) => viewCustomer(updateCustomer(s, param('id'), body)),
  },
  {
    method: 'POST',
    path: '/customers/:id/archive',
    answer: (s, { param }) => viewCustomer(archiveCustomer(s, param('id'))),
  },
  {
    method: 'GET',
    path: '/customers/:id/aliases',
    answer: (s, { param }) => {
      const items = aliasesOf(s, getCustomer(s, param('id'), true).id)
      return { items: items.map((alias) => viewAlias(s, alias)) }
    },
  },
  {
    method: 'GET',
    path: '/customers/:id/contacts',
    answer: (s, { param, query }) => {
      const items = listContacts(s, param('id'), query['includeArchived'] === 'true')
      return { items: items.map(viewContact) }
    },
  },
  {
    method: 'POST',
    path: '/customers/:id/contacts',
    status: 201,
    answer: (s, { param, body }) => viewContact(createContact(s, param('id'), body)),
  },
  {
    method: 'PUT',
    path: '/customers/:id/contacts/:contact',
    answer: (s, call) => viewContact(updateContact(s, idsOf(call), call.body)),
  },
  {
    method: 'POST',
    path: '/customers/:id/contacts/:contact/archive',
    answer: (s, call) => viewContact(archiveContact(s, idsOf(call))),
  },
]

const idsOf = ({ param }: Call) => ({ customerId: param('id'), contactId: param('contact') })
