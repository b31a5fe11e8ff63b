import type { CreditGroup } from '../model/credit-note.ts'
import { page, type Query } from '../wire/paging.ts'
import { parse } from '../wire/parse.ts'
import { missing, type Session } from '../world.ts'
import { CreateCreditGroup, UpdateCreditGroup } from './credit-note-schema.ts'
import { viewCreditGroup } from './credit-note-view.ts'
import { editableCreditNote, getCreditNote, recalculateCreditNote } from './credit-notes.ts'

export function listCreditGroups(session: Session, noteId: string, query: Query) {
  const items = getCreditNote(session, noteId).groups
  const view = (group: CreditGroup) => viewCreditGroup(session, noteId, group)
  return page(session, query, { items, sortable: true, view })
}

export function createCreditGroup(session: Session, noteId: string, body: unknown): CreditGroup {
  const note = editableCreditNote(session, noteId)
  const asked = parse(session, CreateCreditGroup, body)
  const group: CreditGroup = {
    id: session.newId(),
    title: asked.title,
    description: asked.description ?? null,
    index: note.groups.reduce((next, { index }) => Math.max(next, index + 1), 0),
    lineItemGroupId: asked.lineItemGroupId ?? null,
    netTotal: '0',
    totalTax: '0',
    grossTotal: '0',
  }
  note.groups.push(group)
  recalculateCreditNote(session, note)
  return group
}

export function updateCreditGroup(session: Session, ids: CreditGroupIds, body: unknown) {
  const { group } = find(session, ids)
  const { title, description } = parse(session, UpdateCreditGroup, body)
  return Object.assign(group, { title, description: description ?? null })
}

/** Takes the group's lines away with it. */
export function deleteCreditGroup(session: Session, ids: CreditGroupIds): CreditGroup {
  const { note, group } = find(session, ids)
  note.groups = note.groups.filter(({ id }) => id !== group.id)
  note.lines = note.lines.filter(({ groupId }) => groupId !== group.id)
  recalculateCreditNote(session, note)
  return group
}

type CreditGroupIds = { noteId: string; groupId: string }

function find(session: Session, { noteId, groupId }: CreditGroupIds) {
  const note = editableCreditNote(session, noteId)
  const group = note.groups.find(({ id }) => id === groupId)
  if (group === undefined) throw missing(session, `credit note line item group ${groupId}`)
  return { note, group }
}
