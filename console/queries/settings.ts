import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { listOf } from '../../api/schemas/common.ts'
import { SettingsView } from '../../api/schemas/settings.ts'
import { RilletAccount, RilletSubsidiary, RilletThing } from '../../api/schemas/things.ts'
import { ask, at } from '../api.ts'

export type Settings = z.infer<typeof SettingsView>

export const settingsQuery = (accountId: string) =>
  queryOptions({
    queryKey: ['account', accountId, 'connection', 'settings'],
    queryFn: ({ signal }) =>
      ask({ path: at`/v1/accounts/${accountId}/settings`, answer: SettingsView, signal }),
  })

/** What Rillet has to choose from changes seldom: it costs a call each time. */
const seldom = { staleTime: 5 * 60_000, retry: false } as const

export const rilletAccountsQuery = (accountId: string) =>
  queryOptions({
    queryKey: ['rillet', accountId, 'accounts'],
    queryFn: ({ signal }) =>
      ask({
        path: at`/v1/accounts/${accountId}/rillet/accounts`,
        answer: listOf(RilletAccount),
        signal,
      }),
    ...seldom,
  })

export const rilletSubsidiariesQuery = (accountId: string) =>
  queryOptions({
    queryKey: ['rillet', accountId, 'subsidiaries'],
    queryFn: ({ signal }) =>
      ask({
        path: at`/v1/accounts/${accountId}/rillet/subsidiaries`,
        answer: listOf(RilletSubsidiary),
        signal,
      }),
    ...seldom,
  })

export const rilletProductsQuery = (accountId: string) =>
  queryOptions({
    queryKey: ['rillet', accountId, 'products'],
    queryFn: ({ signal }) =>
      ask({
        path: at`/v1/accounts/${accountId}/rillet/products`,
        query: { limit: 100 },
        answer: listOf(RilletThing),
        signal,
      }),
    ...seldom,
  })

export const saveSettings = (accountId: string, change: Partial<Settings>): Promise<Settings> =>
  ask({
    method: 'PATCH',
    path: at`/v1/accounts/${accountId}/settings`,
    body: change,
    answer: SettingsView,
  })
