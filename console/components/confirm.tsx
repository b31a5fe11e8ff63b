import { type ReactNode, useId, useState } from 'react'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { FormError } from './form-error.tsx'

type Props = {
  open: boolean
  onClose: () => void
  title: string
  /** What will happen, in words. */
  about: ReactNode
  /** The button's word. */
  action: string
  danger?: boolean
  /** A reason must be given where books are touched; it is kept in the timeline. */
  reason?: 'required' | 'optional' | 'none'
  /** More to fill in, above the reason. */
  children?: ReactNode
  /** What is still to be filled in above the reason; null when nothing is. */
  incomplete?: string | null
  /** Does it. What it throws is shown in the dialog, which stays open. */
  onConfirm: (reason: string | undefined) => Promise<void>
}

/** Asks before something is done, with a reason. */
export function Confirm(props: Props) {
  const { open, onClose, title, about } = props
  return (
    <Dialog open={open} onClose={onClose} title={title} about={about}>
      {open && <Form {...props} />}
    </Dialog>
  )
}

function Form({
  onClose,
  action,
  danger = false,
  reason = 'required',
  children,
  incomplete = null,
  onConfirm,
}: Props) {
  const [text, setText] = useState('')
  const [error, setError] = useState<Error | null>(null)
  const [isBusy, setBusy] = useState(false)
  const id = useId()
  const missing =
    reason === 'required' && text.trim() === ''
      ? 'Say why first: the reason is kept in the timeline.'
      : null
  const why = incomplete ?? missing

  const submit = async () => {
    if (isBusy || why !== null) return
    setBusy(true)
    setError(null)
    try {
      await onConfirm(text.trim() === '' ? undefined : text.trim())
      onClose()
    } catch (thrown) {
      setError(thrown instanceof Error ? thrown : new Error(String(thrown)))
      setBusy(false)
    }
  }
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      {children}
      {reason !== 'none' && (
        <div className="field">
          <label htmlFor={id}>Reason{reason === 'optional' && ' (optional)'}</label>
          <textarea
            id={id}
            rows={2}
            maxLength={500}
            value={text}
            required={reason === 'required'}
            onChange={({ target }) => setText(target.value.replaceAll(/[\r\n]+/g, ' '))}
            aria-describedby={`${id}-hint`}
          />
          <p className="hint" id={`${id}-hint`}>
            Kept with your name in the timeline.
          </p>
        </div>
      )}
      <FormError error={error} />
      <div className="form-buttons">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" kind={danger ? 'danger' : 'primary'} busy={isBusy} unavailable={why}>
          {action}
        </Button>
      </div>
    </form>
  )
}
