import Big from 'big.js'
import { z } from 'zod'
import type { CreditNote } from '../model/credit-note.ts'
import { Day } from '../wire/common.ts'
import { InvoiceStatus } from '../wire/enums.ts'
import { page, type Query } from '../wire/paging.ts'
import { parse } from '../wire/parse.ts'
import { wordList } from '../wire/words.ts'
import type { Session } from '../world.ts'
import { viewCreditNote } from './credit-note-view.ts'

const Filter = z.object({
  customerId: z.string().optional(),
  sentBefore: Day.optional(),
  sentAfter: Day.optional(),
  searchCreditNoteNumber: z.string().optional(),
  sortBy: z.enum(['GROSS_TOTAL', 'CREDIT_NOTE_NUMBER', 'STATUS']).optional(),
})
type Filter = z.infer<typeof Filter>

export function listCreditNotes(session: Session, query: Query) {
  const filter = parse(session, Filter, query)
  const statuses = wordList(session, query['creditNoteStatus'], InvoiceStatus)
  const touches = session.switches().dateBounds === 'inclusive'
  const found = Object.values(session.account.creditNotes).filter(
    (note) =>
      (statuses === undefined || statuses.has(note.status)) && matches(note, filter, touches),
  )
  const items = filter.sortBy === undefined ? found : found.toSorted(comparing(filter.sortBy))
  return page(session, query, {
    items,
    sortable: true,
    view: (note) => viewCreditNote(session, note),
  })
}

function matches(note: CreditNote, filter: Filter, touches: boolean): boolean {
  const { customerId, sentBefore, sentAfter, searchCreditNoteNumber = '' } = filter
  const { sentOn } = note
  const number = (note.creditNoteNumber ?? '').toLowerCase()
  const before = sentBefore === undefined || (sentOn !== null && sentOn < sentBefore)
  const after = sentAfter === undefined || (sentOn !== null && sentOn > sentAfter)
  return (
    (customerId === undefined || note.customerId === customerId) &&
    number.includes(searchCreditNoteNumber.toLowerCase()) &&
    (before || (touches && sentOn === sentBefore)) &&
    (after || (touches && sentOn === sentAfter))
  )
}

function comparing(sortBy: NonNullable<Filter['sortBy']>) {
  return (a: CreditNote, b: CreditNote): number => {
    switch (sortBy) {
      case 'GROSS_TOTAL':
        return new Big(a.grossTotal).cmp(b.grossTotal)
      case 'CREDIT_NOTE_NUMBER':
        return (a.creditNoteNumber ?? '').localeCompare(b.creditNoteNumber ?? '')
      case 'STATUS':
        return a.status.localeCompare(b.status)
    }
  }
}
