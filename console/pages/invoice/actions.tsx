import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { toast } from '../../components/toasts.tsx'
import { isAction, useInvoiceAction } from '../../queries/invoice-actions.ts'
import type { Detail } from '../../queries/invoices.ts'
import { useMay } from '../../session.ts'
import { type Action, wordsOf } from '../../words/actions.ts'
import { ActionDialog } from './action-dialog.tsx'
import { tellAsked } from './tell-asked.ts'

type Props = {
  accountId: string
  invoice: Pick<Detail, 'id' | 'number' | 'state' | 'rilletId' | 'actions'>
}

/** What a person may ask of the invoice now. */
export function Actions({ accountId, invoice }: Props) {
  const { whyNot } = useMay()
  const [open, setOpen] = useState<Action | null>(null)
  const retry = useInvoiceAction(accountId, invoice.id)
  const possible = invoice.actions.filter(isAction)

  const press = (action: Action) => {
    if (wordsOf(action, invoice).reason === 'required') return setOpen(action)
    retry.mutate(
      { action, body: {} },
      {
        onSuccess: (now) => tellAsked(wordsOf(action, invoice).label, invoice.number, now),
        onError: (error) => toast.failed('Not done', error.message),
      },
    )
  }
  return (
    <>
      {possible.map((action) => (
        <Button
          key={action}
          icon={action === 'retry' ? 'retry' : undefined}
          busy={action === 'retry' && retry.isPending}
          unavailable={whyNot('operator')}
          onClick={() => press(action)}
        >
          {wordsOf(action, invoice).label}
        </Button>
      ))}
      {open !== null && (
        <ActionDialog
          action={open}
          accountId={accountId}
          invoice={invoice}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  )
}
