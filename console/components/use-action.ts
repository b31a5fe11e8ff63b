import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useAccountId } from '../account.ts'

/** Runs what a button does: busy meanwhile, its error to be shown, and the account loaded again after it. */
export function useAction() {
  const accountId = useAccountId()
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<Error | null>(null)
  const run = async (act: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true)
    setError(null)
    try {
      await act()
      await client.invalidateQueries({ queryKey: ['account', accountId] })
      return true
    } catch (thrown) {
      setError(thrown instanceof Error ? thrown : new Error(String(thrown)))
      return false
    } finally {
      setBusy(false)
    }
  }
  return { busy, error, run }
}
