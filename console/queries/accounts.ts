import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod'
import { listOf } from '../../api/schemas/common.ts'
import { AccountView } from '../../api/schemas/connection.ts'
import { ask, at } from '../api.ts'

/** The accounts that whoever is signed in may see. */
export const accountsQuery = queryOptions({
  queryKey: ['accounts'],
  queryFn: ({ signal }) => ask({ path: '/v1/accounts', answer: listOf(AccountView), signal }),
  staleTime: 60_000,
})

/** Which accounts know an invoice. */
export const accountsOfInvoiceQuery = (invoiceId: string) =>
  queryOptions({
    queryKey: ['invoice-accounts', invoiceId],
    queryFn: ({ signal }) =>
      ask({
        path: at`/v1/invoices/${invoiceId}/accounts`,
        answer: listOf(z.object({ accountId: z.string() })),
        signal,
      }),
  })
