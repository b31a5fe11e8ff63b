import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import * as z from 'zod'
import { useAccountId } from './account.ts'
import { at, listen } from './api.ts'
import { whileInSight } from './in-sight.ts'

const Change = z.object({ what: z.string().nullable(), id: z.string().nullable() })

const gatherMs = 500

/**
 * Loads again what changes on the server while a page of the account is seen. A page that is not seen holds no
 * line: a browser has six to one server. The first news on a new line is that anything may have changed.
 */
export function useLiveUpdates(): void {
  const accountId = useAccountId()
  const client = useQueryClient()
  useEffect(() => {
    const gathered = createGathered((what) => loadAgain(client, accountId, what))
    const stop = whileInSight(() =>
      listen(at`/v1/accounts/${accountId}/events`, 'changed', (data) => {
        gathered.add(data === null ? null : whatOf(data))
      }),
    )
    return () => {
      stop()
      gathered.stop()
    }
  }, [accountId, client])
}

/** What changed; null where anything may have. */
function whatOf(data: string): string | null {
  try {
    return Change.parse(JSON.parse(data)).what
  } catch {
    return null
  }
}

function loadAgain(client: QueryClient, accountId: string, what: ReadonlySet<string | null>): void {
  const onlyInvoices = what.size === 1 && what.has('invoice')
  const key = onlyInvoices ? ['account', accountId, 'invoices'] : ['account', accountId]
  void client.invalidateQueries({ queryKey: key })
}

/** Many changes at once are one: a page that loads forty times shows nothing sooner. */
function createGathered(tell: (what: ReadonlySet<string | null>) => void) {
  let waiting = new Set<string | null>()
  let timer: ReturnType<typeof setTimeout> | undefined
  return {
    add(what: string | null): void {
      waiting.add(what)
      timer ??= setTimeout(() => {
        timer = undefined
        const told = waiting
        waiting = new Set()
        tell(told)
      }, gatherMs)
    },
    stop: () => clearTimeout(timer),
  }
}
