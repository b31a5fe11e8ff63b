import { type Call, type CallOptions, segment } from '../http.ts'
import type { Page } from '../paging.ts'
import { collect, type PageQuery, pageOf, readAll, readPage } from './lists.ts'
import { CreditGroup, CreditLine, CreditNote } from './schemas.ts'

const CreditNotes = pageOf(CreditNote)
const Groups = pageOf(CreditGroup)
const Lines = pageOf(CreditLine)
const ascending = { sortOrder: 'ASC' }

export const creditNoteCalls = (call: Call) => ({
  listCreditNotes: (
    filter: CreditNoteFilter = {},
    options?: CallOptions,
  ): Promise<Page<CreditNote>> =>
    readPage(call, '/credit-notes', CreditNotes, { ...ascending, ...filter }, options),

  getCreditNote: (id: string, options?: CallOptions): Promise<CreditNote> =>
    call({ ...options, method: 'GET', path: pathOf(id), response: CreditNote }),

  /** All pages, in the order they were made: sort them by `index`. */
  creditNoteGroups: (id: string, options?: CallOptions): Promise<CreditGroup[]> =>
    collect(readAll(call, `${pathOf(id)}/line-item-groups`, Groups, ascending, options)),

  /** All pages, in the order they were made: sort them by their group, then by `index`. */
  creditNoteLines: (id: string, options?: CallOptions): Promise<CreditLine[]> =>
    collect(readAll(call, `${pathOf(id)}/line-items`, Lines, ascending, options)),
})

type CreditNoteFilter = PageQuery & {
  customerId?: string | undefined
  /** Comma-separated. */
  creditNoteStatus?: string | undefined
}

const pathOf = (id: string) => `/credit-notes/${segment(id)}`
