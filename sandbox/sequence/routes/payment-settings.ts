import * as settings from '../resources/payment-settings.ts'
import type { Route } from './route.ts'

const base = '/payments/settings'

export const paymentSettingsRoutes: Route[] = [
  {
    method: 'POST',
    path: `${base}/invoices`,
    status: 201,
    answer: (s, { body }) => settings.createInvoiceSettings(s, body),
  },
  {
    method: 'GET',
    path: `${base}/invoices/for-invoice/:id`,
    answer: (s, { param }) => settings.settingsForInvoice(s, param('id')),
  },
  {
    method: 'GET',
    path: `${base}/invoices/:id`,
    answer: (s, { param }) => settings.getInvoiceSettings(s, param('id')),
  },
  {
    method: 'PUT',
    path: `${base}/invoices/:id`,
    answer: (s, { param, body }) => settings.updateInvoiceSettings(s, param('id'), body),
  },
  {
    method: 'DELETE',
    path: `${base}/invoices/:id`,
    answer: (s, { param }) => settings.deleteInvoiceSettings(s, param('id')),
  },
  {
    method: 'GET',
    path: `${base}/billing-schedules/for-billing-schedule/:id`,
    answer: (s, { param }) => settings.settingsForSchedule(s, param('id')),
  },
  {
    method: 'POST',
    path: `${base}/customers`,
    status: 201,
    answer: (s, { body }) => settings.createCustomerSettings(s, body),
  },
  {
    method: 'GET',
    path: `${base}/customers/:id`,
    answer: (s, { param }) => settings.getCustomerSettings(s, param('id')),
  },
]
