import {
  createAlias,
  deleteAlias,
  listAliases,
  updateAlias,
  viewAlias,
} from '../resources/aliases.ts'
import type { Route } from './route.ts'

export const aliasRoutes: Route[] = [
  { method: 'GET', path: '/customer-aliases', answer: (s, { query }) => listAliases(s, query) },
  {
    method: 'POST',
    path: '/customer-aliases',
    status: 201,
    replays: true,
    answer: (s, { body }) => viewAlias(s, createAlias(s, body)),
  },
  {
    method: 'PUT',
    path: '/customer-aliases/:id',
    answer: (s, { param, body }) => viewAlias(s, updateAlias(s, param('id'), body)),
  },
  {
    method: 'DELETE',
    path: '/customer-aliases/:id',
    answer: (s, { param }) => viewAlias(s, deleteAlias(s, param('id'))),
  },
]
