import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import * as z from 'zod'
import { listOf } from '../../api/schemas/common.ts'
import { LinkView, RilletThing, Running } from '../../api/schemas/things.ts'
import { ask, at } from '../api.ts'

export type Kind = 'customer' | 'product'

const plural = { customer: 'customers', product: 'products' } as const

/** What Rillet has by that name, to choose from. */
export const rilletThingsQuery = (accountId: string, kind: Kind, search: string) =>
  queryOptions({
    queryKey: ['account', accountId, 'rillet', kind, search],
    queryFn: ({ signal }) =>
      ask({
        path: at`/v1/accounts/${accountId}/rillet/${plural[kind]}`,
        query: { search, limit: 20 },
        answer: listOf(RilletThing),
        signal,
      }),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  })

type Linking = { rilletId: string; currency?: string | undefined }

/** Links something of Sequence to something of Rillet; what waited for it goes on. */
export function useLink(accountId: string, kind: Kind, id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ rilletId, currency }: Linking) =>
      ask({
        method: 'PUT',
        path: at`/v1/accounts/${accountId}/${plural[kind]}/${id}/link`,
        body: { rilletId, ...(currency !== undefined && { currency }) },
        answer: LinkView,
      }),
    onSettled: () => client.invalidateQueries({ queryKey: ['account', accountId] }),
  })
}

/** Creates it in Rillet from what Sequence knows of it, and links it. */
export function useCreateInRillet(accountId: string, kind: Kind, id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () =>
      ask({
        method: 'POST',
        path: at`/v1/accounts/${accountId}/${plural[kind]}/${id}/create`,
        answer: z.union([LinkView, Running]),
      }),
    onSettled: () => client.invalidateQueries({ queryKey: ['account', accountId] }),
  })
}
