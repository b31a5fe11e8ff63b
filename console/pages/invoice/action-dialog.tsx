import { useState } from 'react'
import { Confirm } from '../../components/confirm.tsx'
import { type Found, missingIn, WhereInRillet } from '../../components/where-in-rillet.tsx'
import { useInvoiceAction } from '../../queries/invoice-actions.ts'
import type { Detail } from '../../queries/invoices.ts'
import { type Action, wordsOf } from '../../words/actions.ts'
import { isMemoInDoubt } from '../../words/standing.ts'
import { tellAsked } from './tell-asked.ts'

type Props = {
  action: Action
  accountId: string
  invoice: Pick<Detail, 'id' | 'number' | 'state' | 'rilletId'>
  onClose: () => void
}

/** Asks for the reason of an action, and for what else it needs. */
export function ActionDialog({ action, accountId, invoice, onClose }: Props) {
  const [answer, setAnswer] = useState<Found>({ found: null, rilletId: '' })
  const { mutateAsync } = useInvoiceAction(accountId, invoice.id)
  const { label, title, about, reason, danger = false } = wordsOf(action, invoice)
  const one = isMemoInDoubt(invoice) ? 'credit memo' : 'invoice'
  const isAsked = action === 'markAsSynced' || action === 'resolveInDoubt'
  return (
    <Confirm
      open
      onClose={onClose}
      title={invoice.number === null ? title : `${title}: ${invoice.number}`}
      about={about}
      action={label}
      danger={danger}
      reason={reason}
      incomplete={isAsked ? missingIn(answer, one) : null}
      onConfirm={async (given) => {
        const body = { reason: given, ...bodyOf(action, answer) }
        const now = await mutateAsync({ action, body })
        tellAsked(label, invoice.number, now)
      }}
    >
      {isAsked && (
        <WhereInRillet one={one} {...choices[action]} answer={answer} onAnswer={setAnswer} />
      )}
    </Confirm>
  )
}

const choices = {
  markAsSynced: { yes: 'It is in Rillet', no: 'It is booked elsewhere, and stays out of Rillet' },
  resolveInDoubt: { yes: 'It is in Rillet', no: 'It is not in Rillet: create it' },
} as const

function bodyOf(action: Action, { found, rilletId }: Found): Record<string, unknown> {
  const isFound = found === 'yes'
  if (action === 'resolveInDoubt') return { found: isFound, ...(isFound && { rilletId }) }
  return action === 'markAsSynced' && isFound ? { rilletId } : {}
}
