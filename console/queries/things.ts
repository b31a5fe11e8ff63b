import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import * as z from 'zod'
import { listOf } from '../../api/schemas/common.ts'
import { LinksResult, Suggestion } from '../../api/schemas/suggestions.ts'
import { LinkView, Running, ThingView } from '../../api/schemas/things.ts'
import { ask, at, Nothing, type Query } from '../api.ts'

export type Kind = 'customers' | 'products'
export type Thing = z.infer<typeof ThingView>
export type SuggestedLink = z.infer<typeof Suggestion>

/** Customers or products of Sequence with what they are in Rillet. */
export const thingsQuery = (accountId: string, kind: Kind, query: Query) =>
  queryOptions({
    queryKey: ['account', accountId, kind, 'list', query],
    queryFn: ({ signal }) =>
      ask({
        path: at`/v1/accounts/${accountId}/${kind}`,
        query,
        answer: listOf(ThingView),
        signal,
      }),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  })

/** Asked for by hand: it reads both systems. */
export const suggestionsQuery = (accountId: string, kind: Kind, query: Query) =>
  queryOptions({
    queryKey: ['suggestions', accountId, kind, query],
    queryFn: ({ signal }) =>
      ask({
        path: at`/v1/accounts/${accountId}/${kind}/suggestions`,
        query,
        answer: listOf(Suggestion),
        signal,
      }),
    staleTime: 30_000,
    retry: false,
  })

const pathOf = (accountId: string, kind: Kind, id: string) =>
  at`/v1/accounts/${accountId}/${kind}/${id}`

export const unlinkThing = (accountId: string, kind: Kind, id: string) =>
  ask({ method: 'DELETE', path: `${pathOf(accountId, kind, id)}/link`, answer: Nothing })

export const createThing = (accountId: string, kind: Kind, id: string) =>
  ask({
    method: 'POST',
    path: `${pathOf(accountId, kind, id)}/create`,
    answer: z.union([LinkView, Running]),
  })

type Said = { found: boolean; rilletId?: string; reason: string | undefined }

/** Says whether a creation whose answer was lost did happen. */
export const resolveDoubt = (accountId: string, kind: Kind, id: string, body: Said) =>
  ask({
    method: 'POST',
    path: `${pathOf(accountId, kind, id)}/resolve-in-doubt`,
    body,
    answer: z.union([LinkView, Running]),
  })

export const linkMany = (
  accountId: string,
  kind: Kind,
  links: { id: string; rilletId: string }[],
) =>
  ask({
    method: 'POST',
    path: at`/v1/accounts/${accountId}/${kind}/links`,
    body: { links },
    answer: LinksResult,
  })
