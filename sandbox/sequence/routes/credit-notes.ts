import type { CreditNote } from '../model/credit-note.ts'
import * as actions from '../resources/credit-note-actions.ts'
import { applyCreditNote } from '../resources/credit-note-applications.ts'
import * as groups from '../resources/credit-note-groups.ts'
import * as lines from '../resources/credit-note-lines.ts'
import { listCreditNotes } from '../resources/credit-note-list.ts'
import { viewCreditGroup, viewCreditLine, viewCreditNote } from '../resources/credit-note-view.ts'
import * as notes from '../resources/credit-notes.ts'
import { pdfOf } from '../resources/documents.ts'
import type { Session } from '../world.ts'
import type { Call, Route } from './route.ts'

const one = '/credit-notes/:id'

const action = (name: string, act: (session: Session, id: string) => CreditNote): Route => ({
  method: 'POST',
  path: `${one}/${name}`,
  answer: (s, { param }) => viewCreditNote(s, act(s, param('id'))),
})

const noteRoutes: Route[] = [
  {
    method: 'POST',
    path: '/credit-note-applications',
    status: 201,
    answer: (s, { body }) => applyCreditNote(s, body),
  },
  { method: 'GET', path: '/credit-notes', answer: (s, { query }) => listCreditNotes(s, query) },
  {
    method: 'POST',
    path: '/credit-notes',
    status: 201,
    answer: (s, { body }) => viewCreditNote(s, notes.createCreditNote(s, body)),
  },
  {
    method: 'GET',
    path: one,
    answer: (s, { param }) => viewCreditNote(s, notes.getCreditNote(s, param('id'))),
  },
  {
    method: 'PUT',
    path: one,
    answer: (s, { param, body }) => viewCreditNote(s, notes.updateCreditNote(s, param('id'), body)),
  },
  {
    method: 'DELETE',
    path: one,
    answer: (s, { param }) => viewCreditNote(s, notes.deleteCreditNote(s, param('id'))),
  },
  action('finalize', actions.finalizeCreditNote),
  action('finalize-and-send', actions.finalizeAndSendCreditNote),
  action('send', actions.sendCreditNote),
  action('mark-as-sent', actions.markCreditNoteAsSent),
  action('void', actions.voidCreditNote),
  {
    method: 'GET',
    path: `${one}/download`,
    contentType: 'application/pdf',
    answer: (s, { param }) =>
      pdfOf(`Credit note ${notes.getCreditNote(s, param('id')).creditNoteNumber ?? 'draft'}`),
  },
]

const lineRoutes: Route[] = [
  {
    method: 'GET',
    path: `${one}/line-items`,
    answer: (s, { param, query }) => lines.listCreditLines(s, param('id'), query),
  },
  {
    method: 'POST',
    path: `${one}/line-items`,
    status: 201,
    answer: (s, { param, body }) =>
      viewCreditLine(s, param('id'), lines.createCreditLine(s, param('id'), body)),
  },
  {
    method: 'PUT',
    path: `${one}/line-items/:line`,
    answer: (s, call) =>
      viewCreditLine(s, call.param('id'), lines.updateCreditLine(s, lineIds(call), call.body)),
  },
  {
    method: 'DELETE',
    path: `${one}/line-items/:line`,
    answer: (s, call) =>
      viewCreditLine(s, call.param('id'), lines.deleteCreditLine(s, lineIds(call))),
  },
]

const groupRoutes: Route[] = [
  {
    method: 'GET',
    path: `${one}/line-item-groups`,
    answer: (s, { param, query }) => groups.listCreditGroups(s, param('id'), query),
  },
  {
    method: 'POST',
    path: `${one}/line-item-groups`,
    status: 201,
    answer: (s, { param, body }) =>
      viewCreditGroup(s, param('id'), groups.createCreditGroup(s, param('id'), body)),
  },
  {
    method: 'PUT',
    path: `${one}/line-item-groups/:group`,
    answer: (s, call) =>
      viewCreditGroup(s, call.param('id'), groups.updateCreditGroup(s, groupIds(call), call.body)),
  },
  {
    method: 'DELETE',
    path: `${one}/line-item-groups/:group`,
    answer: (s, call) =>
      viewCreditGroup(s, call.param('id'), groups.deleteCreditGroup(s, groupIds(call))),
  },
]

export const creditNoteRoutes: Route[] = [...noteRoutes, ...lineRoutes, ...groupRoutes]

const lineIds = ({ param }: Call) => ({ noteId: param('id'), lineId: param('line') })
const groupIds = ({ param }: Call) => ({ noteId: param('id'), groupId: param('group') })
