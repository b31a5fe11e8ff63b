import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { AuditView } from '../../api/schemas/audit.ts'
import { listOf } from '../../api/schemas/common.ts'
import { PersonView, SessionView, TokenView } from '../../api/schemas/people.ts'
import { ask, at, type Query } from '../api.ts'

export type Person = z.infer<typeof PersonView>
export type Token = z.infer<typeof TokenView>
export type Session = z.infer<typeof SessionView>
export type AuditRow = z.infer<typeof AuditView>

export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: ({ signal }) => ask({ path: '/v1/people', answer: listOf(PersonView), signal }),
})

export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: ({ signal }) => ask({ path: '/v1/tokens', answer: listOf(TokenView), signal }),
})

/** One's own open sessions. */
export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: ({ signal }) => ask({ path: '/v1/me/sessions', answer: listOf(SessionView), signal }),
})

/** A page of an account's audit trail. */
export const auditQuery = (accountId: string, query: Query) =>
  queryOptions({
    queryKey: ['account', accountId, 'audit', query],
    queryFn: ({ signal }) =>
      ask({
        path: at`/v1/accounts/${accountId}/audit`,
        query,
        answer: listOf(AuditView),
        signal,
      }),
  })
