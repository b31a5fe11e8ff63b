import { useMutation, useQueryClient } from '@tanstack/react-query'
import { StatusView } from '../../api/schemas/invoices.ts'
import { ask, at } from '../api.ts'

/** What may be asked of an invoice, and its path in the API. */
const paths = {
  retry: 'retry',
  exclude: 'exclude',
  markAsSynced: 'mark-as-synced',
  acceptTheirs: 'accept-theirs',
  pushOurs: 'push-ours',
  recreate: 'recreate',
  creditDifference: 'credit-difference',
  leave: 'leave',
  deleteInRillet: 'delete-in-rillet',
  dateOnOpenDay: 'date-on-open-day',
  resolveInDoubt: 'resolve-in-doubt',
} as const
export type Action = keyof typeof paths

export const isAction = (name: string): name is Action => Object.hasOwn(paths, name)

export type Asked = { action: Action; body: Record<string, unknown> }

/** Asks something of an invoice and loads again what shows it. */
export function useInvoiceAction(accountId: string, id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ action, body }: Asked) =>
      ask({
        method: 'POST',
        path: at`/v1/accounts/${accountId}/invoices/${id}/${paths[action]}`,
        body,
        answer: StatusView,
      }),
    onSettled: () => client.invalidateQueries({ queryKey: ['account', accountId] }),
  })
}
