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

/** A reading of Rillet's list that was asked for: how old the figures were then, and how long it is awaited. */
export type ReadingAsked = { rilletReadAt: string | null; untilMs: number }

type Shown = { data: TieOut | undefined; dataUpdatedAt: number }

/** Whether a reading is under way or about to begin, by what the server said last. */
export const isAwaited = ({ data, dataUpdatedAt }: Shown, asked: ReadingAsked | null): boolean =>
  data !== undefined &&
  (data.refreshing ||
    (asked !== null && data.rilletReadAt === asked.rilletReadAt && dataUpdatedAt < asked.untilMs))

export const tieOutQuery = (accountId: string, month: string, asked: ReadingAsked | null) =>
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
    refetchInterval: ({ state }) => (isAwaited(state, asked) ? 2_000 : false),
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
