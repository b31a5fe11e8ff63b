import { useId, useState } from 'react'
import { Choices } from '../../components/choices.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { toast } from '../../components/toasts.tsx'
import { type Action, useInvoiceAction } from '../../queries/invoice-actions.ts'
import type { Detail } from '../../queries/invoices.ts'
import { wordsOf } from './action-words.ts'

type Props = { action: Action; accountId: string; invoice: Detail; onClose: () => void }

/** Asks for the reason of an action, and for what else it needs. */
export function ActionDialog({ action, accountId, invoice, onClose }: Props) {
  const [answer, setAnswer] = useState<Answer>({ found: null, rilletId: '' })
  const { mutateAsync } = useInvoiceAction(accountId, invoice.id)
  const { label, title, about, reason, danger = false } = wordsOf(action, invoice)
  const isAsked = action === 'markAsSynced' || action === 'resolveInDoubt'
  return (
    <Confirm
      open
      onClose={onClose}
      title={title}
      about={about}
      action={label}
      danger={danger}
      reason={reason}
      incomplete={isAsked ? missingIn(answer) : null}
      onConfirm={async (given) => {
        await mutateAsync({ action, body: { reason: given, ...bodyOf(action, answer) } })
        toast.done(`${label}: done`)
      }}
    >
      {isAsked && <Where action={action} answer={answer} onAnswer={setAnswer} />}
    </Confirm>
  )
}

type Answer = { found: 'yes' | 'no' | null; rilletId: string }

const choices = {
  markAsSynced: { yes: 'It is in Rillet', no: 'It is booked elsewhere, and stays out of Rillet' },
  resolveInDoubt: { yes: 'It is in Rillet', no: 'It is not in Rillet: create it' },
} as const

type WhereProps = {
  action: keyof typeof choices
  answer: Answer
  onAnswer: (answer: Answer) => void
}

/** In Rillet, and as which invoice; or not. */
function Where({ action, answer, onAnswer }: WhereProps) {
  const id = useId()
  return (
    <>
      <Choices
        legend="Where the invoice is"
        options={(['yes', 'no'] as const).map((value) => ({
          value,
          label: choices[action][value],
        }))}
        chosen={answer.found}
        onChoose={(found) => onAnswer({ ...answer, found })}
      />
      {answer.found === 'yes' && (
        <div className="field">
          <label htmlFor={id}>Its id in Rillet</label>
          <input
            id={id}
            value={answer.rilletId}
            maxLength={64}
            onChange={({ target }) => onAnswer({ ...answer, rilletId: target.value.trim() })}
            aria-describedby={`${id}-hint`}
          />
          <p className="hint" id={`${id}-hint`}>
            It stands at the end of the address of the invoice’s page in Rillet. It is read and
            compared before it is linked.
          </p>
        </div>
      )}
    </>
  )
}

function missingIn({ found, rilletId }: Answer): string | null {
  if (found === null) return 'Say first where the invoice is.'
  return found === 'yes' && rilletId === '' ? 'Give the invoice’s id in Rillet first.' : null
}

function bodyOf(action: Action, { found, rilletId }: Answer): Record<string, unknown> {
  const isFound = found === 'yes'
  if (action === 'resolveInDoubt') return { found: isFound, ...(isFound && { rilletId }) }
  return action === 'markAsSynced' && isFound ? { rilletId } : {}
}
