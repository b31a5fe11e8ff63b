import { setTimeout as pause } from 'node:timers/promises'
import type { Db } from '../../../store/connect.ts'

/** An invoice as our own table has it. */
export type Seen = {
  state: string
  rilletId: string | null
  codes: string[]
  error: string | null
}

const everyMs = 150

/** Looks after all invoices that somebody waits for with one query at a time. */
export function createWatcher(db: Db) {
  const watched = new Map<string, { accountId: string; invoiceId: string; seen: Seen | null }>()
  const stopping = new AbortController()
  const ended = look()

  async function look(): Promise<void> {
    while (!stopping.signal.aborted) {
      const all = [...watched.values()]
      if (all.length > 0) {
        const rows = await read(all.map(({ invoiceId }) => invoiceId))
        for (const one of all) {
          const row = rows.find(
            (row) => row.invoice_id === one.invoiceId && row.account_id === one.accountId,
          )
          if (row === undefined) continue
          one.seen = {
            state: row.state,
            rilletId: row.rillet_id,
            codes: row.problems.map(({ code }) => code),
            error: row.error_text,
          }
        }
      }
      await pause(everyMs)
    }
  }

  /** While Postgres is away nothing is known. */
  const read = (ids: string[]) =>
    db
      .selectFrom('invoice')
      .select(['account_id', 'invoice_id', 'state', 'rillet_id', 'problems', 'error_text'])
      .where('invoice_id', 'in', ids)
      .execute()
      .catch(() => [])

  return {
    /** What was last seen of an invoice; it is looked at again until `forget`. */
    seen(accountId: string, invoiceId: string): Seen | null {
      const known = watched.get(invoiceId)
      if (known === undefined) watched.set(invoiceId, { accountId, invoiceId, seen: null })
      return known?.seen ?? null
    },
    forget: (invoiceId: string) => void watched.delete(invoiceId),
    async stop() {
      stopping.abort()
      await ended
    },
  }
}
export type Watcher = ReturnType<typeof createWatcher>
