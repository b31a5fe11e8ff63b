import { createGroup, deleteGroup, listGroups, updateGroup } from '../resources/line-item-groups.ts'
import { viewGroup, viewLine } from '../resources/line-item-view.ts'
import {
  createLineItem,
  deleteLineItem,
  listLineItems,
  updateLineItem,
} from '../resources/line-items.ts'
import type { Call, Route } from './route.ts'

const lines = '/invoices/:id/line-items'
const groups = '/invoices/:id/line-item-groups'

export const lineItemRoutes: Route[] = [
  {
    method: 'GET',
    path: lines,
    answer: (s, { param, query }) => listLineItems(s, param('id'), query),
  },
  {
    method: 'POST',
    path: lines,
    status: 201,
    answer: (s, { param, body }) => viewLine(s, param('id'), createLineItem(s, param('id'), body)),
  },
  {
    method: 'PUT',
    path: `${lines}/:line`,
    answer: (s, call) => viewLine(s, call.param('id'), updateLineItem(s, lineIds(call), call.body)),
  },
  {
    method: 'DELETE',
    path: `${lines}/:line`,
    answer: (s, call) => viewLine(s, call.param('id'), deleteLineItem(s, lineIds(call))),
  },
  {
    method: 'GET',
    path: groups,
    answer: (s, { param, query }) => listGroups(s, param('id'), query),
  },
  {
    method: 'POST',
    path: groups,
    status: 201,
    answer: (s, { param, body }) => viewGroup(s, param('id'), createGroup(s, param('id'), body)),
  },
  {
    method: 'PUT',
    path: `${groups}/:group`,
    answer: (s, call) => viewGroup(s, call.param('id'), updateGroup(s, groupIds(call), call.body)),
  },
  {
    method: 'DELETE',
    path: `${groups}/:group`,
    answer: (s, call) => viewGroup(s, call.param('id'), deleteGroup(s, groupIds(call))),
  },
]

const lineIds = ({ param }: Call) => ({ invoiceId: param('id'), lineId: param('line') })
const groupIds = ({ param }: Call) => ({ invoiceId: param('id'), groupId: param('group') })
