import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { RilletView, SequenceView } from '../../api/schemas/connection.ts'
import { DoctorView } from '../../api/schemas/doctor.ts'
import { ask, at } from '../api.ts'

export type Doctor = z.infer<typeof DoctorView>
export type RilletConnection = z.infer<typeof RilletView>
export type SequenceConnection = z.infer<typeof SequenceView>

const key = (accountId: string) => ['account', accountId, 'connection'] as const

export const rilletConnectionQuery = (accountId: string) =>
  queryOptions({
    queryKey: [...key(accountId), 'rillet'],
    queryFn: ({ signal }) =>
      ask({ path: at`/v1/accounts/${accountId}/connection/rillet`, answer: RilletView, signal }),
  })

export const sequenceConnectionQuery = (accountId: string) =>
  queryOptions({
    queryKey: [...key(accountId), 'sequence'],
    queryFn: ({ signal }) =>
      ask({
        path: at`/v1/accounts/${accountId}/connection/sequence`,
        answer: SequenceView,
        signal,
      }),
  })

/** One line per prerequisite; looked at again while the page is open. */
export const doctorQuery = (accountId: string) =>
  queryOptions({
    queryKey: [...key(accountId), 'doctor'],
    queryFn: ({ signal }) =>
      ask({ path: at`/v1/accounts/${accountId}/doctor`, answer: DoctorView, signal }),
    refetchInterval: 15_000,
  })
