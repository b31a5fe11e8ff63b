import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { ActivityView } from '../../api/schemas/activity.ts'
import { listOf } from '../../api/schemas/common.ts'
import { DeliveryList, Replayed } from '../../api/schemas/deliveries.ts'
import { DriftingInvoice } from '../../api/schemas/drift.ts'
import { TieOutRefreshed, TieOutView } from '../../api/schemas/tie-out.ts'
import { ask, at, type Query } from '../api.ts'

export type TieOut = z.infer<typeof TieOutView>
export type Drifting = z.infer<typeof DriftingInvoice>
export type Deliveries = z.infer<typeof DeliveryList>
export type Health = z.infer<typeof ActivityView>

export const tieOutQuery = (accountId: string, month: string) =>
  queryOptions({
    queryKey: ['account', accountId, 'tie-out', month],
    queryFn: ({ signal }) =>
      ask({
        path: at`/v1/accounts/${accountId}/tie-out`,
        query: { month },
        answer: TieOutView,
        signal,
      }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.refreshing ? 3_000 : false),
  })

export const refreshTieOut = (accountId: string) =>
  ask({
    method: 'POST',
    path: at`/v1/accounts/${accountId}/tie-out/refresh`,
    answer: TieOutRefreshed,
  })

export const driftQuery = (accountId: string, query: Query) =>
  queryOptions({
    queryKey: ['account', accountId, 'drift', query],
    queryFn: ({ signal }) =>
      ask({
        path: at`/v1/accounts/${accountId}/drift`,
        query,
        answer: listOf(DriftingInvoice),
        signal,
      }),
    placeholderData: keepPreviousData,
  })

export const deliveriesQuery = (accountId: string, query: Query) =>
  queryOptions({
    queryKey: ['account', accountId, 'deliveries', query],
    queryFn: ({ signal }) =>
      ask({
        path: at`/v1/accounts/${accountId}/deliveries`,
        query,
        answer: DeliveryList,
        signal,
      }),
    placeholderData: keepPreviousData,
  })

export const replay = (accountId: string, what: { id: string } | { from: string; to: string }) =>
  'id' in what
    ? ask({
        method: 'POST',
        path: at`/v1/accounts/${accountId}/deliveries/${what.id}/replay`,
        answer: Replayed,
      })
    : ask({
        method: 'POST',
        path: at`/v1/accounts/${accountId}/deliveries/replay`,
        body: what,
        answer: Replayed,
      })

export const replayStuck = (accountId: string) =>
  ask({
    method: 'POST',
    path: at`/v1/accounts/${accountId}/deliveries/replay-stuck`,
    answer: Replayed,
  })

export const healthQuery = (accountId: string, hours: number) =>
  queryOptions({
    queryKey: ['account', accountId, 'health', hours],
    queryFn: ({ signal }) =>
      ask({
        path: at`/v1/accounts/${accountId}/activity`,
        query: { hours },
        answer: ActivityView,
        signal,
      }),
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  })
