import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { BulkDetail, BulkEstimate, BulkView } from '../../api/schemas/bulk.ts'
import { listOf } from '../../api/schemas/common.ts'
import { ask, at } from '../api.ts'

export type Bulk = z.infer<typeof BulkView>
export type BulkItem = z.infer<typeof BulkDetail>['items'][number]

/** The invoices of a filter, or named ones. */
export type BulkChoice = { filter: Record<string, string | undefined> } | { invoiceIds: string[] }

const refreshMs = 2_000

/** What a bulk retry would be. */
export const bulkEstimateQuery = (accountId: string, choice: BulkChoice) =>
  queryOptions({
    queryKey: ['bulk-estimate', accountId, choice],
    queryFn: ({ signal }) =>
      ask({
        method: 'POST',
        path: at`/v1/accounts/${accountId}/bulk/retry/estimate`,
        body: choice,
        answer: BulkEstimate,
        signal,
      }),
    staleTime: 0,
  })

/** The bulk retries of the account, newest first. */
export const bulksQuery = (accountId: string, cursor: string | undefined) =>
  queryOptions({
    queryKey: ['account', accountId, 'bulk', { cursor }],
    queryFn: ({ signal }) =>
      ask({
        path: at`/v1/accounts/${accountId}/bulk`,
        query: { cursor },
        answer: listOf(BulkView),
        signal,
      }),
    placeholderData: keepPreviousData,
  })

/** One bulk retry; asked for again and again while it goes on. */
export const bulkQuery = (accountId: string, bulkId: string, cursor: string | undefined) =>
  queryOptions({
    queryKey: ['account', accountId, 'bulk', bulkId, { cursor }],
    queryFn: ({ signal }) =>
      ask({
        path: at`/v1/accounts/${accountId}/bulk/${bulkId}`,
        query: { cursor },
        answer: BulkDetail,
        signal,
      }),
    refetchInterval: ({ state: { data } }) => (data?.state === 'running' ? refreshMs : false),
    placeholderData: keepPreviousData,
  })

/** Starts one. */
export const useBulkRetry = (accountId: string) =>
  useMutation({
    mutationFn: (body: BulkChoice & { reason: string }) =>
      ask({
        method: 'POST',
        path: at`/v1/accounts/${accountId}/bulk/retry`,
        body,
        answer: BulkView,
      }),
  })

/** Asks no further invoice of it. */
export function useCancelBulk(accountId: string, bulkId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () =>
      ask({
        method: 'POST',
        path: at`/v1/accounts/${accountId}/bulk/${bulkId}/cancel`,
        answer: BulkView,
      }),
    onSettled: () => client.invalidateQueries({ queryKey: ['account', accountId, 'bulk'] }),
  })
}
