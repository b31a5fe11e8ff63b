import { useMutation, useQueryClient } from '@tanstack/react-query'
import { StatusView } from '../../api/schemas/invoices.ts'
import { ask, at } from '../api.ts'
import type { Action } from '../words/actions.ts'

/** The path of each action in the API. */
const paths: Record<Action, string> = {
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
}

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
