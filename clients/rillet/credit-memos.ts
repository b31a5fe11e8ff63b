import { z } from 'zod'
import { type Call, type CallOptions, segment } from '../http.ts'
import { everyItem, type Page } from '../paging.ts'
import { listAt, type PageQuery, Pagination, pageQuery, toPage } from './lists.ts'
import { CreditMemo } from './schemas.ts'

const CreditMemos = z
  .object({ credit_memos: z.array(CreditMemo), pagination: Pagination })
  .transform(({ credit_memos, pagination }) => toPage(credit_memos, pagination))

export function creditMemoCalls(call: Call) {
  const listCreditMemos = (
    page: PageQuery = {},
    options?: CallOptions,
  ): Promise<Page<CreditMemo>> =>
    call({
      ...options,
      method: 'GET',
      path: '/credit-memos',
      query: pageQuery(page),
      response: CreditMemos,
    })

  return {
    listCreditMemos,

    allCreditMemos: (options?: CallOptions) =>
      everyItem(listAt('/credit-memos'), (cursor) => listCreditMemos({ cursor }, options)),

    getCreditMemo: (id: string, options?: CallOptions): Promise<CreditMemo> =>
      call({
        ...options,
        method: 'GET',
        path: `/credit-memos/${segment(id)}`,
        response: CreditMemo,
      }),
  }
}
