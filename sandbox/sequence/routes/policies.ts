import * as policies from '../resources/policies.ts'
import type { Route } from './route.ts'

const base = '/notifications/policies'

export const policyRoutes: Route[] = [
  { method: 'GET', path: base, answer: (s, { query }) => policies.listPolicies(s, query) },
  {
    method: 'POST',
    path: base,
    status: 201,
    answer: (s, { body }) => policies.viewPolicy(s, policies.createPolicy(s, body)),
  },
  {
    method: 'GET',
    path: `${base}/:id`,
    answer: (s, { param }) => policies.viewPolicy(s, policies.getPolicy(s, param('id'))),
  },
  {
    method: 'DELETE',
    path: `${base}/:id`,
    answer: (s, { param }) => policies.viewPolicy(s, policies.deletePolicy(s, param('id'))),
  },
  {
    method: 'POST',
    path: `${base}/:id/recipients`,
    answer: (s, { param, body }) =>
      policies.viewPolicy(s, policies.addRecipients(s, param('id'), body)),
  },
  {
    method: 'DELETE',
    path: `${base}/:id/recipients/:recipient`,
    answer: (s, { param }) =>
      policies.viewPolicy(s, policies.removeRecipient(s, param('id'), param('recipient'))),
  },
  {
    method: 'POST',
    path: `${base}/:id/notification-types`,
    answer: (s, { param, body }) => policies.viewPolicy(s, policies.addTypes(s, param('id'), body)),
  },
  {
    method: 'DELETE',
    path: `${base}/:id/notification-types/:type`,
    answer: (s, { param }) =>
      policies.viewPolicy(s, policies.removeType(s, param('id'), param('type'))),
  },
]
