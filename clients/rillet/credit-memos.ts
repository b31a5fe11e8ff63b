import { z } from 'zod'
import { type Call, type CallOptions, Ignored, segment } from '../http.ts'
import { everyItem, type Page } from '../paging.ts'
import { listAt, type PageQuery, Pagination, pageQuery, toPage } from './lists.ts'
import type { ApplicationRequest, CreditMemoRequest } from './requests.ts'
import { CreditMemo } from './schemas.ts'

export type CreditMemoFilter = {
  /** Strictly after this instant. */
  updatedAfter?: string | undefined
}

const CreditMemos = z
  .object({ credit_memos: z.array(CreditMemo), pagination: Pagination })
  .transform(({ credit_memos, pagination }) => toPage(credit_memos, pagination))

export function creditMemoCalls(call: Call) {
  const listCreditMemos = (
    { updatedAfter, ...page }: CreditMemoFilter & PageQuery = {},
    options?: CallOptions,
  ): Promise<Page<CreditMemo>> =>
    call({
      ...options,
      method: 'GET',
      path: '/credit-memos',
      query: { ...pageQuery(page), 'updated.gt': updatedAfter },
      response: CreditMemos,
    })

  return {
    /** Newest first. There is no look-up by number, reference or customer. */
    listCreditMemos,

    allCreditMemos: (filter: CreditMemoFilter = {}, options?: CallOptions) =>
      everyItem(listAt('/credit-memos'), (cursor) =>
        listCreditMemos({ ...filter, cursor }, options),
      ),

    getCreditMemo: (id: string, options?: CallOptions): Promise<CreditMemo> =>
      call({ ...options, method: 'GET', path: pathOf(id), response: CreditMemo }),

    createCreditMemo: (
      body: CreditMemoRequest,
      key: string,
      options?: CallOptions,
    ): Promise<CreditMemo> =>
      call({
        ...options,
        method: 'POST',
        path: '/credit-memos',
        body,
        key,
        response: CreditMemo,
      }),

    /** Throws `NotFoundError` when it is gone already. */
    deleteCreditMemo: (id: string, options?: CallOptions): Promise<void> =>
      call({ ...options, method: 'DELETE', path: pathOf(id), response: Ignored }),

    /** Replaces the whole set: give back what was read, with the change in it. Twice does no harm. */
    applyCreditMemo: (
      id: string,
      applications: ApplicationRequest[],
      options?: CallOptions,
    ): Promise<CreditMemo> =>
      call({
        ...options,
        method: 'POST',
        path: `${pathOf(id)}/applications`,
        body: { applications },
        response: CreditMemo,
      }),

    /** Takes every application away. */
    unapplyCreditMemo: (id: string, options?: CallOptions): Promise<void> =>
      call({
        ...options,
        method: 'DELETE',
        path: `${pathOf(id)}/applications`,
        response: Ignored,
      }),
  }
}

const pathOf = (id: string) => `/credit-memos/${segment(id)}`
