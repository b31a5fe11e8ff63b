import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { listOf } from '../../api/schemas/common.ts'
import { EventView, InvoiceDetail, InvoiceView, PreviewView } from '../../api/schemas/invoices.ts'
import { InvoiceCounts } from '../../api/schemas/overview.ts'
import { ask, at, type Query } from '../api.ts'

export type Invoice = z.infer<typeof InvoiceView>
export type Detail = z.infer<typeof InvoiceDetail>
export type Preview = z.infer<typeof PreviewView>

const invoices = (accountId: string) => ['account', accountId, 'invoices'] as const
const firstPage = (): string | null => null

/** One page of the list. */
export const invoicesQuery = (accountId: string, query: Query) =>
  queryOptions({
    queryKey: [...invoices(accountId), 'list', query],
    queryFn: ({ signal }) =>
      ask({
        path: at`/v1/accounts/${accountId}/invoices`,
        query,
        answer: listOf(InvoiceView),
        signal,
      }),
    placeholderData: keepPreviousData,
  })

/** How many are in each state, of those that the other filters leave. */
export const invoiceCountsQuery = (accountId: string, query: Query) =>
  queryOptions({
    queryKey: [...invoices(accountId), 'counts', query],
    queryFn: ({ signal }) =>
      ask({
        path: at`/v1/accounts/${accountId}/invoices/counts`,
        query,
        answer: InvoiceCounts,
        signal,
      }),
    placeholderData: keepPreviousData,
  })

/** One invoice with its payments. */
export const invoiceQuery = (accountId: string, id: string) =>
  queryOptions({
    queryKey: [...invoices(accountId), id],
    queryFn: ({ signal }) =>
      ask({ path: at`/v1/accounts/${accountId}/invoices/${id}`, answer: InvoiceDetail, signal }),
  })

/** What happened to one invoice, newest first. */
export const timelineQuery = (accountId: string, id: string) =>
  infiniteQueryOptions({
    queryKey: [...invoices(accountId), id, 'timeline'],
    queryFn: ({ signal, pageParam: cursor }) =>
      ask({
        path: at`/v1/accounts/${accountId}/invoices/${id}/timeline`,
        query: { cursor },
        answer: listOf(EventView),
        signal,
      }),
    initialPageParam: firstPage(),
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })

/** What would be sent now, and every blocker; asked for by hand, for it reads both systems. */
export const previewQuery = (accountId: string, id: string) =>
  queryOptions({
    queryKey: ['preview', accountId, id],
    queryFn: ({ signal }) =>
      ask({
        path: at`/v1/accounts/${accountId}/invoices/${id}/preview`,
        answer: PreviewView,
        signal,
      }),
    enabled: false,
    staleTime: 0,
    retry: false,
  })
