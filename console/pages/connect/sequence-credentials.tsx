import { useState } from 'react'
import { SequenceView } from '../../../api/schemas/connection.ts'
import { useAccountId } from '../../account.ts'
import { ask, at } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { TextField } from '../../components/field.tsx'
import { FormError } from '../../components/form-error.tsx'
import { toast } from '../../components/toasts.tsx'
import { useAction } from '../../components/use-action.ts'
import type { SequenceConnection } from '../../queries/connection.ts'
import { useMay } from '../../session.ts'

/** Client id and secret; our notification policy in Sequence is made by itself. */
export function SequenceCredentials({ connection }: { connection: SequenceConnection }) {
  const accountId = useAccountId()
  const { whyNot } = useMay()
  const [clientId, setClientId] = useState('')
  const [clientSecret, setSecret] = useState('')
  const { busy, error, run } = useAction()
  const save = async () => {
    const body = { clientId: clientId.trim(), clientSecret: clientSecret.trim() }
    const path = at`/v1/accounts/${accountId}/connection/sequence`
    const done = await run(() => ask({ method: 'PUT', path, body, answer: SequenceView }))
    if (!done) return
    setSecret('')
    toast.done('Sequence is connected', 'Our notification policy there is made by itself.')
  }
  const isMissing = clientId.trim() === '' || clientSecret.trim() === ''
  return (
    <section className="card setup" aria-label="Sequence credentials">
      <h2>4. Paste the Sequence credentials</h2>
      <p>
        Make them in Sequence under Settings → API keys.
        {connection.company !== null &&
          ` Stored: ${connection.clientId ?? ''} of ${connection.company}.`}
      </p>
      {connection.policy.problem !== null && <p role="alert">{connection.policy.problem}</p>}
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <TextField
          label="Client id"
          autoComplete="off"
          value={clientId}
          onChange={({ target }) => setClientId(target.value)}
        />
        <TextField
          label="Client secret"
          type="password"
          autoComplete="off"
          value={clientSecret}
          onChange={({ target }) => setSecret(target.value)}
          hint="Tried first, stored encrypted, and never shown again."
        />
        <FormError error={error} />
        <div className="form-buttons">
          <Button
            type="submit"
            kind="primary"
            busy={busy}
            unavailable={whyNot('admin') ?? (isMissing ? 'Paste both first.' : null)}
          >
            Connect Sequence
          </Button>
        </div>
      </form>
    </section>
  )
}
