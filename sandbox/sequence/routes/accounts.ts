import { getAccount, listAccounts } from '../resources/accounts.ts'
import { getActivityLog, listActivityLogs } from '../resources/activity-logs.ts'
import { getStripeSettings } from '../resources/stripe-settings.ts'
import type { Route } from './route.ts'

export const accountRoutes: Route[] = [
  { method: 'GET', path: '/sequence-accounts', answer: (s, { query }) => listAccounts(s, query) },
  {
    method: 'GET',
    path: '/sequence-accounts/:id',
    answer: (s, { param }) => getAccount(s, param('id')),
  },
  { method: 'GET', path: '/activity-logs', answer: (s, { query }) => listActivityLogs(s, query) },
  {
    method: 'GET',
    path: '/activity-logs/:id',
    answer: (s, { param }) => getActivityLog(s, param('id')),
  },
  { method: 'GET', path: '/stripe/collections/settings', answer: getStripeSettings },
]
