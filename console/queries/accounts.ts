import { queryOptions } from '@tanstack/react-query'
import { listOf } from '../../api/schemas/common.ts'
import { AccountView } from '../../api/schemas/connection.ts'
import { ask } from '../api.ts'

/** The accounts that whoever is signed in may see. */
export const accountsQuery = queryOptions({
  queryKey: ['accounts'],
  queryFn: ({ signal }) => ask({ path: '/v1/accounts', answer: listOf(AccountView), signal }),
  staleTime: 60_000,
})
