import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useAccountId } from './account.ts'
import { at, listen } from './api.ts'

/** What the API tells about: each invalidates the queries whose key begins so. */
const eventTypes = ['changed'] as const

/** Loads again what changes on the server while a page of the account is open. */
export function useLiveUpdates(): void {
  const accountId = useAccountId()
  const client = useQueryClient()
  useEffect(() => {
    const onMessage = () => void client.invalidateQueries({ queryKey: ['account', accountId] })
    return listen(at`/v1/accounts/${accountId}/events`, onMessage, eventTypes)
  }, [accountId, client])
}
